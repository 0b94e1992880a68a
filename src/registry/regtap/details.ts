import { textOf, type XmlElement } from '../../format/xml/element.ts';
import { attributeOf, elementsAt } from './take.ts';

/** The places whose values go into rr.res_detail (RegTAP 1.1 appendix A), of those that our records have. */
const OF_RESOURCE = [
  'coverage/footprint',
  'coverage/footprint/@ivo-id',
  'facility',
  'full',
  'instrument',
  'instrument/@ivo-id',
  'managedAuthority',
  'managingOrg',
  'rights',
  'rights/@rightsURI',
] as const;

const OF_CAPABILITY = [
  'dataModel',
  'dataModel/@ivo-id',
  'executionDuration/default',
  'executionDuration/hard',
  'interface/securityMethod/@standardID',
  'interface/testQueryString',
  'language/name',
  'language/version/@ivo-id',
  'maxRecords',
  'maxSR',
  'outputFormat/@ivo-id',
  'outputFormat/alias',
  'outputFormat/mime',
  'outputLimit/default',
  'outputLimit/default/@unit',
  'outputLimit/hard',
  'outputLimit/hard/@unit',
  'retentionPeriod/default',
  'retentionPeriod/hard',
  'testQuery/catalog',
  'testQuery/dec',
  'testQuery/extras',
  'testQuery/ra',
  'testQuery/sr',
  'testQuery/verb',
  'uploadLimit/default',
  'uploadLimit/default/@unit',
  'uploadLimit/hard',
  'uploadLimit/hard/@unit',
  'uploadMethod/@ivo-id',
  'verbosity',
] as const;

export interface Detail {
  readonly cap_index: number | null;
  readonly detail_xpath: string;
  readonly detail_value: string;
}

/** The pairs of place and value of a record, those of its capabilities with their number. */
export function detailsOf(record: XmlElement): readonly Detail[] {
  const capabilities = elementsAt(record, 'capability');
  return [
    ...OF_RESOURCE.flatMap((path) => found(record, path, '', null)),
    ...capabilities.flatMap((capability, index) =>
      OF_CAPABILITY.flatMap((path) => found(capability, path, '/capability', index + 1)),
    ),
  ];
}

/** Values as they stand: RegTAP changes the case of none of them. The same value twice says nothing more. */
function found(parent: XmlElement, path: string, root: string, cap_index: number | null): readonly Detail[] {
  const [steps, attribute] = path.includes('@') ? path.split('/@') : [path];
  const values = elementsAt(parent, ...(steps ?? '').split('/')).map((element) =>
    attribute === undefined ? textOf(element).trim() : attributeOf(element, attribute),
  );
  return [...new Set(values)].flatMap((value) =>
    value ? [{ cap_index, detail_xpath: `${root}/${path}`, detail_value: value }] : [],
  );
}
