import type { CommonTable, NumberLiteral, OrderItem, QueryExpression, QueryTerm, SetOperation } from '../ast.ts';
import { parseBy, parseClause } from './clause.ts';
import { type Cursor, commaSeparated } from './cursor.ts';
import { parseColumnNames } from './from.ts';
import { parseWholeNumber } from './literal.ts';
import { parseIdentifier } from './name.ts';
import { refuseRowLimit } from './row-limit.ts';
import { parseSelect } from './select.ts';
import { parseSubquery } from './subquery.ts';
import { parseExpression } from './term.ts';

/** A whole query: common tables can be declared here only, not in subqueries (ADQL 2.1 sec 3.3). */
export function parseStatement(cursor: Cursor): QueryExpression {
  const { start } = cursor;
  cursor.mention('SELECT');
  if (!cursor.accept('WITH')) return parseQueryExpression(cursor);
  const tables = commaSeparated(cursor, () => parseCommonTable(cursor));
  return { ...parseQueryExpression(cursor), with: tables, span: cursor.spanFrom(start) };
}

function parseCommonTable(cursor: Cursor): CommonTable {
  const { start } = cursor;
  const name = parseIdentifier(cursor, 'a name for the table');
  const columns = parseColumnNames(cursor);
  cursor.expect('AS');
  const query = parseSubquery(cursor);
  return { name, columns, query, span: cursor.spanFrom(start) };
}

/** Selects and set operations, with the order and offset that hold for all of them. */
export function parseQueryExpression(cursor: Cursor, first?: QueryExpression): QueryExpression {
  const start = first?.span.start ?? cursor.start;
  const body = parseUnion(cursor, first);
  const orderBy = parseOrderBy(cursor);
  refuseRowLimit(cursor);
  const offset = parseOffset(cursor);
  refuseRowLimit(cursor);
  return { kind: 'query', with: [], body, orderBy, ...(offset ? { offset } : {}), span: cursor.spanFrom(start) };
}

function parseUnion(cursor: Cursor, first?: QueryExpression): QueryTerm {
  return parseSetOperations(cursor, ['UNION', 'EXCEPT'], (operand) => parseIntersection(cursor, operand), first);
}

// INTERSECT binds tighter than UNION and EXCEPT, all from left to right: the prose of ADQL 2.1 sec 3.3, against its BNF.
function parseIntersection(cursor: Cursor, first?: QueryExpression): QueryTerm {
  return parseSetOperations(cursor, ['INTERSECT'], (operand) => operand ?? parseOperand(cursor), first);
}

function parseSetOperations(
  cursor: Cursor,
  words: readonly string[],
  read: (first?: QueryExpression) => QueryTerm,
  first?: QueryExpression,
): QueryTerm {
  const start = first?.span.start ?? cursor.start;
  let left = read(first);
  for (;;) {
    cursor.mention(...words);
    if (!cursor.is(...words)) return left;
    const word = cursor.advance();
    cursor.grow(word);
    const all = cursor.accept('ALL') !== undefined;
    const right = cursor.apart(() => read());
    const operator = word.key.toLowerCase() as SetOperation['operator'];
    left = { kind: 'set-operation', operator, all, left, right, span: cursor.spanFrom(start) };
  }
}

function parseOperand(cursor: Cursor): QueryTerm {
  if (cursor.is('(')) return parseSubquery(cursor);
  if (cursor.is('WITH')) {
    const hint = 'Move it to the very beginning of the query, before its first SELECT.';
    cursor.refuse('Q101', 'WITH can stand only at the beginning of a query', { span: cursor.token.span, hint });
  }
  return parseSelect(cursor);
}

function parseOrderBy(cursor: Cursor): readonly OrderItem[] {
  if (!parseBy(cursor, 'ORDER')) return [];
  return parseClause(cursor, () => commaSeparated(cursor, () => parseOrderItem(cursor))) ?? [];
}

function parseOrderItem(cursor: Cursor): OrderItem {
  const { start } = cursor;
  const expression = parseExpression(cursor);
  const descending = cursor.accept('DESC') !== undefined;
  if (!descending) cursor.accept('ASC');
  return { expression, descending, span: cursor.spanFrom(start) };
}

function parseOffset(cursor: Cursor): NumberLiteral | undefined {
  if (!cursor.accept('OFFSET')) return undefined;
  return parseWholeNumber(cursor, 'Write the number of rows to leave out: OFFSET 100.');
}
