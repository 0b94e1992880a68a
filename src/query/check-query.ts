import type { CommonTable, QueryExpression, QueryTerm, SetOperation } from '../adql/ast.ts';
import { type Datatype, describeDatatype } from '../model/datatype.ts';
import type { ResultColumn } from '../model/result.ts';
import { renameColumns } from './check-from.ts';
import { checkOrder } from './check-order.ts';
import { checkSelect } from './check-select.ts';
import { type Context, report } from './context.ts';
import { commonType } from './resolve-types.ts';
import { columnValue, newScope, type Surroundings, sameName, visibleColumns } from './scope.ts';
import type { Source, TypedCommonTable, TypedQueryExpression, TypedSetOperation, TypedTerm } from './typed.ts';

/** Checks a query, be it the whole or nested in another. */
export function checkQueryExpression(
  query: QueryExpression,
  around: Surroundings,
  context: Context,
): TypedQueryExpression {
  const inside: Surroundings = { ...around, common: checkWith(query.with, around, context) };
  const own = inside.common.slice(around.common.length);
  const offset = query.offset && { offset: BigInt(query.offset.text) };

  if (query.body.kind === 'select') {
    const { select, orderBy } = checkSelect(query.body, query.orderBy, inside, context);
    return { kind: 'query', with: own, body: select, orderBy, columns: select.columns, ...offset };
  }
  const body = checkTerm(query.body, inside, context);
  const result: Source = { kind: 'result', id: context.nextId++, columns: body.columns };
  const outputs = body.columns.map((column, index) => ({ column, value: columnValue(result, index, query.span) }));
  const scope = newScope({ tables: [], columns: visibleColumns(result, query.span) }, inside);
  const orderBy = checkOrder(query.orderBy, outputs, { scope, clause: 'ORDER BY', aggregates: false }, context);
  return { kind: 'query', with: own, body, result, orderBy, columns: body.columns, ...offset };
}

/** The tables of WITH, after those that are known already; each sees the ones before it (ADQL 2.1 sec 4.5). */
function checkWith(
  tables: readonly CommonTable[],
  around: Surroundings,
  context: Context,
): readonly TypedCommonTable[] {
  const known = [...around.common];
  for (const { name, columns, query } of tables) {
    const own = known.slice(around.common.length);
    if (own.some((other) => sameName(name, { ...name, name: other.name })))
      report(context, 'Q207', name.span, `WITH has two tables called ${name.name}`, {
        hint: 'Give them different names.',
      });
    const checked = checkQueryExpression(query, { ...around, common: [...known] }, context);
    const named = renameColumns(checked.columns, columns, name, context);
    known.push({ id: context.nextId++, name: name.name, query: checked, columns: named });
  }
  return known;
}

function checkTerm(term: QueryTerm, around: Surroundings, context: Context): TypedTerm {
  switch (term.kind) {
    case 'select':
      return checkSelect(term, [], around, context).select;
    case 'query':
      return checkQueryExpression(term, around, context);
    case 'set-operation':
      return checkSetOperation(term, around, context);
  }
}

function checkSetOperation(operation: SetOperation, around: Surroundings, context: Context): TypedSetOperation {
  const { operator, all } = operation;
  const known = context.problems.length;
  const left = checkTerm(operation.left, around, context);
  const right = checkTerm(operation.right, around, context);
  if (left.columns.length !== right.columns.length) {
    const message = `both sides of ${operator.toUpperCase()} must have the same number of columns, not ${left.columns.length} and ${right.columns.length}`;
    report(context, 'Q210', operation.right.span, message, {
      hint: 'Select as many on both sides; NULL AS name stands for a column that one of them lacks.',
    });
  }
  const columns = left.columns.map((column, index): ResultColumn => {
    const other = right.columns[index];
    if (!other) return column;
    const datatype = commonType(outputOf(left, index), outputOf(right, index));
    if (datatype) return withType(column, datatype);
    // Where an operand has a problem, its type is not what the query means.
    if (context.problems.length > known) return column;
    report(
      context,
      'Q210',
      operation.right.span,
      `column ${index + 1} is of different types on both sides of ${operator.toUpperCase()}: ${column.name} is ${describeDatatype(column.datatype)}, ${other.name} is ${describeDatatype(other.datatype)}`,
      {
        hint: 'CAST makes the types alike.',
      },
    );
    return column;
  });
  return { kind: 'set-operation', operator, all, left, right, columns };
}

/** The values come from two places, so the column is no longer that of one table. */
function withType({ table: _table, column: _column, ...column }: ResultColumn, datatype: Datatype): ResultColumn {
  return { ...column, datatype };
}

/** An output of a term, with `kind: 'null'` where it is nothing but NULL, which has no type of its own. */
function outputOf(term: TypedTerm, index: number): { kind?: string; datatype: Datatype } {
  const column = term.columns[index];
  if (!column) throw new Error('both operands have this column');
  return { datatype: column.datatype, ...(isAlwaysNull(term, index) && { kind: 'null' }) };
}

function isAlwaysNull(term: TypedTerm, index: number): boolean {
  if (term.kind === 'select') return term.outputs[index]?.kind === 'null';
  if (term.kind === 'query') return isAlwaysNull(term.body, index);
  return isAlwaysNull(term.left, index) && isAlwaysNull(term.right, index);
}
