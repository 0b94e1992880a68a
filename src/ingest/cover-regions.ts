import type { Column } from '../model/column.ts';
import { coverCells } from '../model/sky/cover.ts';
import { coverCode } from '../model/sky/cover-code.ts';
import { regionsOf } from './convert/geometry.ts';
import { type ArrayVector, scalarVector, type Vector } from './vector.ts';

/** Cells that cover a region at most: more of them find it better, and make the index larger. */
const COVER_CELLS = 16;

/** The cells that cover each region of a column, coded for the index; NULL where there is no region. */
export function coverRegions(vector: Vector, column: Column): ArrayVector {
  const regions = regionsOf(vector, column);
  const ends = new Uint32Array(regions.length);
  const codes: bigint[] = [];
  let nulls: Uint8Array | undefined;
  for (const [row, region] of regions.entries()) {
    if (region === null) {
      nulls ??= new Uint8Array(regions.length);
      nulls[row] = 1;
    } else for (const code of coverCode(coverCells(region, COVER_CELLS))) codes.push(code);
    ends[row] = codes.length;
  }
  return { kind: 'array', items: scalarVector('long', BigInt64Array.from(codes), undefined), ends, nulls };
}
