import type { SelectItem } from '../adql/ast.ts';
import { isRegularIdentifier } from '../adql/identifier.ts';
import { isReserved } from '../adql/keyword.ts';
import { LIMITS } from '../core/limits.ts';
import type { ResultColumn } from '../model/result.ts';
import { checkValue, type Place } from './check-value.ts';
import { type Context, report, stop } from './context.ts';
import { nameOf, written } from './hints.ts';
import { tablesNamed, type VisibleColumn, visibleColumns } from './scope.ts';
import type { Value } from './typed.ts';

export interface Output {
  readonly column: ResultColumn;
  readonly value: Value;
}

interface Draft {
  readonly value: Value;
  /** Absent for an expression without alias. */
  readonly column?: ResultColumn;
}

/** What a select list gives: `*` expanded, each column named and described. */
export function checkOutputs(items: readonly SelectItem[], place: Place, context: Context): readonly Output[] {
  let count = 0;
  const drafts = items.flatMap((item): readonly Draft[] => {
    const made = draft(item, place, context);
    count += made.length;
    if (count > LIMITS.queryColumns)
      stop(context, item.span, 'the query gives too many columns', `At most ${LIMITS.queryColumns} can be selected.`);
    return made;
  });
  const taken = new Set(drafts.flatMap(({ column }) => (column ? [column.name.toLowerCase()] : [])));
  return drafts.map(({ value, column }, index) => ({
    value,
    column: column ?? { ...describe(value), name: freshName(value, index, taken) },
  }));
}

function draft(item: SelectItem, place: Place, context: Context): readonly Draft[] {
  if (item.kind === 'all-columns') return expand(item, place, context);
  const value = checkValue(item.expression, place, context);
  const known = knownColumn(value);
  const name = item.alias?.name ?? known?.name;
  return [name === undefined ? { value } : { value, column: { ...(known ?? describe(value)), name } }];
}

function expand(
  item: SelectItem & { kind: 'all-columns' },
  { scope }: Place,
  context: Context,
): readonly VisibleColumn[] {
  if (item.qualifier.length === 0)
    return scope.columns.map(({ column, value }) => ({ column, value: { ...value, span: item.span } }));
  const [table, ...others] = tablesNamed(scope, item.qualifier);
  if (table && others.length === 0) {
    const { source } = table;
    return source ? visibleColumns(source, item.span) : [];
  }
  const message = table
    ? `the table name ${written(item.qualifier)} fits several tables of FROM`
    : `${written(item.qualifier)} is not a table of FROM`;
  report(context, table ? 'Q211' : 'Q201', item.span, message, {
    hint: `FROM has: ${scope.tables.map(nameOf).join(', ')}.`,
  });
  return [];
}

/** A column that is passed on unchanged keeps all that is known of it. */
function knownColumn(value: Value): ResultColumn | undefined {
  return value.kind === 'column' ? value.source.columns[value.index] : undefined;
}

function describe({ datatype, unit, ucd }: Value): Omit<ResultColumn, 'name'> {
  return { datatype, ...(unit !== undefined && { unit }), ...(ucd !== undefined && { ucd }) };
}

/** A name that is a valid identifier and unlike all others: `max_mjd`, `count_2`, `expression_3`. */
function freshName(value: Value, index: number, taken: Set<string>): string {
  const stem = stemOf(value);
  let name = stem.includes('_') && !taken.has(stem) && !isReserved(stem) ? stem : `${stem}_${index + 1}`;
  for (let count = 2; taken.has(name); count++) name = `${stem}_${index + 1}_${count}`;
  taken.add(name);
  return name;
}

function stemOf(value: Value): string {
  if (value.kind === 'cast') return stemOf(value.operand);
  if (value.kind !== 'aggregate' && value.kind !== 'function') return 'expression';
  const argument =
    value.kind === 'aggregate' ? value.argument : value.arguments.length === 1 ? value.arguments[0] : undefined;
  const name = argument && knownColumn(argument)?.name;
  return name !== undefined && isRegularIdentifier(name) ? `${value.name}_${name.toLowerCase()}` : value.name;
}
