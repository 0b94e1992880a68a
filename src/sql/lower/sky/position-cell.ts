import type { PositionIndex, RegionIndex } from '../../../model/sky-index.ts';
import type { Table } from '../../../model/table.ts';
import type { Source, TypedQueryExpression, TypedSelect, TypedTerm, Value } from '../../../query/typed.ts';
import { partsOf } from '../../../query/walk.ts';
import type { SqlExpression } from '../../build.ts';
import * as build from '../../build.ts';
import { sourceAlias } from '../source.ts';

/** The cell of a position, which an index leads to. */
export interface PositionCell {
  readonly source: Source;
  readonly cell: SqlExpression;
  /** The table that has the index. */
  readonly table: Table;
  /** PostgreSQL can use the index for a condition on the cell, also from without the query that the source is. */
  readonly reachable: boolean;
}

/** The cell of `POINT(lon, lat)` if these are the columns of an indexed position, seen through however many queries. */
export function positionCell(point: Value): PositionCell | undefined {
  const [lon, lat] = point.kind === 'function' && point.name === 'point' ? point.arguments : [];
  return cellOfColumns(lon, lat);
}

function cellOfColumns(lon: Value | undefined, lat: Value | undefined): PositionCell | undefined {
  if (lon?.kind !== 'column' || lat?.kind !== 'column' || lon.source.id !== lat.source.id) return undefined;
  const { source } = lon;
  const found = cellsOfSource(source).find((cell) => cell.lon === lon.index && cell.lat === lat.index);
  if (!found) return undefined;
  const { name, table, reachable } = found;
  return { source, cell: build.column(sourceAlias(source), name), table, reachable };
}

/** A column that a source has beside its own: the cells of the positions in two of those. */
export interface CellColumn {
  readonly lon: number;
  readonly lat: number;
  /** In SQL. */
  readonly name: string;
  readonly table: Table;
  readonly reachable: boolean;
}

function cellsOfSource(source: Source): readonly CellColumn[] {
  switch (source.kind) {
    case 'table': {
      const { table } = source;
      return table.skyIndexes
        .filter((index): index is PositionIndex => index.kind === 'position')
        .map((index) => ({
          lon: columnIndex(table, index.lon),
          lat: columnIndex(table, index.lat),
          name: index.cell,
          table,
          reachable: true,
        }));
    }
    case 'derived':
      return cellColumns(source.query);
    case 'common':
      return cellColumns(source.common.query);
    case 'result':
    case 'row':
      return [];
  }
}

const columnIndex = (table: Table, name: string): number => table.columns.findIndex((column) => column.name === name);

const known = new WeakMap<TypedQueryExpression, readonly CellColumn[]>();

/** The cells that a query in FROM or WITH hands out beside its own columns, so that conditions on them reach the index. */
export function cellColumns(query: TypedQueryExpression): readonly CellColumn[] {
  const found = known.get(query);
  if (found) return found;
  const plain = query.with.length === 0 && query.orderBy.length === 0 && query.offset === undefined;
  const cells = cellsOfTerm(query.body).map((cell) => ({ ...cell, reachable: cell.reachable && plain }));
  known.set(query, cells);
  return cells;
}

function cellsOfTerm(term: TypedTerm): readonly CellColumn[] {
  switch (term.kind) {
    case 'select':
      return cellsOfSelect(term);
    case 'query':
      return cellColumns(term);
    case 'set-operation': {
      // The cell follows from the position: rows that are the same without it are the same with it.
      const others = cellsOfTerm(term.right);
      return cellsOfTerm(term.left)
        .filter(({ lon, lat }) => others.some((other) => other.lon === lon && other.lat === lat))
        .map((cell) => ({ ...cell, reachable: false }));
    }
  }
}

function cellsOfSelect(select: TypedSelect): readonly CellColumn[] {
  if (isGrouped(select)) return [];
  const plain = !select.distinct && select.top === undefined;
  const columns = select.outputs.flatMap((value, at) => (value.kind === 'column' ? [{ value, at }] : []));
  const sources = new Map(columns.map(({ value: { source } }) => [source.id, source]));
  return [...sources.values()].flatMap((source) =>
    cellsOfSource(source).flatMap(({ lon, lat, table, reachable }) => {
      const [east, north] = [lon, lat].map((index) =>
        columns.find(({ value }) => value.source.id === source.id && value.index === index),
      );
      if (!east || !north) return [];
      return [{ lon: east.at, lat: north.at, name: `p${east.at}_${north.at}`, table, reachable: reachable && plain }];
    }),
  );
}

/** The cell that a select hands out. */
export function cellOfOutputs({ outputs }: TypedSelect, { lon, lat }: CellColumn): SqlExpression {
  const found = cellOfColumns(outputs[lon], outputs[lat]);
  if (!found) throw new Error('a query hands out only cells that it has');
  return found.cell;
}

function isGrouped({ groupBy, having, outputs }: TypedSelect): boolean {
  return groupBy.length > 0 || having !== undefined || outputs.some(hasAggregate);
}

const hasAggregate = (value: Value): boolean => value.kind === 'aggregate' || partsOf(value).some(hasAggregate);

/** The hidden column with the cover of a region that is a column of a table. */
export function regionCover(value: Value): SqlExpression | undefined {
  if (value.kind !== 'column' || value.source.kind !== 'table') return undefined;
  const { table } = value.source;
  const name = table.columns[value.index]?.name;
  const index = table.skyIndexes.find((each): each is RegionIndex => each.kind === 'region' && each.column === name);
  return index && build.column(sourceAlias(value.source), index.cells);
}
