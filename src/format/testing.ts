import { type Datatype, isArray, isCharacter, type Primitive } from '../model/datatype.ts';
import type { ResultHeader } from '../model/result.ts';
import type { CopyEncoding, SpooledFormat, StreamedFormat } from './output-format.ts';
import type { Spool } from './spool.ts';

/** A value as tests write it. */
export type TestValue = null | boolean | number | bigint | string | readonly TestValue[];

/** The bytes that PostgreSQL's COPY would send for these rows, made by hand from its manual. */
export function copyBytes(
  encoding: CopyEncoding,
  columns: readonly Datatype[],
  rows: readonly (readonly TestValue[])[],
): Uint8Array {
  return encoding === 'binary' ? copyBinary(columns, rows) : copyText(columns, rows);
}

interface Cut {
  readonly maxrec?: number;
  /** Sizes of the chunks that the bytes come in; the rest comes in one. */
  readonly sizes?: readonly number[];
}

/** The whole document that a format makes of COPY bytes. */
export function writeDocument(
  format: StreamedFormat,
  header: ResultHeader,
  copy: Uint8Array,
  { maxrec = 1000, sizes = [], failure }: Cut & { readonly failure?: { readonly message: string } } = {},
): Buffer {
  const writer = format.writer(header, { maxrec });
  const parts = [writer.begin(), ...cut(copy, sizes).map((chunk) => writer.rows(chunk)), writer.end(failure)];
  return Buffer.concat(parts);
}

/** The same for a format that takes all rows before it writes. */
export async function collectDocument(
  format: SpooledFormat,
  header: ResultHeader,
  copy: Uint8Array,
  { maxrec = 1000, sizes = [] }: Cut = {},
): Promise<Buffer> {
  const collector = format.collector(header, { maxrec }, memorySpool());
  for (const chunk of cut(copy, sizes)) await collector.rows(chunk);
  const pieces: Uint8Array[] = [];
  for await (const piece of await collector.document()) pieces.push(piece.slice());
  return Buffer.concat(pieces);
}

function cut(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  let at = 0;
  const chunks = sizes.map((size) => {
    at += size;
    return bytes.subarray(at - size, at);
  });
  return [...chunks, bytes.subarray(at)];
}

/** A spool without a disk. */
function memorySpool(): Spool {
  return {
    async create() {
      let bytes = Buffer.alloc(0);
      return {
        get length() {
          return bytes.length;
        },
        async append(more) {
          bytes = Buffer.concat([bytes, more]);
        },
        async *read(start = 0, end = bytes.length) {
          yield bytes.subarray(start, end);
        },
      };
    },
  };
}

function copyBinary(columns: readonly Datatype[], rows: readonly (readonly TestValue[])[]): Uint8Array {
  const header = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), int32(0), int32(0)]);
  const fields = rows.flatMap((row) => [
    int16(row.length),
    ...row.map((value, index) => field(binaryValue(columns[index], value))),
  ]);
  return Buffer.concat([header, ...fields, int16(-1)]);
}

function field(bytes: Buffer | undefined): Buffer {
  return bytes ? Buffer.concat([int32(bytes.length), bytes]) : int32(-1);
}

function binaryValue(datatype: Datatype | undefined, value: TestValue): Buffer | undefined {
  if (value === null || datatype === undefined) return undefined;
  if (typeof value === 'string') return Buffer.from(value);
  if (!Array.isArray(value)) return scalar(datatype.primitive, value as boolean | number | bigint);
  const hasNull = value.includes(null) ? 1 : 0;
  const dimension = value.length === 0 ? [int32(0)] : [int32(1)];
  const bounds = value.length === 0 ? [] : [int32(value.length), int32(1)];
  const elements = value.map((item) => field(binaryValue(datatype, item)));
  return Buffer.concat([...dimension, int32(hasNull), int32(701), ...bounds, ...elements]);
}

function scalar(primitive: Primitive, value: boolean | number | bigint): Buffer {
  const bytes = Buffer.alloc(8);
  switch (primitive) {
    case 'boolean':
      return Buffer.from([value ? 1 : 0]);
    case 'unsignedByte':
    case 'short':
      return int16(Number(value));
    case 'int':
      return int32(Number(value));
    case 'long':
      bytes.writeBigInt64BE(BigInt(value));
      return bytes;
    case 'float':
      bytes.writeFloatBE(Number(value));
      return bytes.subarray(0, 4);
    default:
      bytes.writeDoubleBE(Number(value));
      return bytes;
  }
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function copyText(columns: readonly Datatype[], rows: readonly (readonly TestValue[])[]): Uint8Array {
  const lines = rows.map((row) => `${row.map((value, index) => textValue(columns[index], value)).join('\t')}\n`);
  return Buffer.from(lines.join(''));
}

const LETTERS: Readonly<Record<string, string>> = {
  '\b': 'b',
  '\t': 't',
  '\n': 'n',
  '\v': 'v',
  '\f': 'f',
  '\r': 'r',
  '\\': '\\',
};

function textValue(datatype: Datatype | undefined, value: TestValue): string {
  if (value === null) return '\\N';
  if (typeof value === 'string') return value.replace(/[\b\t\n\v\f\r\\]/g, (found) => `\\${LETTERS[found]}`);
  if (!Array.isArray(value)) return typeof value === 'boolean' ? (value ? 't' : 'f') : String(value);
  if (!datatype || isCharacter(datatype) || !isArray(datatype)) throw new Error('not a column of arrays');
  return `{${value.map((item) => (item === null ? 'NULL' : textValue(datatype, item))).join(',')}}`;
}
