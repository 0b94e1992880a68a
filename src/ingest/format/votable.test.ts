import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TableSource } from '../../descriptor/descriptor.ts';
import { characters, float64, int32, int64, makeFits } from '../testing/make-fits.ts';
import { readAll } from '../testing/read-all.ts';
import { hasSharedData, inSharedData } from '../testing/shared-data.ts';
import { votable } from './votable.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'almagest-votable-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const openFile = (file: string, hdu?: string | number) =>
  votable.open({ file, source: { format: 'votable', paths: [], sha256: {}, hdu } as unknown as TableSource });

let files = 0;
function open(content: string, hdu?: string | number) {
  const file = join(folder, `${++files}.xml`);
  writeFileSync(file, content);
  return openFile(file, hdu);
}

const document = (...tables: string[]) =>
  `<?xml version="1.0"?>\n<VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3"><RESOURCE>${tables.join('')}</RESOURCE></VOTABLE>\n`;
const FIELDS = `
  <FIELD name="id" datatype="long"><VALUES null="-1"/></FIELD>
  <FIELD name="x" datatype="double" unit="deg" ucd="pos.eq.ra"><DESCRIPTION>A
     position</DESCRIPTION></FIELD>
  <FIELD name="name" datatype="char" arraysize="*"/>
  <FIELD name="pair" datatype="int" arraysize="2"/>
  <FIELD name="some" datatype="short" arraysize="*"/>
  <FIELD name="good" datatype="boolean"/>
  <FIELD name="other" datatype="unicodeChar" arraysize="3"/>`;
const table = (data: string, attributes = '', fields = FIELDS) =>
  `<TABLE ${attributes}>${fields}<DATA>${data}</DATA></TABLE>`;
const stream = (bytes: Buffer) =>
  `<STREAM encoding="base64">\n${bytes.toString('base64').replace(/(.{13})/g, '$1\n ')}\n</STREAM>`;

const counted = (count: number, bytes: Buffer) => Buffer.concat([int32(count), bytes]);
const short = (...values: number[]) => Buffer.concat(values.map((value) => Buffer.from([value >> 8, value & 255])));
const utf16 = (text: string) => Buffer.from(text, 'utf16le').swap16();
const row = (id: bigint, x: number, name: string, pair: number[], some: number[], good: string, other: string) =>
  Buffer.concat([
    int64(id),
    float64(x),
    counted(Buffer.byteLength(name), Buffer.from(name)),
    int32(...pair),
    counted(some.length, short(...some)),
    Buffer.from(good),
    utf16(other.padEnd(3, '\0')),
  ]);
const ROWS = [
  row(9007199254740993n, 1.5, 'Zwölf', [1, -2], [3, 4, 5], 'T', 'aé'),
  row(-1n, Number.NaN, '', [0, 0], [], '?', ''),
];

const VALUES = {
  id: [9007199254740993n, null],
  x: [1.5, Number.NaN],
  name: ['Zwölf', null],
  pair: [
    [1, -2],
    [0, 0],
  ],
  some: [[3, 4, 5], []],
  good: [true, null],
  other: ['aé', null],
};

describe('the four serialisations', () => {
  test('TABLEDATA: cells stay text, empty ones are NULL', async () => {
    const rows =
      '<TR><TD>9007199254740993</TD><TD> 1.5</TD><TD>Zw&#246;lf</TD><TD>0x1 -2</TD><TD>3 4 5</TD><TD>T</TD><TD><![CDATA[a<b]]></TD></TR><TR><TD>-1</TD><TD/><TD></TD><TD>0 0</TD><TD/><TD>?</TD><TD/></TR>';
    const source = await open(document(table(`<TABLEDATA>${rows}</TABLEDATA>`)));
    expect(source.columns[1]).toMatchObject({
      name: 'x',
      unit: 'deg',
      ucd: 'pos.eq.ra',
      description: 'A position',
      datatype: { primitive: 'double' },
    });
    expect(source.columns[3]?.datatype).toEqual({ primitive: 'int', arraysize: '2' });
    expect(await readAll(source)).toEqual({
      id: ['9007199254740993', null],
      x: ['1.5', null],
      name: ['Zwölf', null],
      pair: ['1 -2', '0 0'],
      some: ['3 4 5', null],
      good: ['T', null],
      other: ['a<b', null],
    });
  });

  test('BINARY', async () => {
    expect(await readAll(await open(document(table(`<BINARY>${stream(Buffer.concat(ROWS))}</BINARY>`))))).toEqual(
      VALUES,
    );
  });

  test('BINARY2: a flag for each NULL, and texts may be empty', async () => {
    const bytes = Buffer.concat([
      Buffer.from([0b00000000]),
      ROWS[0] ?? Buffer.alloc(0),
      Buffer.from([0b11011100]),
      ROWS[1] ?? Buffer.alloc(0),
    ]);
    expect(await readAll(await open(document(table(`<BINARY2>${stream(bytes)}</BINARY2>`))))).toEqual({
      id: [9007199254740993n, null],
      x: [1.5, null],
      name: ['Zwölf', ''],
      pair: [[1, -2], null],
      some: [[3, 4, 5], null],
      good: [true, null],
      other: ['aé', ''],
    });
  });

  test('FITS: a whole FITS file in the stream, whose columns have the names of the fields', async () => {
    const file = makeFits({
      columns: [
        { name: 'A', form: 'J', cells: [int32(1), int32(2)] },
        { name: 'B', form: '4A', cells: [characters('ab', 4), characters('', 4)] },
      ],
    });
    const fields = '<FIELD name="a" datatype="int"/><FIELD name="b" datatype="char" arraysize="4"/>';
    const source = await open(document(table(`<FITS extnum="1">${stream(file)}</FITS>`, '', fields)));
    expect(await readAll(source)).toEqual({ a: [1, 2], b: ['ab', null] });
  });
});

describe('which table', () => {
  const one = (name: string, value: number) =>
    table(
      `<TABLEDATA><TR><TD>${value}</TD></TR></TABLEDATA>`,
      `name="${name}" ID="${name}_id"`,
      '<FIELD name="v" datatype="int"/>',
    );
  const bare = '<TABLE name="bare"><FIELD name="w" datatype="int"/></TABLE>';
  const both = document(bare, one('first', 1), one('second', 2));

  test('the first with data, or that of a name, an ID or a number', async () => {
    const read = async (wanted?: string | number) => readAll(await open(both, wanted));
    expect(await read()).toEqual({ v: ['1'] });
    expect(await read('second')).toEqual({ v: ['2'] });
    expect(await read('second_id')).toEqual({ v: ['2'] });
    expect(await read(2)).toEqual({ v: ['2'] });
    expect(await read('bare')).toEqual({ w: [] });
    expect(await readAll(await open(document(bare)))).toEqual({ w: [] });
    await expect(open(both, 'secund')).rejects.toMatchObject({
      code: 'I103',
      problems: [{ hint: 'Did you mean second?' }],
    });
  });
});

describe('what is wrong', () => {
  const tabledata = (rows: string, attributes = '') =>
    document(
      table(
        `<TABLEDATA>${rows}</TABLEDATA>`,
        attributes,
        '<FIELD name="a" datatype="int"/><FIELD name="b" datatype="int"/>',
      ),
    );
  const binary = (bytes: Buffer) => document(table(`<BINARY>${stream(bytes)}</BINARY>`));
  test.each([
    ['no XML', 'ra,dec\n', 'I103'],
    ['another document', '<html><body/></html>', 'I103'],
    ['a truncated document', tabledata('<TR><TD>1</TD><TD>2</TD></TR>').slice(0, -60), 'I103'],
    ['a ragged row', tabledata('<TR><TD>1</TD></TR>'), 'I103'],
    ['a row count that is not true', tabledata('<TR><TD>1</TD><TD>2</TD></TR>', 'nrows="2"'), 'I103'],
    ['rows that end early', binary(Buffer.concat(ROWS).subarray(0, -3)), 'I103'],
    ['rows elsewhere', document(table('<BINARY><STREAM href="rows.bin"/></BINARY>')), 'I108'],
    ['rows in a form unknown', document(table('<PARQUET/>')), 'I108'],
    ['no table', document(), 'I103'],
  ])('%s', async (_, content, code) => {
    const attempt = async () => readAll(await open(content));
    await expect(attempt()).rejects.toMatchObject({ code, problems: [{ hint: expect.any(String) }] });
  });

  test('fields that cannot be published are named, the rest is read', async () => {
    const fields =
      '<FIELD name="bits" datatype="bit" arraysize="9"/><FIELD name="z" datatype="floatComplex"/><FIELD name="names" datatype="char" arraysize="4x2"/><FIELD name="v" datatype="int"/>';
    const bytes = Buffer.concat([Buffer.from([0xa0, 0x80]), Buffer.alloc(8), Buffer.alloc(8), int32(7)]);
    const source = await open(document(table(`<BINARY>${stream(bytes)}</BINARY>`, '', fields)));
    expect(source.columns.map(({ unsupported }) => unsupported)).toEqual([
      undefined,
      undefined,
      'it holds arrays of texts',
      undefined,
    ]);
    expect(await readAll(source)).toEqual({
      bits: [[true, false, true, false, false, false, false, false, true]],
      z: [[0, 0]],
      v: [7],
    });
  });
});

describe.skipIf(!hasSharedData)('real VOTables', () => {
  const REFUSED = ['parquet_binary.xml', 'resource_groups.xml'];
  const ROWS_OF: Readonly<Record<string, number>> = {
    'gemini.xml': 4,
    'irsa-nph-m31.xml': 18,
    'vizier_b2_votable.xml': 20,
    'binary2_masked_strings.xml': 3,
    'binary2_variable_length_char.xml': 1,
    'timesys.xml': 1,
    'coosys.xml': 1,
    'mivot_annotated_table.xml': 2,
    'gaia_source_dr3_select_1_result.vot': 1,
    'pyvo-scs-result.xml': 1273,
    'pyvo-ssa-result.xml': 36,
    'pyvo-tap-obscore-image.xml': 10,
    'pyvo-datalink-datalink.xml': 4,
    'pyvo-datalink-proc.xml': 5,
    'pyvo-datalink-datalink-obscore.xml': 3,
    'pyvo-sia2-dataset.xml': 1,
    'pyvo-sla-dataset.xml': 21,
  };

  test('every file of the folder is known here', () => {
    const found = readdirSync(inSharedData('votables')).filter((name) => /\.(xml|vot)$/.test(name));
    expect(found.sort()).toEqual([...REFUSED, ...Object.keys(ROWS_OF)].sort());
  });

  test.each(Object.entries(ROWS_OF))('%s', async (name, rows) => {
    const cells = Object.values(await readAll(await openFile(inSharedData(`votables/${name}`))));
    expect(cells.map((column) => column.length)).toEqual(cells.map(() => rows));
  });

  test.each(REFUSED)('%s is refused', async (name) => {
    await expect(openFile(inSharedData(`votables/${name}`))).rejects.toMatchObject({
      code: expect.stringMatching(/I10[38]/),
    });
  });
});
