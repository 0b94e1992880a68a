/** A value, and the number of rows that have it. */
export interface Tally {
  readonly value: string;
  readonly rows: number;
}

/** The first few, as `"a" (3 rows), "b" (1 row)`. */
export function tell(tallies: readonly Tally[]): string {
  return tallies
    .map(({ value, rows }) => `${JSON.stringify(value)} (${rows} ${Number(rows) === 1 ? 'row' : 'rows'})`)
    .join(', ');
}
