import type { OrderItem } from '../adql/ast.ts';
import { checkValue, type Place } from './check-value.ts';
import { type Context, report } from './context.ts';
import { written } from './hints.ts';
import type { Output } from './output-columns.ts';
import { columnsNamed, type Scope, sameName } from './scope.ts';
import type { TypedOrderItem, Value } from './typed.ts';
import { valueKey } from './walk.ts';

/**
 * What a key of ORDER BY means: the ordinal of an output column, the name of one, or a value (ADQL 2.1 sec 2.2.2). A value that is also
 * an output becomes that output.
 */
export function checkOrder(
  items: readonly OrderItem[],
  outputs: readonly Output[],
  place: Place,
  context: Context,
): readonly TypedOrderItem[] {
  const keys = outputs.map(({ value }) => valueKey(value));
  return items.map((item): TypedOrderItem => {
    const { descending } = item;
    const index = ordinalOf(item, outputs, context) ?? namedOutput(item, outputs, keys, place.scope, context);
    if (index !== undefined) return { kind: 'output', index, descending };
    const value = checkValue(item.expression, place, context);
    const same = keys.indexOf(valueKey(value));
    return same >= 0 ? { kind: 'output', index: same, descending } : { kind: 'value', value, descending };
  });
}

function ordinalOf({ expression }: OrderItem, outputs: readonly Output[], context: Context): number | undefined {
  if (expression.kind !== 'number') return undefined;
  const ordinal = Number(expression.text);
  if (Number.isInteger(ordinal) && ordinal >= 1 && ordinal <= outputs.length) return ordinal - 1;
  if (outputs.length === 0) return 0;
  report(context, 'Q203', expression.span, `there is no output column number ${expression.text}`, {
    hint:
      outputs.length === 1
        ? 'The query has one output column, number 1.'
        : `The query has ${outputs.length} output columns, counted from 1.`,
  });
  return 0;
}

function namedOutput(
  { expression }: OrderItem,
  outputs: readonly Output[],
  keys: readonly string[],
  scope: Scope,
  context: Context,
): number | undefined {
  if (expression.kind !== 'column' || expression.name.length !== 1) return undefined;
  const [name] = expression.name;
  if (!name) return undefined;
  const found = outputs.flatMap(({ column }, index) => (sameName(name, { ...name, name: column.name }) ? [index] : []));
  const [first] = found;
  if (new Set(found.map((index) => keys[index])).size <= 1) return first;
  // Several outputs have this name; the bare name may still mean one column of FROM.
  if (columnsNamed(scope, name).length === 1) return undefined;
  report(context, 'Q202', expression.span, `several output columns are named ${written([name])}`, {
    hint: 'Give them different names with AS, or sort by number.',
  });
  return first;
}

/** With DISTINCT, rows that became one have no other values than the outputs to be sorted by. */
export function checkDistinctOrder(items: readonly TypedOrderItem[], context: Context): void {
  for (const item of items) {
    if (item.kind === 'output' || isConstant(item.value)) continue;
    report(context, 'Q213', item.value.span, 'with DISTINCT, only selected columns can be sorted by', {
      hint: 'Select this value as well, or leave out DISTINCT.',
    });
  }
}

const isConstant = ({ kind }: Value): boolean => kind === 'null';
