import { fail } from '../../core/error.ts';

/** UWS 1.1 sec 2.1.14: ISO 8601 in UTC, with the Z that data timestamps do without. */
export function writeTime(time: Date): string {
  return time.toISOString();
}

/** Date, or date and time, taken as UTC whether it has a Z or not. */
export function readTime(name: string, text: string): Date {
  const found = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?Z?$/i.exec(text.trim());
  const time = new Date(`${found?.[1]}T${found?.[2] ?? '00:00:00'}Z`);
  // JavaScript makes 3 March of 31 February.
  if (!found || Number.isNaN(time.getTime()) || time.toISOString().slice(0, 10) !== found[1])
    fail('R105', `${name} is "${text.slice(0, 40)}", which is not a time`, {
      hint: `Such as ${name}=2030-01-31T12:00:00Z.`,
    });
  return time;
}
