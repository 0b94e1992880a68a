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
}

export function simpleCapability({ standardID, description, url, version, page }: SimpleCapability): XmlElement {
  return element(
    'capability',
    { standardID },
    element('description', {}, description),
    element(
      'interface',
      { 'xsi:type': page ? 'vr:WebBrowser' : 'vs:ParamHTTP', version },
      element('accessURL', { use: 'full' }, url),
    ),
  );
}
