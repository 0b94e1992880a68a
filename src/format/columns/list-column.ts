import { fail } from '../../core/error.ts';
import { type Datatype, describeDatatype, fixedLength } from '../../model/datatype.ts';
import { readInt32 } from '../copy-binary.ts';
import { elementCount } from '../votable/binary-cell.ts';
import type { ColumnStore, RowCursor } from './column-store.ts';
import { enlarged } from './enlarge.ts';
import { FixedColumn } from './fixed-column.ts';

/**
 * Arrays of numbers or booleans, their elements one behind the other. Those of fixed size that are shorter are filled up with NULLs, and
 * longer ones refused.
 */
export class ListColumn implements ColumnStore {
  readonly kind = 'list';
  readonly elements: FixedColumn;
  /** Where the elements of a row begin; those of the next row begin where they end. */
  offsets = new Int32Array(1);
  /** 1 for an array, 0 for NULL. */
  valid = new Uint8Array(0);
  readonly #datatype: Datatype;
  readonly #size: number | undefined;
  readonly #cursor: RowCursor;
  readonly #element = { row: 0 };

  constructor(datatype: Datatype, cursor: RowCursor) {
    this.elements = new FixedColumn(datatype.primitive, this.#element);
    this.#datatype = datatype;
    this.#size = fixedLength(datatype);
    this.#cursor = cursor;
  }

  grow(rows: number): void {
    if (rows < this.offsets.length) return;
    const offsets = new Int32Array(rows + 1);
    offsets.set(this.offsets);
    this.offsets = offsets;
    this.valid = enlarged(this.valid, rows);
  }

  variableBytes(rows: number): number {
    return (this.elements.width + 1) * (this.offsets[rows] as number);
  }

  write(data: Uint8Array, at: number): void {
    const { elements } = this;
    const { row } = this.#cursor;
    const cursor = this.#element;
    const sent = elementCount(data, at);
    const count = this.#size ?? sent;
    if (sent > count) fail('X103', `An array of ${sent} values does not fit ${describeDatatype(this.#datatype)}.`);
    const from = this.offsets[row] as number;
    elements.grow(from + count);
    let elementAt = at + 12 + 8 * readInt32(data, at);
    for (let index = 0; index < count; index++) {
      cursor.row = from + index;
      const length = index < sent ? readInt32(data, elementAt) : -1;
      elementAt += 4;
      if (length < 0) {
        elements.writeNull();
      } else {
        elements.write(data, elementAt, length);
        elementAt += length;
      }
    }
    this.offsets[row + 1] = from + count;
    this.valid[row] = 1;
  }

  writeNull(): void {
    const { row } = this.#cursor;
    this.offsets[row + 1] = this.offsets[row] as number;
    this.valid[row] = 0;
  }
}
