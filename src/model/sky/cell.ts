/** The finest order: a cell is 0.4 milliarcseconds wide, and its nested number fills 62 bits. */
export const FINEST_ORDER = 29;

/** Cells of order 0, the faces. */
export const BASE_CELLS = 12;

/** Cells of the finest order, 12 * 4^29: all nested numbers are below it. */
export const FINEST_CELLS = BigInt(BASE_CELLS) << 58n;

/**
 * A cell by its place: one of the 12 faces (base cells), and the column x (to the north-east) and the row y (to the north-west)
 * in it, each from 0 to less than 2^order (Górski et al. 2005, ApJ 622, 759, sec 4.1).
 */
export interface CellPlace {
  readonly face: number;
  readonly x: number;
  readonly y: number;
}

/** Cells of an order: 12 * 4^order. */
export function cellCount(order: number): bigint {
  return BigInt(BASE_CELLS) << BigInt(2 * order);
}

/** By how many bits a nested number of order 29 is longer than one of this order. */
export function shiftOf(order: number): bigint {
  return BigInt(2 * (FINEST_ORDER - order));
}

/** The nested number of a cell: the face, then the bits of x and y interleaved. */
export function cellAt({ face, x, y }: CellPlace, order: number): bigint {
  const high = BigInt(interleave(x >>> 16, y >>> 16)) << 32n;
  return (BigInt(face) << BigInt(2 * order)) | high | BigInt(interleave(x & 0xffff, y & 0xffff) >>> 0);
}

/** Where the cell of this nested number lies. */
export function placeOf(cell: bigint, order: number): CellPlace {
  const within = cell & ((1n << BigInt(2 * order)) - 1n);
  const low = Number(within & 0xffffffffn);
  const high = Number(within >> 32n);
  return {
    face: Number(cell >> BigInt(2 * order)),
    x: everySecondBit(low) | (everySecondBit(high) << 16),
    y: everySecondBit(low >>> 1) | (everySecondBit(high >>> 1) << 16),
  };
}

/** 32 bits (signed) of two times 16: those of x at the even places, those of y at the odd ones. */
export function interleave(x: number, y: number): number {
  return spread(x) | (spread(y) << 1);
}

function spread(bits: number): number {
  let v = bits;
  v = (v | (v << 8)) & 0x00ff00ff;
  v = (v | (v << 4)) & 0x0f0f0f0f;
  v = (v | (v << 2)) & 0x33333333;
  return (v | (v << 1)) & 0x55555555;
}

function everySecondBit(bits: number): number {
  let v = bits & 0x55555555;
  v = (v | (v >>> 1)) & 0x33333333;
  v = (v | (v >>> 2)) & 0x0f0f0f0f;
  v = (v | (v >>> 4)) & 0x00ff00ff;
  return (v | (v >>> 8)) & 0xffff;
}
