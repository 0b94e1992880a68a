import { fail } from '../../core/error.ts';
import type { RecordRange } from '../../service/record-list.ts';
import { shorten } from '../dali/parameters.ts';

const FORM = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2}):(\d{2})Z)?$/;
const DAY = 86_400_000;

/** Both as the client wrote them. */
export interface AskedRange {
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}

interface Instant {
  readonly at: number;
  readonly byDay: boolean;
}

/**
 * The range of time that from and until name, both ends included (OAI-PMH 2.0 sec 2.7.1): a day as a whole, or a second, but both in
 * the same form. @throws AlmagestError R122
 */
export function readTimeRange({ from, until }: AskedRange): RecordRange {
  const begin = readInstant('from', from);
  const end = readInstant('until', until);
  if (begin && end && begin.byDay !== end.byDay)
    fail('R122', 'from and until are not of the same granularity', {
      hint: 'Give both as days, or both to the second.',
    });
  if (begin && end && begin.at > end.at) fail('R122', 'from is later than until', { hint: 'Exchange them.' });
  return {
    ...(begin ? { from: new Date(begin.at) } : {}),
    ...(end ? { until: new Date(end.byDay ? end.at + DAY - 1 : end.at) } : {}),
  };
}

function readInstant(name: string, text: string | undefined): Instant | undefined {
  if (text === undefined) return undefined;
  const [whole, ...fields] = FORM.exec(text) ?? [];
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = fields.map((field) => Number(field ?? 0));
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, day);
  at.setUTCHours(hour, minute, second);
  // A day or an hour that there is not, such as the 30th of February, would have become another one.
  const same = at.toISOString().startsWith(text.replace('Z', ''));
  if (whole === undefined || !same)
    fail('R122', `${name} is "${shorten(text)}", which is no time`, {
      hint: 'It has the form 2026-01-31 or 2026-01-31T12:00:00Z.',
    });
  return { at: at.getTime(), byDay: fields[3] === undefined };
}
