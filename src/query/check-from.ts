import type { DerivedTable, FromItem, Identifier, Join, TableReference } from '../adql/ast.ts';
import { writeIdentifier } from '../adql/identifier.ts';
import { assertNever } from '../core/assert-never.ts';
import { LIMITS } from '../core/limits.ts';
import type { Span } from '../core/span.ts';
import type { ResultColumn } from '../model/result.ts';
import { tableColumns } from './catalogue-index.ts';
import { checkCondition, compare } from './check-condition.ts';
import { type Context, report, stop } from './context.ts';
import { listHint, written } from './hints.ts';
import { resolveTable } from './resolve-names.ts';
import { commonType, meaning } from './resolve-types.ts';
import {
  matches,
  newScope,
  type Relation,
  type ScopeTable,
  type Surroundings,
  sameName,
  type VisibleColumn,
  visibleColumns,
} from './scope.ts';
import type { Predicate, Source, TypedFrom, TypedJoin, Value } from './typed.ts';

export interface CheckedFrom {
  /** Absent if some table is unknown; that was reported. */
  readonly from: readonly TypedFrom[];
  readonly relation: Relation;
}

/** Checks FROM and tells which columns the rest of the query sees. */
export function checkFrom(items: readonly FromItem[], around: Surroundings, context: Context): CheckedFrom {
  const parts = items.map((item) => checkItem(item, around, context));
  const relation = parts
    .map((part) => part.relation)
    .reduce((left, right) => beside(left, right, context), { tables: [], columns: [] });
  return { from: parts.flatMap(({ from }) => from), relation };
}

function checkItem(item: FromItem, around: Surroundings, context: Context): CheckedFrom {
  if (item.kind !== 'join' && ++context.sources > LIMITS.queryTables)
    stop(
      context,
      item.span,
      'the query has too many tables',
      `At most ${LIMITS.queryTables} tables and subqueries can stand in FROM.`,
    );
  if (item.kind !== 'join' && item.alias) context.aliases.add(item.alias.name.toLowerCase());
  switch (item.kind) {
    case 'table':
      return checkTable(item, around, context);
    case 'derived':
      return checkDerived(item, around, context);
    case 'join':
      return checkJoin(item, around, context);
    default:
      return assertNever(item);
  }
}

function checkTable({ name, alias, span }: TableReference, around: Surroundings, context: Context): CheckedFrom {
  const found = resolveTable(name, around.common, context);
  const known = { ...(alias && { alias }), written: name, span };
  if (!found) return { from: [], relation: { tables: [known], columns: [] } };
  if ('query' in found && found.columns.length === 0) return { from: [], relation: { tables: [known], columns: [] } };
  const id = context.nextId++;
  if ('query' in found) return single({ kind: 'common', id, common: found, columns: found.columns }, known);
  context.tables.add(found);
  return single({ kind: 'table', id, table: found, columns: tableColumns(found) }, { ...known, table: found });
}

function checkDerived(
  { query, alias, columns, span }: DerivedTable,
  around: Surroundings,
  context: Context,
): CheckedFrom {
  const checked = context.checkNested(query, around, context);
  const id = context.nextId++;
  // Only a query that could not be read gives no columns: nothing more is said about it.
  if (checked.columns.length === 0) return { from: [], relation: { tables: [{ alias, span }], columns: [] } };
  const named = renameColumns(checked.columns, columns, alias, context);
  return single({ kind: 'derived', id, query: checked, columns: named }, { alias, span });
}

const single = (source: Source, table: ScopeTable): CheckedFrom => ({
  from: [{ kind: 'source', source }],
  relation: { tables: [{ ...table, source }], columns: visibleColumns(source, table.span) },
});

/** Applies the names of `AS t (a, b)`, if there are any. */
export function renameColumns(
  columns: readonly ResultColumn[],
  names: readonly Identifier[],
  owner: Identifier,
  context: Context,
): readonly ResultColumn[] {
  if (names.length === 0) return columns;
  if (names.length !== columns.length) {
    const message = `${owner.name} is given ${names.length === 1 ? 'one column name' : `${names.length} column names`}, but has ${columns.length === 1 ? 'one column' : `${columns.length} columns`}`;
    report(context, 'Q214', owner.span, message, { hint: 'Name each column once, in their order.' });
  }
  return columns.map((column, index) => ({ ...column, name: names[index]?.name ?? column.name }));
}

/** Two parts of FROM side by side; no two tables may go by the same name. */
function beside(left: Relation, right: Relation, context: Context): Relation {
  for (const added of right.tables) {
    if (!left.tables.some((present) => clash(present, added))) continue;
    const name = added.alias?.name ?? written(added.written ?? []);
    report(context, 'Q207', added.span, `FROM has two tables called ${name}`, {
      hint: 'Give them different names with AS.',
    });
  }
  return { tables: [...left.tables, ...right.tables], columns: [...left.columns, ...right.columns] };
}

function clash(one: ScopeTable, other: ScopeTable): boolean {
  if (one.alias && other.alias) return sameName(one.alias, other.alias);
  return !one.alias && !other.alias && one.table !== undefined && one.table === other.table;
}

// ---- joins

function checkJoin(join: Join, around: Surroundings, context: Context): CheckedFrom {
  const left = checkItem(join.left, around, context);
  const right = checkItem(join.right, around, context);
  const together = beside(left.relation, right.relation, context);
  const merges = join.natural ? naturalMerges(join, left, right, context) : usingMerges(join, left, right, context);
  const scope = newScope(together, around);
  const on = join.on
    ? checkCondition(join.on, { scope, clause: 'ON', aggregates: false }, context)
    : equalities(merges);

  const [from, other] = [left.from[0], right.from[0]];
  const { span } = join.on ?? join;
  const typed: TypedFrom[] =
    from && other ? [{ kind: 'join', type: join.type, left: from, right: other, ...(on && { on }), span }] : [];
  return {
    from: typed,
    relation: { tables: together.tables, columns: mergedColumns(join.type, merges, together.columns) },
  };
}

/** A column that USING or NATURAL makes of two. */
interface Merge {
  readonly left: VisibleColumn;
  readonly right: VisibleColumn;
  readonly compared: readonly [Value, Value];
}

function usingMerges({ using = [] }: Join, left: CheckedFrom, right: CheckedFrom, context: Context): Merge[] {
  return using.flatMap((name) => {
    if (isOnNeitherSide(name, left.relation, right.relation)) {
      const message = `no table of the join has a column ${written([name])}`;
      report(context, 'Q203', name.span, message, { hint: sharedColumnsHint(left.relation, right.relation) });
      return [];
    }
    const one = soleColumn(name, left.relation, 'left', context);
    const other = soleColumn(name, right.relation, 'right', context);
    return one && other ? [merge(one, other, name.span, context)] : [];
  });
}

const isOnNeitherSide = (name: Identifier, ...sides: readonly Relation[]): boolean =>
  sides.every(
    ({ tables, columns }) =>
      tables.every(({ source }) => source) && !columns.some(({ column }) => matches(name, column.name)),
  );

/** What the tables of a join can be joined by. */
function sharedColumnsHint(left: Relation, right: Relation): string {
  const names = new Set(right.columns.map(({ column }) => column.name.toLowerCase()));
  const shared = left.columns.map(({ column }) => column.name).filter((name) => names.has(name.toLowerCase()));
  const some = shared.slice(0, 8).map(writeIdentifier).join(', ');
  return shared.length > 0
    ? `Both sides have ${some}${shared.length > 8 ? ` and ${shared.length - 8} more` : ''}.`
    : 'The sides have no column name in common: join them by ON a.x = b.y.';
}

function naturalMerges({ span }: Join, left: CheckedFrom, right: CheckedFrom, context: Context): Merge[] {
  return left.relation.columns.flatMap((one) => {
    const name: Identifier = { name: one.column.name, delimited: false, span };
    if (!right.relation.columns.some(({ column }) => matches(name, column.name))) return [];
    const [sole, other] = [
      soleColumn(name, left.relation, 'left', context),
      soleColumn(name, right.relation, 'right', context),
    ];
    return sole && other ? [merge(sole, other, span, context)] : [];
  });
}

const merge = (left: VisibleColumn, right: VisibleColumn, span: Span, context: Context): Merge => ({
  left,
  right,
  compared: compare({ ...left.value, span }, { ...right.value, span }, '=', context),
});

function soleColumn(
  name: Identifier,
  { columns, tables }: Relation,
  side: string,
  context: Context,
): VisibleColumn | undefined {
  const [found, ...others] = columns.filter(({ column }) => matches(name, column.name));
  if (found && others.length === 0) return found;
  if (found)
    report(context, 'Q202', name.span, `several tables on the ${side} side have a column ${written([name])}`, {
      hint: 'Join them by ON, with a table name before each column.',
    });
  else if (tables.every(({ source }) => source))
    report(context, 'Q203', name.span, `no table on the ${side} side of the join has a column ${written([name])}`, {
      hint: listHint(columns.map(({ column }) => column.name)),
    });
  return undefined;
}

function equalities(merges: readonly Merge[]): Predicate | undefined {
  const operands = merges.map(
    ({ compared: [left, right] }): Predicate => ({ kind: 'comparison', operator: '=', left, right }),
  );
  const [only, ...more] = operands;
  return more.length === 0 ? only : { kind: 'and', operands };
}

/** Merged columns come first, once (SQL-92 sec 7.5). */
function mergedColumns(
  type: TypedJoin['type'],
  merges: readonly Merge[],
  columns: readonly VisibleColumn[],
): VisibleColumn[] {
  const parts = new Set(merges.flatMap(({ left, right }) => [left, right]));
  const merged = merges.map(({ left, right }): VisibleColumn => {
    if (type === 'full') return eitherColumn(left, right);
    return type === 'right' ? right : left;
  });
  return [...merged, ...columns.filter((column) => !parts.has(column))];
}

/** In a full join the column is that of whichever side has a row. */
function eitherColumn(left: VisibleColumn, right: VisibleColumn): VisibleColumn {
  const datatype = commonType(left.value, right.value) ?? left.value.datatype;
  const { span, unit, ucd } = left.value;
  const column = { ...left.column, datatype };
  const values = [left.value, right.value];
  return {
    column,
    value: { kind: 'function', name: 'coalesce', arguments: values, span, ...meaning(datatype, unit, ucd) },
  };
}
