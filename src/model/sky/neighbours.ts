import { type CellPlace, cellAt, placeOf } from './cell.ts';

/** Steps in x and y to the south-west, west, north-west, north, north-east, east, south-east and south. */
const STEPS: readonly (readonly [number, number])[] = [
  [-1, 0],
  [-1, 1],
  [0, 1],
  [1, 1],
  [1, 0],
  [1, -1],
  [0, -1],
  [-1, -1],
];

/**
 * The cells that touch a cell, from the south-west by the north. There are eight but at the corners where three faces meet in
 * place of four.
 */
export function neighboursOf(cell: bigint, order: number): readonly bigint[] {
  return placesAround(placeOf(cell, order), order).map((place) => cellAt(place, order));
}

/** The same, by their places. */
export function placesAround({ face, x, y }: CellPlace, order: number): readonly CellPlace[] {
  const side = 1 << order;
  const found: CellPlace[] = [];
  for (const [dx, dy] of STEPS) {
    const place = placeBeyond(face, x + dx, y + dy, side);
    if (place) found.push(place);
  }
  return found;
}

/**
 * The faces round a face, by how far the step leads beyond its sides: how many quarters to the east, and in which row (0 north,
 * 1 equator, 2 south). Where there is none, three faces meet.
 */
const AROUND: readonly Readonly<Record<string, readonly [quarters: number, row: number]>>[] = [
  { '-1,-1': [0, 2], '0,-1': [1, 1], '-1,0': [0, 1], '1,0': [1, 0], '0,1': [3, 0], '1,1': [2, 0] },
  { '0,-1': [0, 2], '1,-1': [1, 1], '-1,0': [3, 2], '1,0': [0, 0], '-1,1': [3, 1], '0,1': [3, 0] },
  { '-1,-1': [2, 2], '0,-1': [1, 2], '-1,0': [3, 2], '1,0': [1, 1], '0,1': [0, 1], '1,1': [0, 0] },
];

function placeBeyond(face: number, x: number, y: number, side: number): CellPlace | undefined {
  const [right, up] = [overrun(x, side), overrun(y, side)];
  if (right === 0 && up === 0) return { face, x, y };
  const row = face >> 2;
  const [quarters, nextRow] = AROUND[row]?.[`${right},${up}`] ?? [];
  if (quarters === undefined || nextRow === undefined) return undefined;
  const next = 4 * nextRow + ((face + quarters) & 3);
  const there = { face: next, x: x - right * side, y: y - up * side };
  const turned = nextRow === row && next !== face && row !== 1;
  if (!turned) return there;
  // Faces of one polar cap meet along meridians, on which the x axis of one is the y axis of the other.
  const edge = right + up > 0 ? side - 1 : 0;
  if (right === up) return { face: next, x: edge, y: edge };
  return right === 0 ? { face: next, x: edge, y: x } : { face: next, x: y, y: edge };
}

function overrun(at: number, side: number): -1 | 0 | 1 {
  return at < 0 ? -1 : at < side ? 0 : 1;
}
