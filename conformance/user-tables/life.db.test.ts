import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { identifier, sql } from '../../src/core/sql-text.ts';
import { EVERY_TYPE, votableOf } from '../upload/every-type.ts';
import { description, type OwnTablesKit, openOwnTablesKit, typed } from './own-tables-kit.ts';

let kit: OwnTablesKit;
beforeAll(async () => {
  kit = await openOwnTablesKit();
});
afterAll(() => kit.close());

const STARS = 'id,ra,dec,name\n1,10.5,20.5,one\n2,11.5,21.5,"two, too"\n';

const asked = async (adql: string, format: string): Promise<Response> => {
  const query = new URLSearchParams({ LANG: 'ADQL', FORMAT: format, QUERY: adql });
  const answer = await kit.ask(`/tap/sync?${query}`, kit.ada);
  if (!answer.ok) throw new Error(await answer.text());
  return answer;
};
const count = async (table: string): Promise<number> =>
  Number((await kit.rows(`SELECT COUNT(*) AS n FROM ${table}`, kit.ada))[0]);

describe('a table is made', () => {
  test('empty, of a description: with its words, units and UCDs', async () => {
    const body = description(
      {
        id: typed('long'),
        ra: `<description>Where it is</description><unit>deg</unit><ucd>pos.eq.ra;meta.main</ucd>${typed('double')}`,
        dec: `<unit>deg</unit><ucd>pos.eq.dec;meta.main</ucd>${typed('double')}`,
        '"select"': typed('char', 'arraysize="*"'),
        seen: typed('char', 'arraysize="*" extendedType="timestamp"'),
        pair: typed('float', 'arraysize="2"'),
        older: '<dataType xsi:type="vs:TAPType" size="8">VARCHAR</dataType>',
        plain: '<dataType>integer</dataType>',
      },
      '<title>Mine</title><description>My own stars</description>',
    );
    expect(await kit.put('user_ada.described', body, kit.ada, 'text/xml')).toBe(
      '201 user_ada.described was made, with 0 rows.',
    );
    const shown = await (await kit.ask('/tap/tables/user_ada.described', kit.ada)).text();
    expect(shown).toContain('<title>Mine</title>');
    expect(shown).toContain('<description>My own stars</description>');
    expect(shown).toMatch(
      /<description>Where it is<\/description>\s*<unit>deg<\/unit>\s*<ucd>pos.eq.ra;meta.main<\/ucd>/,
    );
    expect(shown).toContain('<name>"select"</name>');
    expect(shown).toContain('arraysize="*" extendedType="timestamp">char<');
    expect(shown).toContain('arraysize="8*">char<');
    expect(await kit.load('described', 'id,ra,dec,select\n1,10,20,x\n')).toMatch(/^200 1 rows/);
    expect(await kit.rows('SELECT id, "select", plain FROM described', kit.ada)).toEqual(['1,x,']);

    // What /tables says of one table makes another one like it.
    expect(await kit.put('described_too', shown)).toMatch(/^201/);
    const again = await (await kit.ask('/tap/tables/user_ada.described_too', kit.ada)).text();
    expect(again.replaceAll('described_too', 'described')).toBe(shown);
  });

  test('with its rows, of whatever is read as an upload', async () => {
    const first = await kit.put('of_csv', STARS);
    expect(first).toBe('201 user_ada.of_csv was made, with 2 rows.');
    for (const format of ['votable/td', 'votable/b2', 'votable/b', 'fits', 'parquet', 'tsv']) {
      const name = `of_${format.replace('/', '_')}`;
      const file = await (await asked('SELECT * FROM of_csv ORDER BY id', format)).blob();
      expect(await kit.put(name, file)).toBe(`201 user_ada.${name} was made, with 2 rows.`);
      expect(await kit.rows(`SELECT * FROM ${name} ORDER BY id`, kit.ada)).toEqual([
        '1,10.5,20.5,one',
        '2,11.5,21.5,"two, too"',
      ]);
    }
  });

  test('with columns of every type, which come back as they went', async () => {
    expect(await kit.put('every', votableOf(EVERY_TYPE))).toMatch(/^201/);
    const upload = new FormData();
    upload.append('UPLOAD', 'every,param:file');
    upload.append('file', votableOf(EVERY_TYPE), 'every.vot');
    const parameters = {
      LANG: 'ADQL',
      FORMAT: 'votable/td',
      QUERY: 'SELECT * FROM TAP_UPLOAD.every ORDER BY "number"',
    };
    for (const [name, value] of Object.entries(parameters)) upload.append(name, value);
    const uploaded = await (await kit.ask('/tap/sync', kit.ada, { method: 'POST', body: upload })).text();
    const kept = await (await asked('SELECT * FROM every ORDER BY "number"', 'votable/td')).text();
    const table = (text: string) => text.slice(text.indexOf('<FIELD'), text.indexOf('</TABLE>'));
    expect(table(kept)).toBe(table(uploaded));
    expect(table(kept).match(/<TR>/g)).toHaveLength(3);

    // Described, and filled in two loads, it holds the same.
    const shown = await (await kit.ask('/tap/tables/user_ada.every', kit.ada)).text();
    expect(await kit.put('every_too', shown)).toMatch(/^201/);
    const [head, tail] = ['"number" < 2', '"number" > 1'].map(
      (where) => `SELECT * FROM every WHERE ${where} ORDER BY "number"`,
    );
    for (const part of [head, tail])
      expect(await kit.load('every_too', await (await asked(part ?? '', 'votable/b2')).blob())).toMatch(/^200/);
    const filled = await (await asked('SELECT * FROM every_too ORDER BY "number"', 'votable/td')).text();
    expect(table(filled)).toBe(table(kept));
  });

  test('once: of another one of that name it is told', async () => {
    await kit.put('once', STARS);
    expect(await kit.put('ONCE', STARS)).toMatch(/^409 U107 there is a table user_ada.ONCE already/);
    const both = await Promise.all([kit.put('at_once', STARS), kit.put('at_once', STARS)]);
    expect(both.map((answer) => answer.slice(0, 3)).sort()).toEqual(['201', '409']);
  });
});

describe('rows are added', () => {
  beforeAll(() => kit.put('grows', STARS));

  test('as often as one likes, of columns in any order and case, and not of all', async () => {
    expect(await kit.load('grows', STARS)).toBe('200 2 rows were added to user_ada.grows, which has 4 now.');
    expect(await kit.load('user_ada.GROWS', 'NAME\tId\nthree\t3\n', kit.ada, 'text/tab-separated-values')).toMatch(
      /^200 1 /,
    );
    expect(await kit.rows('SELECT id, ra, name FROM grows ORDER BY id', kit.ada)).toEqual([
      '1,10.5,one',
      '1,10.5,one',
      '2,11.5,"two, too"',
      '2,11.5,"two, too"',
      '3,,three',
    ]);
    // Tabs part cells if the sender says so, whatever else stands in them.
    expect(await kit.load('grows', 'name\na,b\n', kit.ada, 'text/tab-separated-values')).toMatch(/^200 1 /);
    expect(await kit.rows('SELECT name FROM grows WHERE id IS NULL', kit.ada)).toEqual(['"a,b"']);
    expect(await (await kit.ask('/tap/tables/user_ada.grows', kit.ada)).text()).toContain('<nrows>6</nrows>');
  });

  test('by several at once, each of which counts', async () => {
    await kit.put('crowd', STARS);
    const answers = await Promise.all(Array.from({ length: 5 }, () => kit.load('crowd', STARS)));
    expect(answers.every((answer) => answer.startsWith('200'))).toBe(true);
    expect(await count('crowd')).toBe(12);
    expect(await (await kit.ask('/tap/tables/user_ada.crowd', kit.ada)).text()).toContain('<nrows>12</nrows>');
  });

  test('with texts that are longer, and beyond ASCII, than those before', async () => {
    await kit.put('wide', description({ t: typed('char', 'arraysize="3"') }));
    expect(await kit.load('wide', 't\nabc\n')).toMatch(/^200/);
    expect(await kit.load('wide', 't\nMünchen ☃\n')).toMatch(/^200/);
    expect(await (await kit.ask('/tap/tables/user_ada.wide', kit.ada)).text()).toContain('arraysize="*">unicodeChar<');
    expect(await kit.rows('SELECT t FROM wide', kit.ada)).toEqual(['abc', 'München ☃']);
  });

  test('all or none: a bad cell is told of with its line and column', async () => {
    const before = await count('grows');
    const many = Array.from({ length: 20_000 }, (_, row) => `${row},1,2,x`).join('\n');
    expect(await kit.load('grows', `id,ra,dec,name\n${many}\n5,1,north,x\n`)).toMatch(
      /^400 U105 the file for grows, line 20002, column dec: "north" is not a number/,
    );
    const whole = await (await asked('SELECT * FROM grows', 'votable/td')).text();
    expect(await kit.load('grows', whole.slice(0, whole.lastIndexOf('</TR>')))).toMatch(/^400 U105/);
    expect(await kit.load('grows', 'id,rä\n1,2\n')).toMatch(/^400 U105 .*"rä", and the table has none of that name/);
    expect(await kit.load('grows', 'id,nmae\n1,2\n')).toMatch(/name/);
    expect(await kit.load('grows', 'id,ID\n1,2\n')).toMatch(/two columns for "id"/);
    expect(await kit.load('grows', '')).toMatch(/^400 R102/);
    expect(await kit.load('grows', '\0\x01\x02')).toMatch(/^400 U105/);
    expect(await count('grows')).toBe(before);
  });

  test('only to what is there', async () => {
    expect(await kit.load('grow', STARS)).toMatch(/^404 R107 there is no table user_ada.grow .*grows/);
    const file = await (await asked('SELECT pair FROM described', 'votable/td')).blob();
    expect(await kit.load('grows', file)).toMatch(/^400 U105/);
  });
});

describe('a position', () => {
  test('is found by its UCD, and found on the sky by its index, whenever its rows came', async () => {
    const rows = Array.from(
      { length: 5000 },
      (_, row) => `${row},${(row * 7.3) % 360},${((row * 3.7) % 170) - 85}`,
    ).join('\n');
    await kit.put(
      'sky',
      description({
        n: typed('int'),
        x: `<ucd>pos.eq.ra;meta.main</ucd>${typed('double')}`,
        y: `<ucd>pos.eq.dec;meta.main</ucd>${typed('double')}`,
      }),
    );
    await kit.load('sky', `n,x,y\n${rows}\n`);
    await kit.load('sky', 'n,x,y\n-1,10,20\n');
    await kit.load('sky', 'n\n-2\n');
    const near = 'SELECT n FROM sky WHERE DISTANCE(x, y, 10, 20) < 0.01';
    expect(await kit.rows(near, kit.ada)).toEqual(['-1']);
    const [row] = await kit.database.query<{ id: string }>(sql`SELECT id FROM almagest.user_table WHERE name = 'sky'`);
    const indexed = sql`SELECT count("c2.c3.cell")::integer AS cells FROM ${identifier('almagest_user', row?.id ?? '')}`;
    const [counted] = await kit.database.query<{ cells: number }>(indexed);
    expect(counted?.cells).toBe(5001);
  });
});

describe('a table is deleted', () => {
  test('at once, also while it is read: the reader reads on', async () => {
    const left = () => kit.database.query(sql`SELECT 1 FROM almagest.user_table WHERE dropped IS NOT NULL`);
    expect(await kit.put('busy', STARS)).toMatch(/^201/);
    const [row] = await kit.database.query<{ id: string }>(sql`SELECT id FROM almagest.user_table WHERE name = 'busy'`);
    const stored = identifier('almagest_user', row?.id ?? '');
    await kit.database.transaction(async (session) => {
      await session.query(sql`SELECT 1 FROM ${stored}`);
      expect(await kit.remove('busy')).toMatch(/^200/);
      expect(await left()).toHaveLength(1);
      await expect(kit.rows('SELECT id FROM busy', kit.ada)).rejects.toThrow('Q201');
      expect(await kit.put('busy', STARS)).toMatch(/^201/);
      expect(await session.query(sql`SELECT 1 FROM ${stored}`)).toHaveLength(2);
    });
    // What was read is gone from the disk by the next deletion.
    expect(await kit.remove('busy')).toMatch(/^200/);
    expect(await left()).toEqual([]);
  });

  test('once', async () => {
    expect(await kit.remove('busy')).toMatch(/^404 R107/);
    expect((await kit.ask('/tap/tables/user_ada.busy', kit.ada)).status).toBe(404);
  });
});

describe('names', () => {
  test.each([
    ['"select"', 'user_ada."select"'],
    ['table', 'user_ada."table"'],
    ['user_ada."a b.c/d"', 'user_ada."a b.c/d"'],
    ['"a""b"', 'user_ada."a""b"'],
    ['"Möbius ☃"', 'user_ada."Möbius ☃"'],
    [`"x'; DROP TABLE almagest.job; --"`, `user_ada."x'; DROP TABLE almagest.job; --"`],
    [`t${'x'.repeat(99)}`, `user_ada.t${'x'.repeat(99)}`],
  ])('%s can be one', async (given, name) => {
    expect(await kit.put(given, STARS)).toBe(`201 ${name} was made, with 2 rows.`);
    expect(await kit.rows(`SELECT id FROM ${name} ORDER BY id`, kit.ada)).toEqual(['1', '2']);
    expect(
      await kit.rows(
        `SELECT COUNT(*) AS n FROM TAP_SCHEMA.columns WHERE table_name = '${name.replaceAll("'", "''")}'`,
        kit.ada,
      ),
    ).toEqual(['4']);
    expect((await kit.ask(`/table/${encodeURIComponent(name)}`, kit.ada)).status).toBe(200);
    expect(await kit.load(name, STARS)).toMatch(/^200/);
    expect(await kit.remove(given)).toMatch(/^200/);
  });

  test.each([
    '1st',
    'a b',
    '../../etc',
    'a.b.c',
    '"a',
    '""',
    '" a"',
    '"a\u0007"',
    `t${'x'.repeat(100)}`,
    'user_ada.',
    '.x',
  ])('%j cannot', async (given) => {
    expect(await kit.put(given, STARS)).toMatch(/^400 U106/);
  });

  test('of columns may be any', async () => {
    const names = ['select', 'a b', 'Ä', 'a"b', 'x'.repeat(200), 'ID', 'id'];
    const head = names.map((name) => `"${name.replaceAll('"', '""')}"`).join(',');
    await kit.put('odd', `${head}\n${names.map((_, index) => index).join(',')}\n`);
    const row = await kit.rows(
      `SELECT ${names.map((name) => `"${name.replaceAll('"', '""')}"`).join(', ')} FROM odd`,
      kit.ada,
    );
    expect(row).toEqual(['0,1,2,3,4,5,6']);
  });
});

describe('a description', () => {
  test.each([
    ['<table', /U109/],
    [description({}), /names no column/],
    [description({ a: typed('bit') }), /the type of the column a is "bit", which is unknown/],
    [description({ a: '' }), /the type of the column a is missing/],
    [description({ a: typed('int', 'arraysize="-3"') }), /the type of the column a/],
    [
      description({ a: typed('int') }).replace('</vosi:table>', '<column/></vosi:table>'),
      /column 2 of the description has no name/,
    ],
    ['<!DOCTYPE table [<!ENTITY a "b">]><table/>', /^400 U1/],
    [`<tableset><schema><table/><table/></schema></tableset>`, /of 2 tables/],
  ])('that cannot be read is told of: %.60s', async (body, message) => {
    const answer = await kit.put('never', body, kit.ada, 'text/xml');
    expect(answer).toMatch(/^400/);
    expect(answer).toMatch(message);
  });

  test('two columns of one name are told of', async () => {
    const twice = description({ a: typed('int') }).replace(
      '</vosi:table>',
      `<column><name>a</name>${typed('int')}</column></vosi:table>`,
    );
    expect(await kit.put('never', twice)).toMatch(/^400 U109/);
  });
});
