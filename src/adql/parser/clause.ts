import { CLAUSE_WORDS } from '../keyword.ts';
import type { Cursor } from './cursor.ts';
import { atRowLimit } from './row-limit.ts';

/**
 * Reads what stands behind the first words of a clause, up to the next one (the one named, or any). If it cannot be read, the parser
 * goes on at the next clause, so that errors there are found too; the answer is then undefined.
 */
export function parseClause<Result>(cursor: Cursor, read: () => Result, next?: string): Result | undefined {
  const whole = (): Result => {
    const result = read();
    cursor.mention(next ?? 'the next clause');
    const ends =
      next === undefined
        ? cursor.is(')', ';') || CLAUSE_WORDS.has(cursor.token.key) || atRowLimit(cursor)
        : cursor.is(next);
    if (!ends && (next !== undefined || cursor.token.kind !== 'end')) cursor.fail();
    return result;
  };
  return cursor.apart(() => cursor.recover(whole, CLAUSE_WORDS));
}

/** Takes `GROUP BY` or `ORDER BY`, if it is there. */
export function parseBy(cursor: Cursor, word: 'GROUP' | 'ORDER'): boolean {
  cursor.mention(`${word} BY`);
  if (!cursor.is(word)) return false;
  cursor.advance();
  cursor.expect('BY');
  return true;
}
