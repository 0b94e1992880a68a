import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OUTPUT_FORMATS } from '../../src/format/index.ts';
import { openUploadKit, type UploadKit } from './upload-kit.ts';

let kit: UploadKit;
beforeAll(async () => {
  kit = await openUploadKit();
});
afterAll(() => kit.close());

/** FIELDs of every type, each with the cells of three rows: an ordinary one, one of extremes (next to those that are NULL in BINARY), one of nothing. */
const FIELDS: readonly (readonly [attributes: string, ...cells: readonly string[]])[] = [
  ['name="number" datatype="short" ucd="meta.number"', '1', '2', '3'],
  ['name="flag" datatype="boolean"', 'true', 'false', ''],
  ['name="byte" datatype="unsignedByte"', '7', '254', ''],
  ['name="small" datatype="short" unit="ct"', '-7', '-32767', ''],
  ['name="whole" datatype="int"', '70000', '-2147483647', ''],
  ['name="large" datatype="long"', '9007199254740993', '-9223372036854775807', ''],
  ['name="rough" datatype="float" unit="mag" ucd="phot.mag;em.opt.V"', '1.5', '3.4028235E38', ''],
  ['name="fine" datatype="double" unit="deg" ucd="pos.eq.ra;meta.main" utype="x:y.z"', '0.1', '-Infinity', ''],
  ['name="letter" datatype="char" arraysize="1"', 'a', 'b', ''],
  ['name="code" datatype="char" arraysize="5"', 'abcde', 'x', ''],
  ['name="text" datatype="char" arraysize="*"', ' a &lt;b&gt; &amp; "c" ', 'tab&#9;and line&#10;end', ''],
  ['name="greek" datatype="unicodeChar" arraysize="*"', 'αβγ', '𝔸 ☃', ''],
  ['name="time" datatype="char" arraysize="*" xtype="timestamp"', '2020-01-02T03:04:05.678', '0001-01-01T00:00:00', ''],
  ['name="pair" datatype="double" arraysize="2"', '1 2', 'NaN -0.5', ''],
  ['name="grid" datatype="int" arraysize="2x3"', '1 2 3 4 5 6', '-1 -2 -3 -4 -5 -6', ''],
  ['name="many" datatype="long" arraysize="*"', '1 2 3', '9223372036854775807', ''],
  ['name="bounded" datatype="float" arraysize="4*"', '1 2', '1 2 3 4', ''],
  ['name="flags" datatype="boolean" arraysize="*"', 'T F T', 'F', ''],
  ['name="bytes" datatype="unsignedByte" arraysize="3"', '0 128 255', '1 2 3', ''],
  ['name="point" datatype="double" arraysize="2" xtype="point"', '10 20', '0 -90', ''],
  ['name="circle" datatype="double" arraysize="3" xtype="circle"', '10 20 1', '0 -90 0.5', ''],
  ['name="polygon" datatype="double" arraysize="*" xtype="polygon"', '0 0 1 0 1 1', '10 10 11 10 11 11 10 11', ''],
  ['name="interval" datatype="double" arraysize="2" xtype="interval"', '1 2', '-Infinity 0', ''],
  ['name="moc" datatype="char" arraysize="*" xtype="moc"', '4/12 15-17', '0/0-11', ''],
  ['name="region" datatype="char" arraysize="*" xtype="adql:region"', 'CIRCLE ICRS 10 20 1', 'POLYGON 0 0 1 0 1 1', ''],
];

const document = (fields: typeof FIELDS): Blob => {
  const rows = fields[0]?.slice(1).map((_, row) => fields.map((field) => `<TD>${field[row + 1]}</TD>`).join('')) ?? [];
  return new Blob([
    '<?xml version="1.0"?><VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3"><RESOURCE><TABLE>',
    ...fields.map(([attributes]) => `<FIELD ${attributes}><DESCRIPTION>About it &amp; more</DESCRIPTION></FIELD>`),
    `<DATA><TABLEDATA>${rows.map((row) => `<TR>${row}</TR>`).join('')}</TABLEDATA></DATA>`,
    '</TABLE></RESOURCE></VOTABLE>',
  ]);
};

const ask = async (upload: Blob, format: string, adql = 'SELECT * FROM TAP_UPLOAD.mine'): Promise<Response> => {
  const answer = await kit.query(adql, { mine: upload }, { FORMAT: format });
  if (answer.status !== 200) throw new Error(await answer.text());
  return answer;
};

/** Fields and rows of a VOTable, without what is said about the query. */
async function tableOf(answer: Response): Promise<readonly string[]> {
  const text = await answer.text();
  const fields = [...text.matchAll(/<FIELD (?:ID="[^"]*" )?([^>]*?)\/?>/g)].map((match) => match[1] ?? '');
  const rows = [...text.matchAll(/<TR>(.*?)<\/TR>/gs)].map((match) => match[1] ?? '');
  return [...fields, ...rows];
}

const unbound = (line: string) => line.replace('arraysize="4*"', 'arraysize="*"');
const sorted = 'SELECT * FROM TAP_UPLOAD.mine ORDER BY "number"';

test('what is uploaded is what SELECT * gives, with its metadata', async () => {
  const found = await (await ask(document(FIELDS), 'votable/td')).text();
  for (const [attributes] of FIELDS) {
    const [name = ''] = attributes.match(/name="\w+"/) ?? [];
    const field = new RegExp(`<FIELD [^>]*${name}[^>]*>`).exec(found)?.[0] ?? '';
    const expected = attributes
      .replace(' arraysize="1"', '')
      .match(/(?:datatype|arraysize|unit|ucd|utype|xtype)="[^"]*"/g);
    for (const attribute of expected ?? []) expect(field).toContain(attribute);
  }
  expect(found.match(/About it &amp; more/g)).toHaveLength(FIELDS.length);
  expect(found).toContain('<TD>9007199254740993</TD>');
  expect(found).toContain('<TD>𝔸 ☃</TD>');
});

describe('what a format holds comes back as it went', () => {
  test.each(['votable/td', 'votable/b2', 'parquet'])('%s: everything', async (format) => {
    const original = document(FIELDS);
    const first = await tableOf(await ask(original, 'votable/td', sorted));
    const carried = await (await ask(original, format, sorted)).blob();
    const second = await tableOf(await ask(carried, 'votable/td', sorted));
    // Writers of bytes leave the bound of an array away.
    expect(second.map(unbound)).toEqual(first.map(unbound));
  });

  // BINARY and FITS have no NULL among arrays of fixed size; FITS fixes the length of texts, and fills them up with blanks.
  test.each(['votable/b', 'votable/fits', 'fits'])('%s: all but NULL and lengths', async (format) => {
    const filled = sorted.replace('ORDER', 'WHERE "number" < 3 ORDER');
    const bare = (line: string) => line.replace(/ ?arraysize="(?:\d*\*|[15])"/, '').replaceAll(' </TD>', '</TD>');
    const original = document(FIELDS);
    const first = await tableOf(await ask(original, 'votable/td', filled));
    const carried = await (await ask(original, format, sorted)).blob();
    const second = await tableOf(await ask(carried, 'votable/td', filled));
    expect(second.map(bare)).toEqual(first.map(bare));
  });

  test.each(OUTPUT_FORMATS.map(({ shortNames }) => shortNames[0] ?? ''))('%s can be asked for', async (format) => {
    const answer = await ask(document(FIELDS), format, `${sorted} OFFSET 0`);
    expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(100);
  });

  test.each(['csv', 'tsv'])('%s, whose types are guessed', async (format) => {
    const plain = FIELDS.filter(([, cell]) => !/ /.test(cell ?? '') && cell !== '7').slice(0, 9);
    const original = document(plain);
    const first = await (await ask(original, 'csv', sorted)).text();
    const carried = await (await ask(original, format, sorted)).blob();
    expect(await (await ask(carried, 'csv', sorted)).text()).toBe(first);
  });

  test('bits and complex numbers come as what they are made of', async () => {
    const fields: typeof FIELDS = [
      ['name="bits" datatype="bit" arraysize="5"', '10110'],
      ['name="z" datatype="doubleComplex"', '1.5 -2'],
    ];
    const found = await tableOf(await ask(document(fields), 'votable/td'));
    expect(found).toEqual([
      'name="bits" datatype="boolean" arraysize="5"',
      'name="z" datatype="double" arraysize="2"',
      '<TD>T F T T F</TD><TD>1.5 -2</TD>',
    ]);
  });

  test('arrays of texts are left out, which the result says', async () => {
    const fields: typeof FIELDS = [
      ['name="n" datatype="int"', '1'],
      ['name="names" datatype="char" arraysize="4x*"', 'abcdefgh'],
    ];
    const text = await (await ask(document(fields), 'votable/td')).text();
    expect(text).toMatch(/name="warning" value="The column &quot;names&quot; of the uploaded table mine is left out/);
  });
});

describe('names', () => {
  const NAMES = [
    'select',
    'Table',
    'a b',
    'ra',
    'RA',
    'Ra',
    'größe ☃',
    "it's",
    'say "x"',
    'x'.repeat(300),
    `${'x'.repeat(299)}y`,
    '1st',
    'a.b',
    'c1',
    'c2.c3.cell',
    '--',
    'ctid',
    'tableoid',
    '%s$1',
  ];
  const xml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  const numbered = (names: readonly string[]) =>
    document(names.map((name, index) => [`name="${xml(name)}" datatype="int"`, String(index)] as const));

  test('odd, reserved, long and non-ASCII ones stay, and can be asked for', async () => {
    const upload = numbered(NAMES);
    const header = (await (await ask(upload, 'json')).json()) as { metadata: { name: string }[]; data: number[][] };
    expect(header.metadata.map(({ name }) => name)).toEqual(NAMES);
    expect(header.data).toEqual([NAMES.map((_, index) => index)]);
    const each = NAMES.map((name) => `"${name.replaceAll('"', '""')}" + 0`).join(', ');
    const asked = (await (await ask(upload, 'json', `SELECT ${each} FROM TAP_UPLOAD.mine`)).json()) as {
      data: number[][];
    };
    expect(asked.data).toEqual(header.data);
  });

  test('the second of two that are the same gets another, which the result says', async () => {
    const text = await (await ask(numbered(['a', 'a', 'a_2', 'a']), 'votable/td')).text();
    const names = [...text.matchAll(/<FIELD[^>]* name="([^"]*)"/g)].map((match) => match[1]);
    expect(names).toEqual(['a', 'a_2', 'a_2_2', 'a_3']);
    expect(text).toContain('is called &quot;a_2&quot; here');
  });

  test('fields without a name are called by their number', async () => {
    const text = await (await ask(document([['datatype="int"', '5']]), 'csv')).text();
    expect(text).toBe('column 1\r\n5\r\n');
  });
});
