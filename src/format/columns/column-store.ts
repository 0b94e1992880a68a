import type { BinaryCell } from '../copy-binary.ts';

/** Tells which row of the block is being written. */
export interface RowCursor {
  readonly row: number;
}

/**
 * The values of one column in a block of rows, as Arrow lays them out. What is written of a row stands at places that follow from its
 * number alone, so a row that was broken off by the end of a chunk is simply written over.
 */
export interface ColumnStore extends BinaryCell {
  /** Makes room for so many rows. */
  grow(rows: number): void;
  /** Bytes of the first `rows` rows whose number is not known beforehand. */
  variableBytes(rows: number): number;
}
