/**
 * What makes cuts on the sky quick: a hidden column beside the published ones, which no query can name, as no published name has a
 * dot. The loader fills it, and the lowering of conditions on positions and regions reads it.
 */
export type SkyIndex = PositionIndex | RegionIndex;

/** A btree on the HEALPix cell of a position. */
export interface PositionIndex {
  readonly kind: 'position';
  /** The published columns of the position, spelt as published; degrees. */
  readonly lon: string;
  readonly lat: string;
  /** The hidden bigint column: the nested cell of order 29, NULL where there is no position. */
  readonly cell: string;
  /** Rows lie on the disk in the order of the cells. */
  readonly clustered: boolean;
}

/** A GIN index on the cells that cover a region, coded as `coverCode` of `sky/cover.ts` does. */
export interface RegionIndex {
  readonly kind: 'region';
  /** The published column with the region, spelt as published. */
  readonly column: string;
  /** The hidden bigint[] column, NULL where there is no region. */
  readonly cells: string;
}

/** The name of the hidden column with the cells of a position. */
export const cellColumn = (lon: string, lat: string): string => hiddenName(lon, lat, 'cell');

/** The name of the hidden column with the cover of a region. */
export const coverColumn = (column: string): string => hiddenName(column, 'cover');

/** PostgreSQL cuts names at 63 bytes (manual, 4.1.1), which must not make two of them one. */
function hiddenName(...parts: readonly string[]): string {
  const name = parts.join('.').toLowerCase();
  const bytes = new TextEncoder().encode(name);
  if (bytes.length <= 63) return name;
  const kind = parts.at(-1) ?? '';
  return `${new TextDecoder().decode(bytes.subarray(0, 36)).replace(/\uFFFD+$/, '')}.${hash(bytes)}.${kind}`;
}

/** FNV-1a of 64 bits, in hex: names have no enemy, and this runs in a browser too. */
function hash(bytes: Uint8Array): string {
  let sum = 0xcbf29ce484222325n;
  for (const byte of bytes) sum = BigInt.asUintN(64, (sum ^ BigInt(byte)) * 0x100000001b3n);
  return sum.toString(16).padStart(16, '0');
}
