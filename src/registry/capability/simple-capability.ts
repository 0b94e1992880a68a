import { element, type XmlElement } from '../../format/xml/element.ts';

/** Something that a service can do, and where. */
export interface SimpleCapability {
  readonly standardID: string;
  readonly description: string;
  readonly url: string;
  /** Version of the interface; absent for 1.0. */
  readonly version?: string;
  /** A page for people, rather than a document for programs. */
  readonly page?: true;
  /** Identifiers of the ways to say who one is; undefined is the way of saying nothing. */
  readonly securityMethods?: readonly (string | undefined)[];
}

export function simpleCapability({
  standardID,
  description,
  url,
  version,
  page,
  securityMethods = [],
}: SimpleCapability): XmlElement {
  return element(
    'capability',
    { standardID },
    element('description', {}, description),
    element(
      'interface',
      { 'xsi:type': page ? 'vr:WebBrowser' : 'vs:ParamHTTP', version },
      element('accessURL', { use: 'full' }, url),
      ...securityMethods.map((id) => element('securityMethod', { standardID: id })),
    ),
  );
}
