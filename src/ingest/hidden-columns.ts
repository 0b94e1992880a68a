import type { Column } from '../model/column.ts';
import { type Datatype, LONG } from '../model/datatype.ts';
import { encodeCells } from '../model/sky/healpix.ts';
import type { SkyIndex } from '../model/sky-index.ts';
import type { Table } from '../model/table.ts';
import type { StoredColumn } from '../sql/ddl.ts';
import { coverRegions } from './cover-regions.ts';
import type { ScalarVector, Vector } from './vector.ts';

const CELLS: Datatype = { primitive: 'long', arraysize: '*' };

/** The hidden column that an index on the sky is made of. */
export function hiddenColumn(index: SkyIndex): StoredColumn {
  return index.kind === 'position' ? { name: index.cell, datatype: LONG } : { name: index.cells, datatype: CELLS };
}

/** The indexes whose published columns are all among these, so that their hidden columns can be filled beside them. */
export function indexesOver({ skyIndexes }: Table, columns: readonly Column[]): readonly SkyIndex[] {
  const names = new Set(columns.map(({ name }) => name));
  return skyIndexes.filter((index) =>
    index.kind === 'position' ? names.has(index.lon) && names.has(index.lat) : names.has(index.column),
  );
}

/** The vectors of the hidden columns, from those of the published ones. */
export function fillHidden(
  indexes: readonly SkyIndex[],
  columns: readonly Column[],
  vectors: readonly Vector[],
): readonly Vector[] {
  const find = (wanted: string): readonly [Vector, Column] => {
    const at = columns.findIndex(({ name }) => name === wanted);
    const [vector, column] = [vectors[at], columns[at]];
    if (!vector || !column) throw new Error(`${wanted} is not read`);
    return [vector, column];
  };
  return indexes.map((index) =>
    index.kind === 'position' ? cellsOf(find(index.lon)[0], find(index.lat)[0]) : coverRegions(...find(index.column)),
  );
}

/** NULL where either coordinate is, or where the two are no position. */
function cellsOf(lon: Vector, lat: Vector): ScalarVector {
  const [lons, lats] = [numbersOf(lon), numbersOf(lat)];
  return { kind: 'long', ...encodeCells(lons, lats, lons.length) };
}

/** The numbers of a vector as they are stored, NaN for those that are not there. */
function numbersOf(vector: Vector): ArrayLike<number> {
  switch (vector.kind) {
    case 'double':
    case 'float':
    case 'int':
    case 'short': {
      const { values, nulls } = vector;
      return nulls ? Float64Array.from(values, (value, row) => (nulls[row] === 1 ? Number.NaN : value)) : values;
    }
    case 'long': {
      const { values, nulls } = vector;
      return Float64Array.from(values, (value, row) => (nulls?.[row] === 1 ? Number.NaN : Number(value)));
    }
    default:
      throw new Error(`a coordinate cannot be ${vector.kind}`);
  }
}
