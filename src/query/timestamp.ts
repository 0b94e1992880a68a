import { TIMESTAMP } from '../model/datatype.ts';
import type { TextValue, TimestampValue } from './typed.ts';

const DALI = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2}):(\d{2})(\.\d+)?)?Z?$/;

/** Reads a text literal as a timestamp in DALI form (DALI 1.1 sec 3.3.3), or says why it is none. */
export function readTimestamp(literal: TextValue): TimestampValue | { message: string; hint: string } {
  const hint = "The form is '2020-12-31' or '2020-12-31T23:59:59.999'.";
  const match = DALI.exec(literal.value.trim());
  if (!match) return { message: `the text '${literal.value}' is not a timestamp`, hint };
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0));
  const date = new Date(0);
  date.setUTCFullYear(year ?? 0, (month ?? 0) - 1, day);
  // A day or month that does not exist rolls over. Second 60 is a leap second.
  const exists = year !== 0 && date.getUTCMonth() + 1 === month && date.getUTCDate() === day;
  if (!exists || (hour ?? 0) > 23 || (minute ?? 0) > 59 || (second ?? 0) > 60)
    return { message: `the text '${literal.value}' names a moment that does not exist`, hint };
  return {
    kind: 'timestamp',
    value: literal.value.trim().replace(/Z$/, ''),
    datatype: TIMESTAMP,
    span: literal.span,
  };
}
