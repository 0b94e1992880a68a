import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OUTPUT_FORMATS } from '../../src/format/index.ts';
import { EVERY_TYPE, type FieldCells, votableOf } from './every-type.ts';
import { openUploadKit, type UploadKit } from './upload-kit.ts';

let kit: UploadKit;
beforeAll(async () => {
  kit = await openUploadKit();
});
afterAll(() => kit.close());

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
  const found = await (await ask(votableOf(EVERY_TYPE), 'votable/td')).text();
  for (const [attributes] of EVERY_TYPE) {
    const [name = ''] = attributes.match(/name="\w+"/) ?? [];
    const field = new RegExp(`<FIELD [^>]*${name}[^>]*>`).exec(found)?.[0] ?? '';
    const expected = attributes
      .replace(' arraysize="1"', '')
      .match(/(?:datatype|arraysize|unit|ucd|utype|xtype)="[^"]*"/g);
    for (const attribute of expected ?? []) expect(field).toContain(attribute);
  }
  expect(found.match(/About it &amp; more/g)).toHaveLength(EVERY_TYPE.length);
  expect(found).toContain('<TD>9007199254740993</TD>');
  expect(found).toContain('<TD>𝔸 ☃</TD>');
});

describe('what a format holds comes back as it went', () => {
  test.each(['votable/td', 'votable/b2', 'parquet'])('%s: everything', async (format) => {
    const original = votableOf(EVERY_TYPE);
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
    const original = votableOf(EVERY_TYPE);
    const first = await tableOf(await ask(original, 'votable/td', filled));
    const carried = await (await ask(original, format, sorted)).blob();
    const second = await tableOf(await ask(carried, 'votable/td', filled));
    expect(second.map(bare)).toEqual(first.map(bare));
  });

  test.each(OUTPUT_FORMATS.map(({ shortNames }) => shortNames[0] ?? ''))('%s can be asked for', async (format) => {
    const answer = await ask(votableOf(EVERY_TYPE), format, `${sorted} OFFSET 0`);
    expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(100);
  });

  test.each(['csv', 'tsv'])('%s, whose types are guessed', async (format) => {
    const plain = EVERY_TYPE.filter(([, cell]) => !/ /.test(cell ?? '') && cell !== '7').slice(0, 9);
    const original = votableOf(plain);
    const first = await (await ask(original, 'csv', sorted)).text();
    const carried = await (await ask(original, format, sorted)).blob();
    expect(await (await ask(carried, 'csv', sorted)).text()).toBe(first);
  });

  test('bits and complex numbers come as what they are made of', async () => {
    const fields: readonly FieldCells[] = [
      ['name="bits" datatype="bit" arraysize="5"', '10110'],
      ['name="z" datatype="doubleComplex"', '1.5 -2'],
    ];
    const found = await tableOf(await ask(votableOf(fields), 'votable/td'));
    expect(found).toEqual([
      'name="bits" datatype="boolean" arraysize="5"',
      'name="z" datatype="double" arraysize="2"',
      '<TD>T F T T F</TD><TD>1.5 -2</TD>',
    ]);
  });

  test('arrays of texts are left out, which the result says', async () => {
    const fields: readonly FieldCells[] = [
      ['name="n" datatype="int"', '1'],
      ['name="names" datatype="char" arraysize="4x*"', 'abcdefgh'],
    ];
    const text = await (await ask(votableOf(fields), 'votable/td')).text();
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
    votableOf(names.map((name, index) => [`name="${xml(name)}" datatype="int"`, String(index)] as const));

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
    const text = await (await ask(votableOf([['datatype="int"', '5']]), 'csv')).text();
    expect(text).toBe('column 1\r\n5\r\n');
  });
});
