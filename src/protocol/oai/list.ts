import { fail } from '../../core/error.ts';
import { element } from '../../format/xml/element.ts';
import { wholeTag } from '../../format/xml/tag.ts';
import { listRecords, type RecordPage, type StoredRecord } from '../../service/record-list.ts';
import { shorten } from '../dali/parameters.ts';
import { type MetadataFormat, metadataFormat } from './metadata-format.ts';
import type { OaiAnswer, OaiRequest } from './oai-verb.ts';
import { OWN_SET } from './record.ts';
import { type Resumption, readToken, writeToken } from './resumption-token.ts';
import { readTimeRange } from './time-range.ts';

/** What one answer holds at most. Lists of headers are short, but not worth bounds of their own. */
const PART = { records: 100, bytes: 2_000_000 };

/** A list of records in their order of change, in as many parts as it takes; `write` makes an element of each. */
export async function answerList(
  request: OaiRequest,
  write: (record: StoredRecord, format: MetadataFormat) => string,
): Promise<OaiAnswer> {
  const wish = readWish(request);
  const format = metadataFormat(wish.metadataPrefix);
  const { database } = request.service;
  const page = await listRecords(database, readTimeRange(wish), wish.after, PART);
  if (page.records.length === 0 && wish.cursor === 0)
    fail('R126', 'no record changed in this range of time', { hint: 'All change dates lie outside of it.' });
  const records = page.records.map((record) => write(record, format)).join('');
  return { body: `${records}${tokenElement(page, wish)}`, at: page.at };
}

type Wish = Omit<Resumption, 'after'> & { readonly after?: string };

function readWish({ verb, arguments: asked }: OaiRequest): Wish {
  const { resumptionToken, metadataPrefix = '', from, until, set } = asked;
  if (resumptionToken !== undefined) return readToken(resumptionToken, verb);
  readTimeRange({ from, until });
  if (set !== undefined) checkSet(set);
  return {
    verb,
    metadataPrefix,
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { until }),
    cursor: 0,
  };
}

/** All records are in one set, so that it makes no difference to the list. */
function checkSet(set: string): void {
  if (set === OWN_SET.spec) return;
  if (!/^[\w\-.!~*'()]+(:[\w\-.!~*'()]+)*$/.test(set))
    fail('R122', `set is "${shorten(set)}", which no set can be called`, {
      hint: 'ListSets tells what sets there are.',
    });
  fail('R126', `there is no set "${shorten(set)}"`, { hint: `All records are in the set ${OWN_SET.spec}.` });
}

/** The last part of several ends with an empty token (OAI-PMH 2.0 sec 3.5); the only part of a list has none. */
function tokenElement({ records, total, next }: RecordPage, wish: Wish): string {
  if (next === undefined && wish.cursor === 0) return '';
  const sum = wish.cursor + records.length;
  // What changes while the list is read comes in it twice, so that it can be longer than it seemed.
  const size = Math.max(total, next === undefined ? sum : sum + 1);
  const attributes = { completeListSize: String(size), cursor: String(wish.cursor) };
  const token = next === undefined ? [] : [writeToken({ ...wish, after: next, cursor: sum })];
  return wholeTag(element('resumptionToken', attributes, ...token));
}
