import type { Expression, OrderItem, Select } from '../adql/ast.ts';
import { LIMITS } from '../core/limits.ts';
import type { Span } from '../core/span.ts';
import { checkCondition } from './check-condition.ts';
import { checkFrom } from './check-from.ts';
import { checkGrouping } from './check-grouping.ts';
import { checkDistinctOrder, checkOrder } from './check-order.ts';
import { checkValue, type Place } from './check-value.ts';
import { type Context, report, stop } from './context.ts';
import { checkOutputs, type Output } from './output-columns.ts';
import { columnsNamed, newScope, type Scope, type Surroundings, sameName } from './scope.ts';
import type { TypedOrderItem, TypedSelect, Value } from './typed.ts';

/** Checks one SELECT together with the ORDER BY that belongs to it (none for the operand of a set operation). */
export function checkSelect(
  select: Select,
  orderBy: readonly OrderItem[],
  around: Surroundings,
  context: Context,
): { readonly select: TypedSelect; readonly orderBy: readonly TypedOrderItem[] } {
  const { from, relation } = checkFrom(select.from, around, context);
  const outputNames = select.items.flatMap((item) =>
    item.kind === 'item' && item.alias ? [item.alias.name.toLowerCase()] : [],
  );
  const whole = newScope(relation, around);
  // A select list or FROM that could not be read is empty; names may then well be right.
  const incomplete = whole.incomplete || select.items.length === 0 || select.from.length === 0;
  const scope: Scope = { ...whole, incomplete, outputNames: new Set(outputNames) };
  const place = (clause: string, aggregates = false): Place => ({ scope, clause, aggregates });

  const where = select.where && checkCondition(select.where, place('WHERE'), context);
  const outputs = checkOutputs(select.items, place('SELECT', true), context);
  boundKeys(select.groupBy, outputs, context);
  boundKeys(orderBy, outputs, context);
  const groupBy = select.groupBy.map((item) => checkGroup(item, outputs, scope, context));
  const having = select.having && checkCondition(select.having, place('HAVING', true), context);
  const order = checkOrder(orderBy, outputs, place('ORDER BY', true), context);

  const sortValues = order.flatMap((item) => (item.kind === 'value' ? [item.value] : []));
  checkGrouping({ from, groupBy, having, values: [...outputs.map(({ value }) => value), ...sortValues] }, context);
  if (select.distinct) checkDistinctOrder(order, context);

  return {
    orderBy: order,
    select: {
      kind: 'select',
      distinct: select.distinct,
      outputs: outputs.map(({ value }) => value),
      columns: outputs.map(({ column }) => column),
      from,
      groupBy,
      ...(select.top && { top: BigInt(select.top.text) }),
      ...(where && { where }),
      ...(having && { having }),
    },
  };
}

function boundKeys(keys: readonly { readonly span: Span }[], outputs: readonly Output[], context: Context): void {
  const beyond = keys[LIMITS.queryColumns - outputs.length];
  if (!beyond) return;
  const hint = `At most ${LIMITS.queryColumns} values can be selected, grouped by and sorted by.`;
  stop(context, beyond.span, 'the query has too many columns', hint);
}

/** A grouping value; a name that is no column may be that of an output, and a number its ordinal, as many write it. */
function checkGroup(item: Expression, outputs: readonly Output[], scope: Scope, context: Context): Value {
  const meant = item.kind === 'number' ? outputs[Number(item.text) - 1] : namedOutput(item, outputs, scope);
  if (meant) return meant.value;
  if (item.kind === 'number') {
    report(context, 'Q203', item.span, `there is no output column number ${item.text}`, {
      hint: `The query has ${outputs.length === 1 ? 'one output column' : `${outputs.length} output columns`}, counted from 1.`,
    });
  }
  return checkValue(item, { scope, clause: 'GROUP BY', aggregates: false }, context);
}

function namedOutput(item: Expression, outputs: readonly Output[], scope: Scope): Output | undefined {
  if (item.kind !== 'column' || item.name.length !== 1) return undefined;
  const [name] = item.name;
  if (!name || columnsNamed(scope, name).length > 0) return undefined;
  return outputs.find(({ column }) => sameName(name, { ...name, name: column.name }));
}
