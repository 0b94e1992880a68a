import { element } from '../../format/xml/element.ts';
import { wholeTag } from '../../format/xml/tag.ts';
import type { StoredRecord } from '../../service/record-list.ts';
import { datestamp } from '../../service/record-store.ts';
import type { MetadataFormat } from './metadata-format.ts';

/**
 * The set of the records that a registry has itself, and has not from others (Registry Interfaces 1.1 sec 2.4): with us, all. A
 * tombstone stays in it, so that who harvests the set hears of the deletion.
 */
export const OWN_SET = { spec: 'ivo_managed', name: 'Records that originate from this registry' };

export function headerElement({ ivoid, updated, deleted }: StoredRecord): string {
  return wholeTag(
    element(
      'header',
      { status: deleted ? 'deleted' : undefined },
      element('identifier', {}, ivoid),
      element('datestamp', {}, datestamp(updated)),
      element('setSpec', {}, OWN_SET.spec),
    ),
  );
}

export function recordElement(record: StoredRecord, format: MetadataFormat): string {
  const written = format.write(record);
  const metadata = written === null ? '' : `<metadata>${written}</metadata>`;
  return `<record>${headerElement(record)}${metadata}</record>`;
}
