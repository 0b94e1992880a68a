import type { AdqlExpression } from '../adql/ast.ts';
import { throwIfAny } from '../core/error.ts';
import type { Column } from '../model/column.ts';
import { EMPTY_INDEX } from './catalogue-index.ts';
import { checkQueryExpression } from './check-query.ts';
import { checkValue } from './check-value.ts';
import { newContext, untilStopped } from './context.ts';
import { NO_USER_FUNCTIONS, type UserFunctions } from './functions/user-function.ts';
import { newScope, visibleColumns } from './scope.ts';
import type { Source, TypedExpression, Value } from './typed.ts';
import { partsOf } from './walk.ts';

/** Checks an expression over the columns of one row, such as a computed column of a descriptor. Throws all problems as one AlmagestError. */
export function checkExpression(
  { text, expression }: AdqlExpression,
  columns: readonly Column[],
  functions: UserFunctions = NO_USER_FUNCTIONS,
): TypedExpression {
  const context = newContext(EMPTY_INDEX, functions, checkQueryExpression);
  const row: Source = { kind: 'row', id: context.nextId++, columns };
  const scope = newScope(
    { tables: [], columns: visibleColumns(row, expression.span) },
    { outer: undefined, common: [] },
  );
  const value = untilStopped(() =>
    checkValue(expression, { scope, clause: 'a computed column', aggregates: false }, context),
  );
  throwIfAny(context.problems, text);
  if (!value) throw new Error('the check gave up without a reason');
  const reads: readonly string[] = [...new Set(columnNames(value))];
  return { text, value, reads } as TypedExpression;
}

function columnNames(value: Value): readonly string[] {
  if (value.kind === 'column') return value.source.columns.slice(value.index, value.index + 1).map(({ name }) => name);
  return partsOf(value).flatMap(columnNames);
}
