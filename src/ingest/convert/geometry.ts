import type { Column } from '../../model/column.ts';
import { geometryOf } from '../../model/datatype.ts';
import type { Moc } from '../../model/sky/moc.ts';
import { parseMoc } from '../../model/sky/moc-text.ts';
import type { Position } from '../../model/sky/position.ts';
import { problemOf, type Region } from '../../model/sky/region.ts';
import { parseRegion } from '../../model/sky/region-text.ts';
import type { ArrayVector, MocVector, TextVector, Vector } from '../vector.ts';
import type { CellProblems } from './cell-problem.ts';

/** Frames that differ from ICRS by less than a tenth of an arcsecond, and the one of who does not say. */
const FRAMES: ReadonlySet<string> = new Set(['ICRS', 'FK5', 'J2000', 'UNKNOWNFRAME']);

/** The regions of a column that `checkRegions` let through; null where there is none. */
export function regionsOf(vector: Vector, { datatype }: Column): readonly (Region | null)[] {
  switch (vector.kind) {
    case 'moc':
      return vector.values.map((moc) => moc && { kind: 'moc', moc });
    case 'text':
      return vector.values.map((text) => {
        const read = text === null ? undefined : parseRegion(text);
        return read?.kind === 'region' ? read.region : null;
      });
    case 'array':
      return numbersOf(vector).map((numbers) => numbers && shapeOf(numbers, geometryOf(datatype)));
    default:
      throw new Error(`${vector.kind} is no region`);
  }
}

/** Holds the shapes of a column to the rules of their kind; a row whose numbers are all NaN has none. */
export function checkShapes(vector: ArrayVector, column: Column, problems: Pick<CellProblems, 'add'>): ArrayVector {
  const kind = geometryOf(column.datatype);
  const nulls = vector.nulls?.slice() ?? new Uint8Array(vector.ends.length);
  for (const [row, numbers] of numbersOf(vector).entries()) {
    if (numbers === null) continue;
    const shown = numbers.join(' ');
    if (numbers.every(Number.isNaN)) nulls[row] = 1;
    else if (kind === 'polygon' && numbers.length % 2 !== 0)
      problems.add(row, column.name, shown, 'is no polygon: a longitude without a latitude');
    else {
      const problem = problemOf(shapeOf(numbers, kind));
      if (problem) problems.add(row, column.name, shown, `is no ${kind}: ${problem}`);
    }
  }
  return { ...vector, nulls: nulls.includes(1) ? nulls : undefined };
}

/** Holds texts to what can be read as a region. */
export function checkRegions(vector: TextVector, column: Column, problems: Pick<CellProblems, 'add'>): TextVector {
  const values = vector.values.map((text, row) => {
    if (text === null || text.trim() === '') return null;
    const read = parseRegion(text);
    if (read.kind === 'problem') {
      const place = read.at > 0 ? ` (at character ${read.at + 1})` : '';
      problems.add(row, column.name, text, `is no region: ${read.problem}${place}`);
    } else if (read.frame !== undefined && !FRAMES.has(read.frame)) {
      problems.add(row, column.name, text, `is in the frame ${read.frame}; regions are published in ICRS`);
    } else {
      const problem = problemOf(read.region);
      if (problem) problems.add(row, column.name, text, `is no region: ${problem}`);
    }
    return text;
  });
  return { kind: 'text', values };
}

/** Texts as coverage maps. */
export function readMocs(vector: TextVector, column: Column, problems: Pick<CellProblems, 'add'>): MocVector {
  const values = vector.values.map((text, row): Moc | null => {
    if (text === null || text.trim() === '') return null;
    const read = parseMoc(text);
    if (read.kind === 'moc') return read.moc;
    problems.add(row, column.name, text, `is no coverage map: ${read.problem}`, 'Write it as ASCII MOC: 3/4-7 4/40.');
    return null;
  });
  return { kind: 'moc', values };
}

/** The numbers of each cell, NaN for those that are missing; null where the cell is. */
function numbersOf({ items, ends, nulls }: ArrayVector): readonly (readonly number[] | null)[] {
  let start = 0;
  return Array.from(ends, (end, row) => {
    const first = start;
    start = end;
    if (nulls?.[row] === 1) return null;
    return Array.from({ length: end - first }, (_, at) =>
      items.nulls?.[first + at] === 1 ? Number.NaN : Number(items.values[first + at]),
    );
  });
}

function shapeOf(numbers: readonly number[], kind: ReturnType<typeof geometryOf>): Region {
  const [lon = Number.NaN, lat = Number.NaN, radius = Number.NaN] = numbers;
  switch (kind) {
    case 'point':
      return { kind, lon, lat };
    case 'circle':
      return { kind, lon, lat, radius };
    default:
      return { kind: 'polygon', vertices: verticesOf(numbers) };
  }
}

function verticesOf(numbers: readonly number[]): readonly Position[] {
  return Array.from({ length: numbers.length / 2 }, (_, vertex) => ({
    lon: numbers[2 * vertex] ?? Number.NaN,
    lat: numbers[2 * vertex + 1] ?? Number.NaN,
  }));
}
