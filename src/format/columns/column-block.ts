import type { ResultColumn } from '../../model/result.ts';
import { type Column, columnOf } from './column.ts';
import type { RowCursor } from './column-store.ts';

/** Values of a block, about: what is held in memory for one result, and what a reader has to take in at once. */
const BLOCK_BYTES = 4 << 20;
const MOST_ROWS = 1 << 17;
const FIRST_ROWS = 512;

/** So many rows as are written at once, column by column. */
export class ColumnBlock implements RowCursor {
  readonly columns: readonly Column[];
  /** The row that is being written: as many as are whole. */
  row = 0;
  readonly #variable: readonly Column[];
  readonly #mostRows: number;
  #room = 0;

  constructor(columns: readonly ResultColumn[]) {
    this.columns = columns.map(({ datatype }) => columnOf(datatype, this));
    this.#variable = this.columns.filter(({ kind }) => kind !== 'fixed');
    const width = this.columns.reduce((sum, column) => sum + (column.kind === 'fixed' ? column.width + 1 : 5), 0);
    this.#mostRows = Math.max(1, Math.min(MOST_ROWS, Math.floor(BLOCK_BYTES / width)));
    this.#makeRoom(Math.min(FIRST_ROWS, this.#mostRows));
  }

  /** Turns to the row behind `rows` whole ones. False if the block is full, which it is by its rows alone, however they came. */
  turnTo(rows: number): boolean {
    this.row = rows;
    if (rows === this.#mostRows || this.#variableBytes() >= BLOCK_BYTES) return false;
    if (rows === this.#room) this.#makeRoom(Math.min(2 * rows, this.#mostRows));
    return true;
  }

  #variableBytes(): number {
    let bytes = 0;
    for (const column of this.#variable) bytes += column.variableBytes(this.row);
    return bytes;
  }

  #makeRoom(rows: number): void {
    for (const column of this.columns) column.grow(rows);
    this.#room = rows;
  }
}
