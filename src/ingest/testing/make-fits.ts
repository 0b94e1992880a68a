/** A column of a FITS file made for a test: the keywords beside TTYPE and TFORM, and the raw bytes of each row's cell. */
export interface MadeColumn {
  readonly name: string;
  readonly form: string;
  readonly keywords?: Readonly<Record<string, string | number | bigint>>;
  readonly cells: readonly Buffer[];
}

export interface MadeTable {
  readonly columns: readonly MadeColumn[];
  readonly heap?: Buffer;
  /** Overwrites or adds keywords: for files that lie. */
  readonly keywords?: Readonly<Record<string, string | number>>;
}

const block = (bytes: Buffer, fill: string): Buffer =>
  Buffer.concat([bytes, Buffer.alloc((2880 - (bytes.length % 2880)) % 2880, fill)]);

function header(cards: Readonly<Record<string, string | number | bigint | boolean>>): Buffer {
  const lines = Object.entries(cards).map(([keyword, value]) => {
    const written =
      typeof value === 'string'
        ? `'${value.replaceAll("'", "''").padEnd(8)}'`
        : typeof value === 'boolean'
          ? value
            ? 'T'
            : 'F'
          : String(value);
    return `${keyword.padEnd(8)}= ${typeof value === 'string' ? written : written.padStart(20)}`.padEnd(80);
  });
  return block(Buffer.from([...lines, 'END'.padEnd(80)].join(''), 'latin1'), ' ');
}

/** For tests: a FITS file with an empty primary HDU and binary tables. */
export function makeFits(...tables: readonly MadeTable[]): Buffer {
  const primary = header({ SIMPLE: true, BITPIX: 8, NAXIS: 0, EXTEND: true });
  return Buffer.concat([primary, ...tables.map(makeTable)]);
}

function makeTable({ columns, heap = Buffer.alloc(0), keywords = {} }: MadeTable): Buffer {
  const rowCount = columns[0]?.cells.length ?? 0;
  const rows = Array.from({ length: rowCount }, (_, row) =>
    columns.map(({ cells }) => cells[row] ?? Buffer.alloc(0)),
  ).flat();
  const data = Buffer.concat([...rows, heap]);
  const described = columns.flatMap(({ name, form, keywords: own = {} }, index) => [
    [`TTYPE${index + 1}`, name],
    [`TFORM${index + 1}`, form],
    ...Object.entries(own).map(([keyword, value]) => [`${keyword}${index + 1}`, value]),
  ]);
  const rowBytes = columns.reduce((sum, { cells }) => sum + (cells[0]?.length ?? 0), 0);
  const standard = {
    XTENSION: 'BINTABLE',
    BITPIX: 8,
    NAXIS: 2,
    NAXIS1: rowBytes,
    NAXIS2: rowCount,
    PCOUNT: heap.length,
    GCOUNT: 1,
    TFIELDS: columns.length,
  };
  return Buffer.concat([header({ ...standard, ...Object.fromEntries(described), ...keywords }), block(data, '\0')]);
}

const written = (bytes: number, write: (buffer: Buffer) => void): Buffer => {
  const buffer = Buffer.alloc(bytes);
  write(buffer);
  return buffer;
};

export const int16 = (value: number): Buffer => written(2, (buffer) => buffer.writeInt16BE(value));
export const int32 = (...values: number[]): Buffer =>
  written(4 * values.length, (buffer) => values.forEach((value, index) => void buffer.writeInt32BE(value, 4 * index)));
export const int64 = (value: bigint): Buffer => written(8, (buffer) => buffer.writeBigInt64BE(value));
export const float32 = (value: number): Buffer => written(4, (buffer) => buffer.writeFloatBE(value));
export const float64 = (...values: number[]): Buffer =>
  written(8 * values.length, (buffer) => values.forEach((value, index) => void buffer.writeDoubleBE(value, 8 * index)));
export const characters = (text: string, width: number): Buffer =>
  Buffer.concat([Buffer.from(text), Buffer.alloc(width, 0)]).subarray(0, width);
