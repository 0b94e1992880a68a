import type { Message, RecordBatch } from 'apache-arrow/ipc/metadata/message';
import type { Outcome, ResultHeader } from '../../model/result.ts';
import type { Column } from '../columns/column.ts';
import { ColumnBlock } from '../columns/column-block.ts';
import type { ColumnarDocument } from '../columns/columnar-result.ts';
import type { FixedColumn } from '../columns/fixed-column.ts';
import { countOnes, packBits } from '../columns/pack-bits.ts';
import { arrowLibrary } from './library.ts';
import { arrowSchema } from './schema.ts';

/** Buffers and messages begin at multiples of this many bytes. */
const ALIGNMENT = 8;
const CONTINUATION = Buffer.from([0xff, 0xff, 0xff, 0xff]);
const END_OF_STREAM = Buffer.from([0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]);

/** An Arrow IPC stream: the schema, then a record batch for each block (Arrow columnar format 1.5, Serialization and IPC). */
export class ArrowDocument implements ColumnarDocument {
  readonly #header: ResultHeader;

  constructor(header: ResultHeader) {
    this.#header = header;
  }

  begin(): Uint8Array {
    const { Message } = arrowLibrary();
    return framed(Message.from(arrowSchema(this.#header)));
  }

  block({ columns, row: rows }: ColumnBlock): Uint8Array {
    return recordBatch(columns, rows);
  }

  end(outcome: Outcome): Uint8Array {
    if (outcome.kind !== 'overflow') return END_OF_STREAM;
    // The schema has been sent by now; a batch without rows can still carry a word.
    const { columns } = new ColumnBlock(this.#header.columns);
    return Buffer.concat([recordBatch(columns, 0, new Map([['QUERY_STATUS', 'OVERFLOW']])), END_OF_STREAM]);
  }
}

/** Lengths and NULLs of a column and what is below it, and its buffers, in the order of the tree. */
class Body {
  readonly nodes: RecordBatch['nodes'] = [];
  readonly regions: RecordBatch['buffers'] = [];
  readonly parts: Uint8Array[] = [];
  length = 0;

  column(column: Column, rows: number): void {
    this.#validity(column.valid, rows);
    if (column.kind === 'fixed') {
      this.#numbers(column, rows);
      return;
    }
    const count = column.offsets[rows] as number;
    this.#buffer(new Uint8Array(column.offsets.buffer, 0, 4 * (rows + 1)));
    if (column.kind === 'text') {
      this.#buffer(column.bytes.subarray(0, count));
    } else {
      this.#validity(column.elements.valid, count);
      this.#numbers(column.elements, count);
    }
  }

  #validity(valid: Uint8Array, count: number): void {
    const { FieldNode } = arrowLibrary();
    const nulls = count - countOnes(valid, count);
    this.nodes.push(new FieldNode(count, nulls));
    this.#buffer(nulls === 0 ? new Uint8Array(0) : packBits(valid, count, 1));
  }

  #numbers({ primitive, values, width }: FixedColumn, count: number): void {
    this.#buffer(primitive === 'boolean' ? packBits(values, count, 1) : values.subarray(0, count * width));
  }

  #buffer(bytes: Uint8Array): void {
    const { BufferRegion } = arrowLibrary();
    this.regions.push(new BufferRegion(this.length, bytes.length));
    const padding = toAlignment(bytes.length);
    this.parts.push(bytes, new Uint8Array(padding));
    this.length += bytes.length + padding;
  }
}

function recordBatch(columns: readonly Column[], rows: number, words?: Map<string, string>): Uint8Array {
  const { Message, RecordBatch } = arrowLibrary();
  const body = new Body();
  for (const column of columns) body.column(column, rows);
  const batch = new RecordBatch(rows, body.nodes, body.regions, null, [], words);
  return Buffer.concat([framed(Message.from(batch, body.length)), ...body.parts]);
}

function framed(message: Message): Uint8Array {
  const { Message } = arrowLibrary();
  const bytes = Message.encode(message);
  const padding = toAlignment(bytes.length);
  const length = Buffer.alloc(4);
  length.writeInt32LE(bytes.length + padding);
  return Buffer.concat([CONTINUATION, length, bytes, new Uint8Array(padding)]);
}

function toAlignment(length: number): number {
  return (ALIGNMENT - (length % ALIGNMENT)) % ALIGNMENT;
}
