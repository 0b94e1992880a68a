import { fail } from '../../../core/error.ts';
import { didYouMean } from '../../../core/suggest.ts';
import type { ByteReader } from '../../bytes/byte-reader.ts';
import { type FitsColumn, readColumns } from './column.ts';
import { BLOCK, dataBytes, type FitsHeader, HeaderBuilder, padded, text, wholeNumber } from './header.ts';

/** A binary table in a FITS file, as its header describes it. */
export interface FitsTable {
  /** For messages: `HDU 1 (EVENTS)`. */
  readonly label: string;
  readonly header: FitsHeader;
  readonly columns: readonly FitsColumn[];
  readonly rowBytes: number;
  readonly rowCount: number;
  /** Bytes between the last row and the heap. */
  readonly heapGap: number;
  readonly heapBytes: number;
}

/**
 * Goes to the table that is wanted, by name (EXTNAME) or number (0 is the primary HDU); to the first binary table if none is.
 * The reader then stands at the first row.
 */
export async function findTable(
  reader: ByteReader,
  file: string,
  wanted: string | number | undefined,
): Promise<FitsTable> {
  const place = { file };
  const seen: string[] = [];
  for (let number = 0; ; number++) {
    const header = await readHeader(reader, file, number);
    if (!header) break;
    const name = text(header, 'EXTNAME');
    const label = name ? `HDU ${number} (${name})` : `HDU ${number}`;
    const kind = number === 0 ? 'IMAGE' : (text(header, 'XTENSION') ?? '');
    const isTable = kind === 'BINTABLE' || kind === 'A3DTABLE';
    seen.push(isTable || kind === 'IMAGE' ? label : `${label}, ${describeKind(kind)}`);
    if (wanted === undefined ? isTable : isWanted(wanted, number, name)) {
      if (isTable) return readTable(header, label, file);
      fail('I108', `${label} of ${file} is ${describeKind(kind)}, not a binary table`, {
        place,
        hint: `Name the HDU of a binary table. The file starts with ${seen.join('; ')}.`,
      });
    }
    const bytes = dataBytes(header);
    const passed = await reader.skip(padded(bytes));
    if (passed < bytes) failTruncated(file, label, bytes, passed);
  }
  const what =
    wanted === undefined
      ? 'has no binary table'
      : `has no HDU ${typeof wanted === 'number' ? wanted : `named ${wanted}`}`;
  const names = seen.map((label) => /\((.*?)\)/.exec(label)?.[1] ?? '').filter(Boolean);
  const near = typeof wanted === 'string' ? didYouMean(wanted, names) : undefined;
  return fail('I103', `${file} ${what}`, { place, hint: near ?? `It has ${seen.join('; ')}.` });
}

function isWanted(wanted: string | number, number: number, name: string | undefined): boolean {
  return typeof wanted === 'number' ? wanted === number : wanted.trim().toUpperCase() === name?.toUpperCase();
}

function describeKind(kind: string): string {
  return kind === 'TABLE' ? 'an ASCII table' : kind === 'IMAGE' ? 'an image' : kind || 'without XTENSION';
}

/** A row larger than this is taken for a lie of the header. */
const LONGEST_ROW = 64 * 1024 * 1024;
/** Blocks of one header at most: 36 cards each. */
const LONGEST_HEADER = 4096;

/** The next header, or undefined at the end of the file. */
async function readHeader(reader: ByteReader, file: string, number: number): Promise<FitsHeader | undefined> {
  const place = { file };
  const builder = new HeaderBuilder();
  for (let blocks = 0; ; blocks++) {
    const first = blocks === 0;
    const block = await reader.read(BLOCK);
    if (first && number === 0 && block.toString('latin1', 0, 9) !== 'SIMPLE  =')
      fail('I103', `${file} is not a FITS file: it does not begin with SIMPLE`, {
        place,
        hint: 'Look whether `format` is right and the file is whole.',
      });
    // What follows the last HDU without being one is "special records", to be ignored (FITS 4.0 sec 3.5).
    if (first && number > 0 && block.toString('latin1', 0, 8) !== 'XTENSION') return undefined;
    const isLast = builder.add(block);
    if (isLast) return builder.finish();
    if (block.length < BLOCK)
      fail('I103', `${file} ends within the header of HDU ${number}, before its END card: it is truncated`, {
        place,
        hint: 'Get the file again.',
      });
    if (blocks > LONGEST_HEADER)
      fail('I103', `the header of HDU ${number} of ${file} has no END card within ${LONGEST_HEADER} blocks`, { place });
  }
}

function readTable(header: FitsHeader, label: string, file: string): FitsTable {
  const rowBytes = wholeNumber(header, 'NAXIS1');
  const rowCount = wholeNumber(header, 'NAXIS2');
  const columns = readColumns(header);
  const hint = 'The header of the table is wrong; get the file again, or have it mended.';
  const refuse = (message: string): never => fail('I103', `${label} of ${file}: ${message}`, { place: { file }, hint });
  if (rowBytes === undefined || rowCount === undefined || rowBytes < 0 || rowCount < 0)
    return refuse('NAXIS1 or NAXIS2 is missing or impossible');
  if ('unreadable' in columns) return refuse(columns.unreadable);
  if (rowBytes > LONGEST_ROW) return refuse(`a row of ${rowBytes} bytes is too long; up to ${LONGEST_ROW} are read`);
  const sum = columns.reduce((total, { width }) => total + width, 0);
  if (sum !== rowBytes) return refuse(`NAXIS1 says ${rowBytes} bytes a row, the columns take ${sum}`);
  const extra = wholeNumber(header, 'PCOUNT') ?? 0;
  if (extra < 0) return refuse(`PCOUNT says that ${extra} bytes follow the rows`);
  const heapGap = Math.max(0, (wholeNumber(header, 'THEAP') ?? rowBytes * rowCount) - rowBytes * rowCount);
  return { label, header, columns, rowBytes, rowCount, heapGap, heapBytes: Math.max(0, extra - heapGap) };
}

export function failTruncated(file: string, label: string, expected: number, found: number, row?: number): never {
  const where = row === undefined ? '' : `row ${row} of `;
  return fail('I103', `${file} ends in ${where}${label}: its data should be ${expected} bytes, ${found} are there`, {
    place: { file },
    hint: 'The file is truncated, or its header promises too much (NAXIS2, PCOUNT). Get the file again.',
  });
}

/**
 * Checks what follows the rows and the heap: fill to a whole block, then another header or the end. Anything else means that
 * NAXIS2 does not tell the truth.
 */
export async function checkEnd(reader: ByteReader, table: FitsTable, file: string): Promise<void> {
  const { rowBytes, rowCount, heapGap, heapBytes, label } = table;
  const bytes = rowBytes * rowCount + heapGap + heapBytes;
  const fill = await reader.read(padded(bytes) - bytes);
  const next = await reader.read(8);
  const isFill = fill.every((byte) => byte === 0 || byte === 0x20);
  if (isFill && (next.length === 0 || next.toString('latin1') === 'XTENSION' || next.every((byte) => byte === 0)))
    return;
  fail('I103', `${label} of ${file} should have ${rowCount} rows (${bytes} bytes), but more data follow them`, {
    place: { file },
    hint: 'Its header (NAXIS2 or PCOUNT) does not agree with its data. Get the file again, or have it mended.',
  });
}
