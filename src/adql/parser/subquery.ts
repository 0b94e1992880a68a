import type { QueryExpression } from '../ast.ts';
import type { Cursor } from './cursor.ts';

/** True before `(SELECT`, also with more parentheses between. */
export function atSubquery(cursor: Cursor): boolean {
  if (!cursor.is('(')) return false;
  let { index } = cursor;
  while (cursor.tokens[index]?.key === '(') index++;
  const first = cursor.tokens[index]?.key;
  return first === 'SELECT' || first === 'WITH';
}

/** `(SELECT ...)`. */
export function parseSubquery(cursor: Cursor): QueryExpression {
  const open = cursor.expect('(');
  const query = cursor.nested(() => cursor.grammar.query(cursor));
  cursor.close(open);
  return query;
}
