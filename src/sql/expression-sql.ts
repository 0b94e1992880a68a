import type { SqlText } from '../core/sql-text.ts';
import type { TypedExpression } from '../query/typed.ts';
import { lowerTyped } from './lower/expression.ts';
import { printExpression } from './print.ts';

/** The SQL of an expression over the columns of one row, with bare column names. */
export function expressionSql({ value }: TypedExpression): SqlText {
  return printExpression(lowerTyped(value));
}
