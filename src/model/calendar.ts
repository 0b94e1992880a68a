/** Milliseconds since 1970 of an ISO date, or time of UTC with or without Z; NaN where the calendar has no such day or time. */
export function instantOf(date: string): number {
  const [, day = '', time] = /^(\d{4}-\d{2}-\d{2})(T[\d:.]+)?Z?$/.exec(date) ?? [];
  const at = Date.parse(`${day}${time ?? 'T00:00'}Z`);
  // JavaScript reads 30 February as 2 March; XML Schema knows no year 0.
  return Number.isFinite(at) && new Date(`${day}T00:00Z`).toISOString().startsWith(day) && day >= '0001'
    ? at
    : Number.NaN;
}
