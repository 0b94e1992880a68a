import type { Outcome } from '../../model/result.ts';
import type { Column } from '../columns/column.ts';
import type { ColumnBlock } from '../columns/column-block.ts';
import type { ColumnarDocument } from '../columns/columnar-result.ts';
import type { SpoolFile } from '../spool.ts';

/** A column of all rows. */
export interface WholeColumn {
  /** Numbers, or the bytes of texts; for lists, of all their elements. */
  readonly values: Uint8Array<ArrayBuffer>;
  /** 1 for a value, 0 for NULL. */
  readonly valid: Uint8Array<ArrayBuffer>;
  /** For texts and lists: how many bytes or elements each row has. */
  readonly lengths: Int32Array;
  /** For lists: which elements are values. */
  readonly elementValid: Uint8Array<ArrayBuffer>;
}

const PARTS = ['values', 'valid', 'lengths', 'elementValid'] as const;
type Part = (typeof PARTS)[number];

/** Blocks of columns as bytes, and where in them each part of each column stands. */
export class BlockRecord implements ColumnarDocument {
  readonly #pieces: { readonly column: number; readonly part: Part; readonly at: number; readonly length: number }[] =
    [];
  length = 0;

  begin(): Uint8Array {
    return new Uint8Array(0);
  }

  block({ columns, row: rows }: ColumnBlock): Uint8Array {
    const parts: Uint8Array[] = [];
    columns.forEach((column, index) => {
      const written = partsOf(column, rows);
      for (const part of PARTS) {
        const bytes = written[part];
        this.#pieces.push({ column: index, part, at: this.length, length: bytes.length });
        parts.push(bytes);
        this.length += bytes.length;
      }
    });
    return Buffer.concat(parts);
  }

  end(_: Outcome): Uint8Array {
    return new Uint8Array(0);
  }

  /** All of a column, from where its blocks were spooled. */
  async column(index: number, spooled: SpoolFile): Promise<WholeColumn> {
    const read = (part: Part) => this.#read(index, part, spooled);
    const [values, valid, lengths, elementValid] = [
      await read('values'),
      await read('valid'),
      await read('lengths'),
      await read('elementValid'),
    ];
    return { values, valid, lengths: new Int32Array(lengths.buffer), elementValid };
  }

  async #read(column: number, part: Part, spooled: SpoolFile): Promise<Uint8Array<ArrayBuffer>> {
    const pieces = this.#pieces.filter((piece) => piece.column === column && piece.part === part);
    const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
    let to = 0;
    for (const { at, length } of pieces)
      for await (const bytes of spooled.read(at, at + length)) {
        whole.set(bytes, to);
        to += bytes.length;
      }
    return whole;
  }
}

const NONE = new Uint8Array(0);

function partsOf(column: Column, rows: number): Readonly<Record<Part, Uint8Array>> {
  const valid = column.valid.subarray(0, rows);
  if (column.kind === 'fixed')
    return { values: column.values.subarray(0, rows * column.width), valid, lengths: NONE, elementValid: NONE };
  const { offsets } = column;
  const lengths = Int32Array.from(
    { length: rows },
    (_, row) => (offsets[row + 1] as number) - (offsets[row] as number),
  );
  const count = offsets[rows] as number;
  const common = { valid, lengths: new Uint8Array(lengths.buffer) };
  if (column.kind === 'text') return { ...common, values: column.bytes.subarray(0, count), elementValid: NONE };
  const { elements } = column;
  return {
    ...common,
    values: elements.values.subarray(0, count * elements.width),
    elementValid: elements.valid.subarray(0, count),
  };
}
