import type { Datatype, Primitive } from '../model/datatype.ts';
import { geometryOf, isArray, isCharacter, isTimestamp } from '../model/datatype.ts';
import type { Moc } from '../model/sky/moc.ts';

/**
 * Cells of one column for a batch of rows. Columns travel as typed arrays, so that loading a number costs a load and a store
 * and no JavaScript value that lives on.
 */
export type Vector = ScalarVector | TextVector | ArrayVector | MocVector;

interface Values {
  /** 0 or 1. */
  readonly boolean: Uint8Array;
  readonly short: Int16Array;
  readonly int: Int32Array;
  readonly long: BigInt64Array;
  readonly float: Float32Array;
  readonly double: Float64Array;
  /** Microseconds since 2000-01-01T00:00:00, as PostgreSQL counts. */
  readonly timestamp: BigInt64Array;
}

export type ScalarKind = keyof Values;

/** One byte for each cell, 1 where the cell is NULL; absent when none is. */
export type Nulls = Uint8Array | undefined;

export type ScalarVector = {
  [Kind in ScalarKind]: { readonly kind: Kind; readonly values: Values[Kind]; readonly nulls: Nulls };
}[ScalarKind];

export interface TextVector {
  readonly kind: 'text';
  readonly values: readonly (string | null)[];
}

/** Cells of several numbers: those of row i are `items` from `ends[i - 1]` (0 for the first) to `ends[i]`. */
export interface ArrayVector {
  readonly kind: 'array';
  readonly items: ScalarVector;
  readonly ends: Uint32Array;
  readonly nulls: Nulls;
}

/** Coverage maps: stored as the ranges of their cells. */
export interface MocVector {
  readonly kind: 'moc';
  readonly values: readonly (Moc | null)[];
}

export type VectorKind = Vector['kind'];

const CONSTRUCTORS = {
  boolean: Uint8Array,
  short: Int16Array,
  int: Int32Array,
  long: BigInt64Array,
  float: Float32Array,
  double: Float64Array,
  timestamp: BigInt64Array,
} as const;

/** Room for `length` values of a kind. */
export function makeValues<Kind extends ScalarKind>(kind: Kind, length: number): Values[Kind] {
  return new CONSTRUCTORS[kind](length) as unknown as Values[Kind];
}

export function scalarVector(kind: ScalarKind, values: ScalarVector['values'], nulls: Nulls): ScalarVector {
  return { kind, values, nulls } as ScalarVector;
}

const KIND_OF_PRIMITIVE: Readonly<Record<Primitive, ScalarKind | 'text'>> = {
  boolean: 'boolean',
  unsignedByte: 'short',
  short: 'short',
  int: 'int',
  long: 'long',
  float: 'float',
  double: 'double',
  char: 'text',
  unicodeChar: 'text',
};

/** The kind of one value of this type; for an array, of its items. */
export function itemKind(type: Datatype): ScalarKind | 'text' {
  if (isTimestamp(type)) return 'timestamp';
  return KIND_OF_PRIMITIVE[type.primitive];
}

export function vectorKind(type: Datatype): VectorKind {
  if (geometryOf(type) === 'moc') return 'moc';
  if (isCharacter(type)) return itemKind(type);
  return isArray(type) ? 'array' : itemKind(type);
}
