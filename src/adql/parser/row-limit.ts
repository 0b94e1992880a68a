import type { Cursor } from './cursor.ts';

/** True before `LIMIT 10` and `FETCH FIRST 10 ROWS ONLY`, with which other dialects end a query. */
export function atRowLimit(cursor: Cursor): boolean {
  if (cursor.is('LIMIT')) return cursor.next.kind === 'number' || cursor.next.key === 'ALL';
  return cursor.is('FETCH') && (cursor.next.key === 'FIRST' || cursor.next.key === 'NEXT');
}

/** Tells what to write instead, and reads on behind it, so that the rest of the query is judged by itself. */
export function refuseRowLimit(cursor: Cursor): void {
  if (!atRowLimit(cursor)) return;
  const { start, token } = cursor;
  const isLimit = token.key === 'LIMIT';
  cursor.advance();
  let rows = '10';
  while (cursor.token.kind === 'number' || cursor.is(',', 'ALL', 'FIRST', 'NEXT', 'ROW', 'ROWS', 'ONLY')) {
    // `LIMIT 20, 10` passes over 20 rows first.
    if (cursor.token.kind === 'number') rows = cursor.token.value;
    cursor.advance();
  }
  const hint = `The number of rows stands behind SELECT: SELECT TOP ${rows} ...`;
  cursor.report('Q101', `ADQL has no ${isLimit ? 'LIMIT' : 'FETCH'}`, { span: cursor.spanFrom(start), hint });
}
