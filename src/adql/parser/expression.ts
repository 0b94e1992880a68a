import type { BinaryOperation } from '../ast.ts';
import { isReserved } from '../keyword.ts';
import type { Cursor, Term } from './cursor.ts';
import { isAggregateName, isFunctionName, parseCall } from './function.ts';
import { takeNumber, takeString } from './literal.ts';
import { parseDottedName } from './name.ts';
import { requireValue } from './term.ts';

/** Operators that stand between two values, with how tightly they bind (requirements: ADQL 2.1 sec 2.2.2 and SQL-92). */
const BINDING: ReadonlyMap<string, number> = new Map([
  ['||', 1],
  ['+', 2],
  ['-', 2],
  ['*', 3],
  ['/', 3],
]);

/** Values joined by operators that bind at least as tightly as `binding`. */
export function parseOperation(cursor: Cursor, binding = 1): Term {
  const { start } = cursor;
  let left = parseSigned(cursor);
  for (;;) {
    const operator = cursor.token;
    const tightness = BINDING.get(operator.key);
    if (tightness === undefined || tightness < binding) return left;
    cursor.advance();
    const right = cursor.apart(() => parseOperation(cursor, tightness + 1));
    cursor.grow(operator);
    left = {
      kind: 'binary',
      operator: operator.key as BinaryOperation['operator'],
      left: requireValue(cursor, left),
      right: requireValue(cursor, right),
      span: cursor.spanFrom(start),
    };
  }
}

function parseSigned(cursor: Cursor): Term {
  const sign = cursor.token;
  if (sign.key !== '+' && sign.key !== '-') return parsePrimary(cursor);
  cursor.advance();
  if (cursor.is('+', '-')) {
    const hint = 'Write the second sign and its number in parentheses, or leave out both.';
    cursor.refuse('Q101', 'two signs follow one another', { span: cursor.token.span, hint });
  }
  const operand = requireValue(cursor, parsePrimary(cursor));
  return { kind: 'unary', operator: sign.key, operand, span: cursor.spanFrom(sign.span.start) };
}

function parsePrimary(cursor: Cursor): Term {
  const { token, next } = cursor;
  if (token.kind === 'number') return takeNumber(cursor.advance());
  if (token.kind === 'string') return takeString(cursor.advance());
  if (token.key === '(') return parseParenthesis(cursor);
  if (token.key === 'NULL') {
    cursor.advance();
    return { kind: 'null', span: token.span };
  }
  if (next.key === '(' && token.kind === 'word' && (isFunctionName(token.key) || !isReserved(token.key)))
    return parseCall(cursor);
  if (next.key === 'DISTINCT' && isAggregateName(token.key)) {
    const value = cursor.tokens[cursor.index + 2]?.value ?? '';
    const hint = `Write ${token.key}(DISTINCT ${value === '' ? 'column' : value}).`;
    const span = { start: token.span.start, end: next.span.end };
    cursor.refuse('Q101', `the value of ${token.key} stands in parentheses`, { span, hint });
  }
  if (isAbsentValue(token.key) || (next.key === '(' && isReserved(token.key)) || isTypedText(token.key, next.kind)) {
    cursor.mention('a value');
    cursor.fail();
  }
  const name = parseDottedName(cursor, 'a column or value', 4);
  return { kind: 'column', name, span: cursor.spanFrom(token.span.start) };
}

/** Words of SQL that stand for a value there, and are not offered by ADQL. */
const isAbsentValue = (key: string): boolean =>
  key === 'TRUE' ||
  key === 'FALSE' ||
  key === 'CASE' ||
  key === 'UNKNOWN' ||
  /^CURRENT_|^(SESSION|SYSTEM)_USER$/.test(key);

/** `DATE '2020-01-01'` and the like. */
const isTypedText = (key: string, next: string): boolean =>
  next === 'string' && (key === 'DATE' || key === 'TIME' || key === 'TIMESTAMP' || key === 'INTERVAL');

function parseParenthesis(cursor: Cursor): Term {
  const open = cursor.advance();
  if (cursor.is('SELECT', 'WITH')) {
    const equated = cursor.tokens[cursor.index - 2]?.key === '=';
    const hint = equated
      ? 'ADQL has subqueries in FROM, after IN and after EXISTS: write IN in place of =.'
      : 'ADQL has subqueries in FROM, after IN and after EXISTS, not as a value: put it into FROM and join it.';
    cursor.refuse('Q101', 'a subquery cannot stand for a value', { span: cursor.token.span, hint });
  }
  const inner = cursor.nested(() => cursor.grammar.term(cursor));
  cursor.close(open);
  return inner;
}
