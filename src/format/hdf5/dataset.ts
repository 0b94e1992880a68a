/** One dataset of an HDF5 file: an array of values that are all of one type. */
export interface Dataset {
  /** Its group's path and its name. */
  readonly path: string;
  readonly type: ValueType;
  /** No dimension: one value. */
  readonly shape: readonly number[];
  /** Little-endian. Texts stand one behind the other in UTF-8, each with a NUL at its end. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly attributes: Attributes;
}

export interface ValueType {
  readonly kind: 'integer' | 'unsigned' | 'float' | 'text';
  /** Bytes; of no meaning for texts. */
  readonly size: number;
}

export type Attributes = Readonly<Record<string, string>>;
