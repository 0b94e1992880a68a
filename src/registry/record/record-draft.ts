import type { XmlElement } from '../../format/xml/element.ts';
import { wholeTag } from '../../format/xml/tag.ts';
import { dublinCore } from './dublin-core.ts';
import type { RecordContent } from './record-content.ts';
import type { RecordDates } from './record-dates.ts';
import { resourceElement } from './resource-element.ts';

/** What a record describes. */
export type RecordKind = 'registry' | 'authority' | 'organisation' | 'tap' | 'resource';

/** A registry record but for its dates, which whoever keeps the records knows: equal drafts are equal records. */
export interface RecordDraft {
  readonly ivoid: string;
  readonly title: string;
  readonly kind: RecordKind;
  /** What the record says, as data. */
  readonly content: RecordContent;
  /** The element ri:Resource as data, from which the searchable tables are filled. */
  makeVor(dates: RecordDates): XmlElement;
  /** The element ri:Resource with the namespaces that it needs, as OAI's `ivo_vor` embeds it; without XML declaration. */
  writeVor(dates: RecordDates): string;
  /** The element oai_dc:dc. */
  writeDublinCore(dates: RecordDates): string;
}

/** Makes the record of what is said; `details` are the elements of its type that come after the content, in the schema's order. */
export function draft(kind: RecordKind, content: RecordContent, details: () => readonly XmlElement[]): RecordDraft {
  const makeVor = (dates: RecordDates) => resourceElement(content, details(), dates);
  return {
    ivoid: content.ivoid,
    title: content.title,
    kind,
    content,
    makeVor,
    writeVor: (dates) => wholeTag(makeVor(dates)),
    writeDublinCore: (dates) => wholeTag(dublinCore(content, dates)),
  };
}
