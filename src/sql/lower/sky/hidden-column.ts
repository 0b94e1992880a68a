import type { SkyIndex } from '../../../model/sky-index.ts';
import type { Table } from '../../../model/table.ts';
import type { Source, TypedQueryExpression, TypedSelect, TypedTerm, Value } from '../../../query/typed.ts';
import { partsOf } from '../../../query/walk.ts';
import type { SqlExpression } from '../../build.ts';
import * as build from '../../build.ts';
import { sourceAlias } from '../source.ts';

/** What an index on the sky is on, as seen from where a position or region stands in a query. */
export interface Indexed {
  readonly source: Source;
  /** The cell of a position; the cover of a region. */
  readonly hidden: SqlExpression;
  /** The table that has the index. */
  readonly table: Table;
  /** PostgreSQL can use the index for a condition on it, also from without the query that the source is. */
  readonly reachable: boolean;
}

/** The cell of `POINT(lon, lat)` if these are the columns of an indexed position, seen through however many queries. */
export function cellOf(point: Value): Indexed | undefined {
  const isPoint = point.kind === 'function' && point.name === 'point';
  return isPoint ? findIndexed('position', point.arguments) : undefined;
}

/** The cover of a column of regions that is indexed. */
export function coverOfColumn(column: Value): Indexed | undefined {
  return findIndexed('region', [column]);
}

function findIndexed(kind: SkyIndex['kind'], values: readonly Value[]): Indexed | undefined {
  const [first] = values;
  if (first?.kind !== 'column') return undefined;
  const { source } = first;
  const isOf = (value: Value | undefined, index: number) =>
    value?.kind === 'column' && value.source.id === source.id && value.index === index;
  const found = hiddenOf(source).find(
    (each) => each.kind === kind && each.columns.every((index, at) => isOf(values[at], index)),
  );
  if (!found) return undefined;
  const { name, table, reachable } = found;
  return { source, hidden: build.column(sourceAlias(source), name), table, reachable };
}

/** A column that a source has beside its own. */
export interface HiddenColumn {
  readonly kind: SkyIndex['kind'];
  /** Which of the source's columns it is made from: longitude and latitude, or the region. */
  readonly columns: readonly number[];
  /** In SQL. */
  readonly name: string;
  readonly table: Table;
  readonly reachable: boolean;
}

function hiddenOf(source: Source): readonly HiddenColumn[] {
  switch (source.kind) {
    case 'table':
      return source.table.skyIndexes.map((index) => hiddenOfIndex(index, source.table));
    case 'derived':
      return hiddenColumns(source.query);
    case 'common':
      return hiddenColumns(source.common.query);
    case 'result':
    case 'row':
      return [];
  }
}

function hiddenOfIndex(index: SkyIndex, table: Table): HiddenColumn {
  const [name, made] = index.kind === 'position' ? [index.cell, [index.lon, index.lat]] : [index.cells, [index.column]];
  const columns = made.map((each) => table.columns.findIndex((column) => column.name === each));
  return { kind: index.kind, columns, name, table, reachable: true };
}

const known = new WeakMap<TypedQueryExpression, readonly HiddenColumn[]>();

/** What a query in FROM or WITH hands out beside its own columns, so that conditions on these reach the indexes. */
export function hiddenColumns(query: TypedQueryExpression): readonly HiddenColumn[] {
  const found = known.get(query);
  if (found) return found;
  const plain = query.with.length === 0 && query.orderBy.length === 0 && query.offset === undefined;
  const hidden = hiddenOfTerm(query.body).map((each) => ({ ...each, reachable: each.reachable && plain }));
  known.set(query, hidden);
  return hidden;
}

function hiddenOfTerm(term: TypedTerm): readonly HiddenColumn[] {
  switch (term.kind) {
    case 'select':
      return hiddenOfSelect(term);
    case 'query':
      return hiddenColumns(term);
    case 'set-operation': {
      // What is hidden follows from the columns: rows that are the same without it are the same with it.
      const others = new Set(hiddenOfTerm(term.right).map(({ name }) => name));
      return hiddenOfTerm(term.left)
        .filter(({ name }) => others.has(name))
        .map((each) => ({ ...each, reachable: false }));
    }
  }
}

function hiddenOfSelect(select: TypedSelect): readonly HiddenColumn[] {
  if (isGrouped(select)) return [];
  const plain = !select.distinct && select.top === undefined;
  const outputs = select.outputs.flatMap((value, at) => (value.kind === 'column' ? [{ value, at }] : []));
  const sources = new Map(outputs.map(({ value: { source } }) => [source.id, source]));
  return [...sources.values()].flatMap((source) =>
    hiddenOf(source).flatMap((each) => {
      const places = each.columns.flatMap(
        (index) => outputs.find(({ value }) => value.source.id === source.id && value.index === index)?.at ?? [],
      );
      if (places.length < each.columns.length) return [];
      return [
        { ...each, columns: places, name: `${each.kind}_${places.join('_')}`, reachable: each.reachable && plain },
      ];
    }),
  );
}

/** What a select hands out. */
export function hiddenOutput({ outputs }: TypedSelect, { kind, columns }: HiddenColumn): SqlExpression {
  const values = columns.flatMap((index) => outputs[index] ?? []);
  const found = findIndexed(kind, values);
  if (!found) throw new Error('a query hands out only what it has');
  return found.hidden;
}

function isGrouped({ groupBy, having, outputs }: TypedSelect): boolean {
  return groupBy.length > 0 || having !== undefined || outputs.some(hasAggregate);
}

const hasAggregate = (value: Value): boolean => value.kind === 'aggregate' || partsOf(value).some(hasAggregate);
