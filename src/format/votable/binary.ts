import { fail } from '../../core/error.ts';
import { isInteger, type Primitive } from '../../model/datatype.ts';
import type { ResultColumn } from '../../model/result.ts';
import { takeBase64 } from '../base64.ts';
import { CopyBinaryReader } from '../copy-binary.ts';
import { OutputBuffer } from '../output-buffer.ts';
import type { StreamedFormat } from '../output-format.ts';
import { StreamedResult } from '../streamed-result.ts';
import { binaryCell, type SizedCell } from './binary-cell.ts';
import { countedArrays } from './counted-arrays.ts';
import { documentHead, documentTail } from './document.ts';
import { publishedColumn } from './field.ts';

/** VOTable 1.4 sec 5.3: rows in binary without masks, for readers older than BINARY2. A NULL among whole numbers is one of them. */
export const VOTABLE_BINARY: StreamedFormat = {
  id: 'votable-binary',
  title: 'VOTable (BINARY)',
  extension: 'vot',
  mediaType: 'application/x-votable+xml;serialization=BINARY',
  otherMediaTypes: [],
  shortNames: ['votable/b'],
  ivoid: 'ivo://ivoa.net/std/TAPRegExt#output-votable-binary',
  copy: 'binary',
  delivery: 'streamed',
  writer(header, { maxrec }) {
    const cells = header.columns.map(unmaskedCell);
    const size = cells.reduce((sum, cell) => sum + cell.size, 0);
    return new StreamedResult({
      maxrec,
      head: documentHead(
        { ...header, columns: countedArrays(header.columns) },
        '<BINARY><STREAM encoding="base64">',
        nullValue,
      ),
      reader: new CopyBinaryReader({ cells }, maxrec),
      buffer: new OutputBuffer(size),
      take: takeBase64,
      tail: (outcome) => documentTail('</STREAM></BINARY>', outcome),
    });
  },
};

/** Range and size in bytes of the types of whole numbers. */
const RANGES: Readonly<
  Partial<Record<Primitive, { readonly min: bigint; readonly max: bigint; readonly size: number }>>
> = {
  unsignedByte: { min: 0n, max: 255n, size: 1 },
  short: { min: -(1n << 15n), max: (1n << 15n) - 1n, size: 2 },
  int: { min: -(1n << 31n), max: (1n << 31n) - 1n, size: 4 },
  long: { min: -(1n << 63n), max: (1n << 63n) - 1n, size: 8 },
};

/**
 * The number that stands for NULL, in a column of whole numbers: one end of its type's range, and the other if the column is known to
 * hold that one. Bytes are counts and flags more often than not, so 0 is the last choice for them.
 */
export function nullValue(column: ResultColumn): bigint | undefined {
  const { primitive } = column.datatype;
  const range = isInteger(column.datatype) ? RANGES[primitive] : undefined;
  if (!range) return undefined;
  const { min, max } = publishedColumn(column)?.statistics ?? {};
  if (primitive === 'unsignedByte') return max !== undefined && BigInt(max) === range.max ? range.min : range.max;
  return min !== undefined && BigInt(min) === range.min ? range.max : range.min;
}

function unmaskedCell(column: ResultColumn): SizedCell {
  const cell = binaryCell(column.datatype);
  const missing = nullValue(column);
  if (missing === undefined) return cell;
  const bytes = bigEndian(missing, cell.size);
  return {
    size: cell.size,
    write(data, at, length, into) {
      const from = into.at;
      cell.write(data, at, length, into);
      // A value that would be read as NULL must not go out as one.
      if (into.bytes[from] === bytes[0] && bytes.every((byte, index) => into.bytes[from + index] === byte))
        fail('X103', `The column ${column.name} holds ${missing}, which stands for NULL in this serialisation.`, {
          hint: 'Ask for the format votable (BINARY2), which tells NULLs apart.',
        });
    },
    writeNull(into) {
      for (const byte of bytes) into.bytes[into.at++] = byte;
    },
  };
}

function bigEndian(value: bigint, size: number): readonly number[] {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(value);
  return [...bytes.subarray(8 - size)];
}
