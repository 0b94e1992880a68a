/** A made-up table of a long, three doubles, two floats of which some are NULL, an int, a boolean and a text, as a file of a kind. */
export type StreamedKind = 'tabledata' | 'binary2' | 'csv';

const FIELDS = `<FIELD name="id" datatype="long"/>
<FIELD name="ra" datatype="double" unit="deg" ucd="pos.eq.ra;meta.main"/>
<FIELD name="dec" datatype="double" unit="deg" ucd="pos.eq.dec;meta.main"/>
<FIELD name="x" datatype="double"/>
<FIELD name="f" datatype="float"/>
<FIELD name="g" datatype="float"/>
<FIELD name="n" datatype="int"/>
<FIELD name="good" datatype="boolean"/>
<FIELD name="name" datatype="char" arraysize="*"/>`;
const NAMES = [...FIELDS.matchAll(/name="(\w+)"/g)].map((match) => match[1] ?? '');
const BEGIN = `<VOTABLE version="1.4"><RESOURCE><TABLE>\n${FIELDS}<DATA>`;
const END = '</DATA></TABLE></RESOURCE></VOTABLE>\n';
/** Rows of a block, the same in each: what a reader has to do with them does not depend on what they say. */
const BLOCK_ROWS = 1200;

/** The file, of so many bytes and up to a block more, piece by piece; and how many rows it has. */
export function streamedTable(
  kind: StreamedKind,
  bytes: number,
): { readonly rows: number; pieces(): Generator<Buffer> } {
  const { begin, block, end } = PARTS[kind];
  const blocks = Math.ceil(bytes / block.length);
  return {
    rows: blocks * BLOCK_ROWS,
    *pieces() {
      yield begin;
      for (let count = 0; count < blocks; count++) yield block;
      yield end;
    },
  };
}

type Row = readonly (string | number)[];

const ROWS: readonly Row[] = Array.from({ length: BLOCK_ROWS }, (_, row) => [
  4_000_000_000 + row,
  (row * 137.50776405) % 360,
  (Math.asin((2 * row) / BLOCK_ROWS - 1) * 180) / Math.PI,
  Math.sqrt(row),
  row % 3 === 0 ? '' : Number(Math.sin(row).toFixed(4)),
  Number((row / 7).toFixed(3)),
  row,
  row % 2 === 0 ? 'T' : 'F',
  `J${row * 7919}+${row}`,
]);

const textParts = (begin: string, row: (cells: Row) => string, end: string) => ({
  begin: Buffer.from(begin),
  block: Buffer.from(ROWS.map(row).join('')),
  end: Buffer.from(end),
});

const PARTS: Readonly<Record<StreamedKind, { readonly begin: Buffer; readonly block: Buffer; readonly end: Buffer }>> =
  {
    tabledata: textParts(
      `${BEGIN}<TABLEDATA>\n`,
      (cells) => `<TR>\n${cells.map((cell) => `  <TD>${cell}</TD>\n`).join('')}</TR>\n`,
      `</TABLEDATA>${END}`,
    ),
    binary2: {
      begin: Buffer.from(`${BEGIN}<BINARY2><STREAM encoding="base64">\n`),
      block: Buffer.from(`${base64Block(ROWS).replace(/.{64}/g, '$&\n')}\n`),
      end: Buffer.from(`</STREAM></BINARY2>${END}`),
    },
    csv: textParts(`${NAMES.join()}\n`, (cells) => `${cells.join()}\n`, ''),
  };

/** BLOCK_ROWS is a multiple of 3, so blocks stand one after the other without padding between. */
function base64Block(rows: readonly Row[]): string {
  return Buffer.concat(rows.map(binaryRow)).toString('base64');
}

function binaryRow([id, ra, dec, x, f, g, n, good, name]: Row): Buffer {
  // Texts of one length make rows of one length.
  const text = Buffer.from(String(name).padEnd(16, '.'));
  const row = Buffer.alloc(2 + 8 * 4 + 4 * 3 + 1 + 4 + text.length);
  row[0] = f === '' ? 0b0000_1000 : 0;
  row.writeBigInt64BE(BigInt(id ?? 0), 2);
  for (const [place, value] of [ra, dec, x].entries()) row.writeDoubleBE(Number(value), 10 + 8 * place);
  for (const [place, value] of [f, g].entries()) row.writeFloatBE(Number(value), 34 + 4 * place);
  row.writeInt32BE(Number(n), 42);
  row.write(String(good), 46, 'latin1');
  row.writeUInt32BE(text.length, 47);
  text.copy(row, 51);
  return row;
}
