import { toSql } from 'pgsql-ast-parser';
import { type SqlText, sealPrinted } from '../core/sql-text.ts';
import type { SqlExpression, SqlFrom, SqlQuery } from './build.ts';

// pgsql-ast-parser has no node for INTERSECT, EXCEPT and joins in parentheses. Such a part is printed here, and stands in the tree as a
// SELECT of a parameter whose "name" is that text between two NULs. A NUL cannot occur otherwise: no name or literal may hold one.
const OPENING = 'SELECT (\0';
const CLOSING = '\0)';

/** A node that prints as this text. */
function verbatim(text: string): SqlQuery {
  return { type: 'select', columns: [{ expr: { type: 'parameter', name: `\0${text}\0` } }] };
}

const settle = (printed: string): string => printed.replaceAll(OPENING, '').replaceAll(CLOSING, '');

export function printQuery(query: SqlQuery): SqlText {
  return sealPrinted(settle(toSql.statement(query)));
}

export function printExpression(expression: SqlExpression): SqlText {
  return sealPrinted(settle(toSql.expr(expression)));
}

export function setOperation(
  operator: 'UNION' | 'INTERSECT' | 'EXCEPT',
  all: boolean,
  left: SqlQuery,
  right: SqlQuery,
): SqlQuery {
  return verbatim(`(${printQuery(left).text}) ${operator}${all ? ' ALL' : ''} (${printQuery(right).text})`);
}

/** `(a JOIN b ON ...)`: a chain of joined items as one item of FROM. */
export function parenthesised(items: readonly SqlFrom[]): SqlFrom {
  // Without an alias the printer writes no more than the parentheses.
  return { type: 'statement', alias: '', statement: verbatim(items.map((item) => settle(toSql.from(item))).join(' ')) };
}
