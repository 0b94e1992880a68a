import { fail } from '../../core/error.ts';
import type { StoredRecord } from '../../service/record-list.ts';
import { shorten } from '../dali/parameters.ts';

/** A form in which every record can be had. */
export interface MetadataFormat {
  readonly prefix: string;
  readonly schema: string;
  readonly namespace: string;
  /** The record in this form as an element; null for a tombstone. */
  write(record: StoredRecord): string | null;
}

/** Dublin Core is what every repository has, VOResource what registries want (Registry Interfaces 1.1 sec 2.2). */
export const METADATA_FORMATS: readonly MetadataFormat[] = [
  {
    prefix: 'ivo_vor',
    schema: 'http://www.ivoa.net/xml/RegistryInterface/RegistryInterface-v1.0.xsd',
    namespace: 'http://www.ivoa.net/xml/RegistryInterface/v1.0',
    write: ({ vor }) => vor,
  },
  {
    prefix: 'oai_dc',
    schema: 'http://www.openarchives.org/OAI/2.0/oai_dc.xsd',
    namespace: 'http://www.openarchives.org/OAI/2.0/oai_dc/',
    write: ({ dublinCore }) => dublinCore,
  },
];

export function metadataFormat(prefix: string | undefined): MetadataFormat {
  const format = METADATA_FORMATS.find((one) => one.prefix === prefix);
  if (format) return format;
  const hint = `There are ${METADATA_FORMATS.map((one) => one.prefix).join(' and ')}.`;
  return fail('R124', `there is no metadata format "${shorten(prefix ?? '')}"`, { hint });
}
