import type { Comparison, Condition, Connective, Expression } from '../ast.ts';
import { type Cursor, commaSeparated, type Term } from './cursor.ts';
import { parseOperation } from './expression.ts';
import { atSubquery, parseSubquery } from './subquery.ts';
import { isCondition, parseExpression, requireCondition, requireValue } from './term.ts';

/** What can stand behind WHERE, HAVING and ON. */
export function parseCondition(cursor: Cursor): Condition {
  return requireCondition(cursor, parseTerm(cursor));
}

/** A condition or a value, whichever it turns out to be. */
export function parseTerm(cursor: Cursor): Term {
  return parseChain(cursor, 'or', () => parseChain(cursor, 'and', () => parseNegation(cursor)));
}

/** `a AND b AND c` as one node: chains of conditions can be long, and must not make the tree deep. */
function parseChain(cursor: Cursor, kind: Connective['kind'], read: () => Term): Term {
  const { start } = cursor;
  const keyword = kind.toUpperCase();
  const first = read();
  if (isCondition(first)) cursor.mention(keyword);
  if (!cursor.is(keyword)) return first;
  const operands = [requireCondition(cursor, first)];
  while (cursor.accept(keyword)) operands.push(requireCondition(cursor, cursor.apart(read)));
  return { kind, operands, span: cursor.spanFrom(start) };
}

function parseNegation(cursor: Cursor): Term {
  const { start } = cursor;
  if (!cursor.is('NOT')) return parsePredicate(cursor);
  cursor.advance();
  const operand = requireCondition(cursor, parsePredicate(cursor));
  return { kind: 'not', operand, span: cursor.spanFrom(start) };
}

function parsePredicate(cursor: Cursor): Term {
  const { start } = cursor;
  if (cursor.is('EXISTS')) {
    cursor.advance();
    if (!atSubquery(cursor)) {
      cursor.mention('a subquery in parentheses');
      cursor.fail();
    }
    return { kind: 'exists', query: parseSubquery(cursor), span: cursor.spanFrom(start) };
  }
  const left = parseOperation(cursor);
  if (cursor.is('=', '<>', '<', '>', '<=', '>=')) return parseComparison(cursor, left, start);
  if (cursor.is('IS')) return parseIsNull(cursor, left, start);
  const negated = cursor.is('NOT') && ['BETWEEN', 'IN', 'LIKE', 'ILIKE'].includes(cursor.next.key);
  if (negated) cursor.advance();
  if (cursor.is('BETWEEN')) return parseBetween(cursor, left, negated, start);
  if (cursor.is('IN')) return parseIn(cursor, left, negated, start);
  if (cursor.is('LIKE', 'ILIKE')) return parseLike(cursor, left, negated, start);
  return left;
}

function parseComparison(cursor: Cursor, left: Term, start: number): Condition {
  const operator = cursor.advance();
  if (cursor.is('ANY', 'SOME', 'ALL')) cursor.fail();
  const right = parseOperand(cursor);
  const comparison: Comparison = {
    kind: 'comparison',
    operator: operator.key as Comparison['operator'],
    left: requireValue(cursor, left),
    right,
    span: cursor.spanFrom(start),
  };
  if (cursor.is('=', '<>', '<', '>', '<=', '>=')) {
    const hint = 'Two comparisons are joined by AND: a < b AND b < c, or b BETWEEN a AND c.';
    cursor.refuse('Q101', 'a comparison cannot be compared again', { span: cursor.token.span, hint });
  }
  return comparison;
}

// The BNF allows a column alone before IS NULL; any value is taken, as SQL-92 and other services do.
function parseIsNull(cursor: Cursor, left: Term, start: number): Condition {
  cursor.advance();
  const negated = cursor.accept('NOT') !== undefined;
  cursor.expect('NULL');
  return { kind: 'is-null', negated, operand: requireValue(cursor, left), span: cursor.spanFrom(start) };
}

function parseBetween(cursor: Cursor, left: Term, negated: boolean, start: number): Condition {
  cursor.advance();
  const low = parseOperand(cursor);
  cursor.expect('AND');
  const high = parseOperand(cursor);
  const operand = requireValue(cursor, left);
  return { kind: 'between', negated, operand, low, high, span: cursor.spanFrom(start) };
}

function parseLike(cursor: Cursor, left: Term, negated: boolean, start: number): Condition {
  const ignoreCase = cursor.advance().key === 'ILIKE';
  const pattern = parseOperand(cursor);
  const operand = requireValue(cursor, left);
  return { kind: 'like', negated, ignoreCase, operand, pattern, span: cursor.spanFrom(start) };
}

function parseOperand(cursor: Cursor): Expression {
  return cursor.apart(() => requireValue(cursor, parseOperation(cursor)));
}

function parseIn(cursor: Cursor, left: Term, negated: boolean, start: number): Condition {
  cursor.advance();
  const values = cursor.apart(() => (atSubquery(cursor) ? parseSubquery(cursor) : parseValueList(cursor)));
  return { kind: 'in', negated, operand: requireValue(cursor, left), values, span: cursor.spanFrom(start) };
}

function parseValueList(cursor: Cursor): Expression[] {
  const open = cursor.expect('(');
  const values = cursor.nested(() => commaSeparated(cursor, () => parseExpression(cursor)));
  cursor.close(open);
  return values;
}
