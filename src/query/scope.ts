import type { Identifier, TableName } from '../adql/ast.ts';
import type { Span } from '../core/span.ts';
import type { ResultColumn } from '../model/result.ts';
import type { Table } from '../model/table.ts';
import type { ColumnValue, Source, TypedCommonTable, Value } from './typed.ts';

/** What stands around a query: the query it is nested in, whose columns it may use, and the tables named by WITH. */
export interface Surroundings {
  readonly outer: Scope | undefined;
  readonly common: readonly TypedCommonTable[];
}

/** A table of FROM and the name that columns can be qualified with. */
export interface ScopeTable {
  /** Absent if the table has no alias and goes by its own name. */
  readonly alias?: Identifier;
  /** As FROM names it; absent for a derived table. */
  readonly written?: TableName;
  readonly table?: Table;
  /** Absent if the table is unknown, which was reported: nothing more is said about its columns. */
  readonly source?: Source;
  readonly span: Span;
}

/** A column that a bare name and `*` see; those joined by USING or NATURAL are one. */
export interface VisibleColumn {
  readonly column: ResultColumn;
  readonly value: Value;
}

/** What FROM, or a part of it, offers. */
export interface Relation {
  readonly tables: readonly ScopeTable[];
  readonly columns: readonly VisibleColumn[];
}

export interface Scope extends Relation, Surroundings {
  /** Some table is unknown, so a bare name that is not found may well be right. */
  readonly incomplete: boolean;
  /** What the select list calls its outputs, in lower case: names that FROM, WHERE and HAVING do not know, however often they are tried there. */
  readonly outputNames?: ReadonlySet<string>;
  /** By name in lower case; made when first asked for. */
  byName?: ReadonlyMap<string, readonly VisibleColumn[]>;
}

export function newScope(relation: Relation, { outer, common }: Surroundings): Scope {
  return { ...relation, outer, common, incomplete: relation.tables.some(({ source }) => source === undefined) };
}

/** Regular identifiers match without regard to case, delimited ones exactly (ADQL 2.1 sec 2.1.3). */
export function matches(identifier: Identifier, name: string): boolean {
  return identifier.delimited ? identifier.name === name : identifier.name.toLowerCase() === name.toLowerCase();
}

/** The name that an identifier gives to what it defines, compared with how it is used: equal unless both are delimited and differ. */
export function sameName(left: Identifier, right: Identifier): boolean {
  if (left.delimited && right.delimited) return left.name === right.name;
  return left.name.toLowerCase() === right.name.toLowerCase();
}

export function columnValue(source: Source, index: number, span: Span): ColumnValue {
  const column = source.columns[index];
  if (!column) throw new Error(`source ${source.id} has no column ${index}`);
  const { datatype, unit, ucd } = column;
  return {
    kind: 'column',
    source,
    index,
    span,
    datatype,
    ...(unit !== undefined && { unit }),
    ...(ucd !== undefined && { ucd }),
  };
}

export function visibleColumns(source: Source, span: Span): VisibleColumn[] {
  return source.columns.map((column, index) => ({ column, value: columnValue(source, index, span) }));
}

const positions = new WeakMap<readonly ResultColumn[], ReadonlyMap<string, readonly number[]>>();

/** Which columns of a source a name may mean. */
export function columnsOf({ columns }: Source, name: Identifier): readonly number[] {
  let byName = positions.get(columns);
  if (!byName) {
    byName = Map.groupBy(columns.keys(), (index) => columns[index]?.name.toLowerCase() ?? '');
    positions.set(columns, byName);
  }
  const found = byName.get(name.name.toLowerCase()) ?? [];
  return name.delimited ? found.filter((index) => columns[index]?.name === name.name) : found;
}

/** The columns of a scope that a bare name may mean. */
export function columnsNamed(scope: Scope, name: Identifier): readonly VisibleColumn[] {
  scope.byName ??= Map.groupBy(scope.columns, ({ column }) => column.name.toLowerCase());
  const found = scope.byName.get(name.name.toLowerCase()) ?? [];
  return name.delimited ? found.filter(({ column }) => column.name === name.name) : found;
}

/** The tables of a relation that a qualifier (`t`, `schema.t`) may mean. */
export function tablesNamed({ tables }: Relation, qualifier: TableName): readonly ScopeTable[] {
  const [last, schema, ...more] = [...qualifier].reverse();
  if (!last || more.length > 0) return [];
  return tables.filter(({ alias, table, written }) => {
    if (alias) return schema === undefined && sameName(last, alias);
    if (table) return matches(last, table.name) && (schema === undefined || matches(schema, table.schema));
    const [name, inSchema] = [...(written ?? [])].reverse();
    return name && sameName(last, name) && (schema === undefined || (inSchema && sameName(schema, inSchema)));
  });
}
