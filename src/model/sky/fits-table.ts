/** A binary table of a FITS file in memory (FITS 4.0 sec 7.3), as far as coverage maps need it. */
export interface FitsTable {
  readonly header: FitsHeader;
  readonly rows: number;
  readonly columns: readonly FitsColumn[];
}

/** Keywords and values: texts without quotes and trailing blanks, everything else as written. */
export type FitsHeader = ReadonlyMap<string, string>;

export interface FitsColumn {
  readonly name: string;
  /** Of TFORM: J, K, D, ... */
  readonly type: string;
  /** The value of a row as a number. */
  number(row: number): number;
  /** The value of a row as a whole number, with all its digits. */
  integer(row: number): bigint;
}

const BLOCK = 2880;
const CARD = 80;
const WIDTHS: Readonly<Record<string, number>> = {
  L: 1,
  X: 1,
  B: 1,
  A: 1,
  I: 2,
  J: 4,
  K: 8,
  E: 4,
  D: 8,
  C: 8,
  M: 16,
  P: 8,
  Q: 16,
};

/** The first binary table of the file; undefined where it is no FITS file or has none. */
export function readFitsTable(bytes: Uint8Array): FitsTable | undefined {
  let at = 0;
  while (at < bytes.length) {
    const read = readHeader(bytes, at);
    if (!read) return undefined;
    const { header, end } = read;
    if (header.get('XTENSION') === 'BINTABLE') return tableAt(bytes, header, end);
    at = end + padded(dataSize(header));
  }
  return undefined;
}

function readHeader(bytes: Uint8Array, start: number): { header: FitsHeader; end: number } | undefined {
  const header = new Map<string, string>();
  for (let at = start; at + CARD <= bytes.length; at += CARD) {
    const card = new TextDecoder('latin1').decode(bytes.subarray(at, at + CARD));
    if (at === start && !/^(SIMPLE {2}|XTENSION)=/.test(card)) return undefined;
    if (card.startsWith('END ')) return { header, end: start + padded(at + CARD - start) };
    if (card[8] === '=') header.set(card.slice(0, 8).trimEnd(), readValue(card.slice(10)));
  }
  return undefined;
}

function readValue(field: string): string {
  const quoted = /^\s*'((?:[^']|'')*)'/.exec(field);
  return quoted ? (quoted[1] ?? '').replaceAll("''", "'").trimEnd() : (field.split('/')[0] ?? '').trim();
}

function padded(size: number): number {
  return Math.ceil(size / BLOCK) * BLOCK;
}

function integer(header: FitsHeader, keyword: string, absent = 0): number {
  return Number(header.get(keyword) ?? absent);
}

function dataSize(header: FitsHeader): number {
  const axes = integer(header, 'NAXIS');
  if (axes === 0) return 0;
  let items = 1;
  for (let axis = 1; axis <= axes; axis++) items *= integer(header, `NAXIS${axis}`);
  return (Math.abs(integer(header, 'BITPIX', 8)) / 8) * (integer(header, 'PCOUNT') + items);
}

function tableAt(bytes: Uint8Array, header: FitsHeader, start: number): FitsTable | undefined {
  const [stride, rows] = [integer(header, 'NAXIS1'), integer(header, 'NAXIS2')];
  if (start + stride * rows > bytes.length) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, stride * rows);
  const columns: FitsColumn[] = [];
  let offset = 0;
  for (let field = 1; field <= integer(header, 'TFIELDS'); field++) {
    const [, repeat = '', type = ''] = /^(\d*)([A-Z])/.exec(header.get(`TFORM${field}`) ?? '') ?? [];
    const name = header.get(`TTYPE${field}`) ?? '';
    columns.push(columnAt(view, name, type, stride, offset));
    offset += (repeat === '' ? 1 : Number(repeat)) * (WIDTHS[type] ?? 0);
  }
  return { header, rows, columns };
}

function columnAt(view: DataView, name: string, type: string, stride: number, offset: number): FitsColumn {
  const at = (row: number): number => row * stride + offset;
  const number = (row: number): number => {
    switch (type) {
      case 'I':
        return view.getInt16(at(row));
      case 'J':
        return view.getInt32(at(row));
      case 'K':
        return Number(view.getBigInt64(at(row)));
      case 'E':
        return view.getFloat32(at(row));
      case 'D':
        return view.getFloat64(at(row));
      default:
        return Number.NaN;
    }
  };
  const whole = (row: number): bigint => (type === 'K' ? view.getBigInt64(at(row)) : BigInt(number(row)));
  return { name, type, number, integer: whole };
}
