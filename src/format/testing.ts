import { type Datatype, isArray, isCharacter, type Primitive } from '../model/datatype.ts';
import type { ResultHeader } from '../model/result.ts';
import type { CopyEncoding, OutputFormat } from './output-format.ts';

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

/** The whole document that a format makes of COPY bytes that come in chunks of these sizes, the rest in one. */
export function writeDocument(
  format: OutputFormat,
  header: ResultHeader,
  copy: Uint8Array,
  options: { maxrec?: number; sizes?: readonly number[]; failure?: { message: string } } = {},
): Buffer {
  const writer = format.writer(header, { maxrec: options.maxrec ?? 1000 });
  const parts = [writer.begin()];
  let at = 0;
  for (const size of options.sizes ?? []) {
    parts.push(writer.rows(copy.subarray(at, at + size)));
    at += size;
  }
  parts.push(writer.rows(copy.subarray(at)), writer.end(options.failure));
  return Buffer.concat(parts);
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
