import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { childrenOf, textOf, type XmlElement } from '../../format/xml/element.ts';
import { parseXml } from '../../format/xml/parse.ts';
import type { Column } from '../../model/column.ts';
import { type Datatype, DOUBLE, FLOAT, LONG, TEXT } from '../../model/datatype.ts';
import { contains } from '../../model/sky/moc.ts';
import { parseMoc } from '../../model/sky/moc-text.ts';
import type { Table } from '../../model/table.ts';
import { makeCatalogue } from '../../service/catalogue-cache.ts';
import { coneSearches, coneSearchOf, testCone } from '../../service/cone-search.ts';
import { makeTestService, TEST_RESOURCE } from '../../service/testing.ts';
import { dispatch } from '../dispatch.ts';
import { PROTOCOLS } from '../index.ts';

const SCHEMAS = new URL('../../../../shared/standards/xsd/local/all.xsd', import.meta.url).pathname;

const column = (name: string, datatype: Datatype, more: Partial<Column> = {}): Column => ({
  name,
  datatype,
  indexed: false,
  principal: false,
  std: false,
  ...more,
});

const sky = (name: string, frame: string, columns: readonly Column[], more: Partial<Table> = {}): Table => ({
  schema: 'sky',
  name,
  kind: 'table',
  description: 'Things on the sky',
  resource: TEST_RESOURCE.id,
  primaryKey: [],
  foreignKeys: [],
  skyIndexes: [],
  position: { ra: columns.at(-2)?.name ?? '', dec: columns.at(-1)?.name ?? '', frame },
  columns,
  ...more,
});

const [RA, DEC] = [column('ra', DOUBLE, { unit: 'deg' }), column('dec', FLOAT, { unit: 'deg' })];
const TABLES: readonly Table[] = [
  sky('named', 'ICRS', [
    column('name', TEXT, { ucd: 'meta.id;meta.main' }),
    column('mag', FLOAT, { principal: true, ucd: 'phot.mag' }),
    column('note', TEXT),
    RA,
    DEC,
  ]),
  sky('numbered', 'FK5', [column('run', LONG), column('size', LONG), RA, DEC], { primaryKey: ['run', 'size'] }),
  sky('nameless', 'ICRS', [RA, DEC]),
  sky('galactic', 'GALACTIC', [
    column('id', LONG, { ucd: 'meta.id;meta.main' }),
    column('l', DOUBLE),
    column('b', DOUBLE),
  ]),
  sky('horizon', 'AZ_EL', [column('az', DOUBLE), column('el', DOUBLE)]),
];
const CATALOGUE = makeCatalogue(
  [{ ...TEST_RESOURCE, schema: { name: 'sky' }, tables: TABLES, examples: [] }],
  new Date('2026-01-02T03:04:05Z'),
);

async function ask(path: string, rows = '') {
  const service = makeTestService({ rows: () => Readable.from([Buffer.from(rows)]) });
  const { pathname, searchParams } = new URL(`/scs/${path}`, 'http://x');
  const response = await dispatch(
    {
      method: 'GET',
      path: pathname,
      url: `/scs/${path}`,
      parameters: [...searchParams],
      headers: {},
      baseUrl: 'http://x',
      signal: new AbortController().signal,
      requestId: 'r-1',
    },
    { ...service, catalogue: { ...service.catalogue, current: CATALOGUE } },
    PROTOCOLS,
  );
  const { body } = response;
  const document = body instanceof Readable ? await text(body) : String(body);
  const root = parseXml(document);
  const infos = childrenOf(root, 'INFO').map(({ attributes }) => attributes);
  const query = infos.find(({ name }) => name === 'query')?.['value'];
  const resource = childrenOf(root, 'RESOURCE')[0] as XmlElement;
  const [table] = childrenOf(resource, 'TABLE');
  const fields = table ? childrenOf(table, 'FIELD').map(({ attributes }) => attributes) : [];
  return { ...response, document, infos, query, fields, resource };
}

const CONE = 'RA=10&DEC=-5.5&SR=0.25';

describe('an answer', () => {
  test('begins with the name as text and the position in double precision, each with its UCD of UCD1', async () => {
    const { status, headers, fields, document } = await ask(`sky.named?${CONE}&VERB=1`, 'a<b\t1.5\t2\n');
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/xml;content=x-votable');
    expect(fields).toMatchObject([
      { name: 'name', ucd: 'ID_MAIN', datatype: 'char' },
      { name: 'ra', ucd: 'POS_EQ_RA_MAIN', datatype: 'double', unit: 'deg' },
      { name: 'dec', ucd: 'POS_EQ_DEC_MAIN', datatype: 'double', unit: 'deg' },
    ]);
    expect(document).toContain('<TR><TD>a&lt;b</TD><TD>1.5</TD><TD>2</TD></TR>');
    expect(document).toContain('<COOSYS ID="coosys1" system="ICRS"/>');
  });

  test('is that of an ADQL query, which it tells', async () => {
    const { query } = await ask(`sky.named?${CONE}`);
    expect(query).toBe(
      'SELECT name, ra, CAST(dec AS DOUBLE PRECISION) AS dec, mag\nFROM sky.named\nWHERE DISTANCE(POINT(ra, dec), POINT(10, -5.5)) <= 0.25',
    );
  });

  test.each([
    [1, ['name', 'ra', 'dec']],
    [2, ['name', 'ra', 'dec', 'mag']],
    [3, ['name', 'ra', 'dec', 'mag', 'note']],
  ])('has the columns that VERB=%i asks for', async (verb, names) => {
    const { fields } = await ask(`sky.named?${CONE}&VERB=${verb}`);
    expect(fields.map(({ name }) => name)).toEqual(names);
  });

  test('makes a name of a key of several columns, or of the position where there is no key', async () => {
    const numbered = await ask(`sky.numbered?${CONE}&VERB=3`);
    expect(numbered.query).toMatch(
      /^SELECT CAST\(run AS VARCHAR\) \|\| ' ' \|\| CAST\("size" AS VARCHAR\) AS id, ra, /,
    );
    expect(numbered.fields.map(({ name }) => name)).toEqual(['id', 'ra', 'dec', 'run', 'size']);
    const nameless = await ask(`sky.nameless?${CONE}`);
    expect(nameless.query).toMatch(/^SELECT CAST\(ra AS VARCHAR\) \|\| ' ' \|\| CAST\(dec AS VARCHAR\) AS id, ra, /);
  });

  test('is in ICRS where the table is not, and searches the table in its own frame', async () => {
    // The galactic centre.
    const { query, fields } = await ask('sky.galactic?RA=266.40499&DEC=-28.93617&SR=1&VERB=3');
    const [, lon = '', lat = ''] = /POINT\(l, b\), POINT\((.+), (.+)\)\) <= 1$/.exec(query ?? '') ?? [];
    expect(Math.abs(Number(lat))).toBeLessThan(1e-4);
    expect(Math.min(Number(lon), 360 - Number(lon))).toBeLessThan(1e-4);
    expect(query).toContain("COORD1(ivo_geom_transform('GALACTIC', 'ICRS', POINT(l, b))) AS ra");
    expect(fields.map(({ name, ucd }) => [name, ucd])).toEqual([
      ['id', 'ID_MAIN'],
      ['ra', 'POS_EQ_RA_MAIN'],
      ['dec', 'POS_EQ_DEC_MAIN'],
      ['l', undefined],
      ['b', undefined],
    ]);
  });

  test('has no rows for a radius of 0, but all FIELDs, and is no overflow', async () => {
    const { query, fields, document } = await ask('sky.named?RA=10&DEC=-5.5&SR=0');
    expect(query).toMatch(/WHERE 0 = 1$/);
    expect(fields).toHaveLength(4);
    expect(document).not.toContain('OVERFLOW');
  });

  test('ignores parameters that it does not know, and case in names', async () => {
    expect((await ask(`sky.named?ra=10&Dec=1e-3&sr=.5&STYLE=x&RESPONSEFORMAT=csv`)).fields).toHaveLength(4);
  });
});

describe('what is wrong', () => {
  const refused = [
    ['DEC=1&SR=1', /RA is missing/],
    ['RA=as3f&DEC=1&SR=1', /RA is "as3f"/],
    ['RA=361&DEC=1&SR=1', /RA is "361"/],
    ['RA=1&DEC=-90.001&SR=1', /DEC is "-90.001"/],
    ['RA=1&DEC=1&SR=-1', /SR is "-1"/],
    ['RA=1&DEC=1&SR=181', /SR is "181"/],
    ['RA=NaN&DEC=Infinity&SR=0x1', /RA is "NaN"[\s\S]*DEC is "Infinity"[\s\S]*SR is "0x1"/],
    ['RA=1&RA=2&DEC=1&SR=1', /RA is given twice/],
    ['RA=1&DEC=1&SR=1&VERB=4', /VERB is "4"/],
    ['RA=1&DEC=1&SR=1&MAXREC=-1', /MAXREC is "-1"/],
  ] as const;
  test.each(refused)('%s is told in the INFO that the standard names, with the status 200', async (query, message) => {
    const { status, infos, resource, document } = await ask(`sky.named?${query}`);
    expect(status).toBe(200);
    expect(infos.filter(({ name }) => name === 'Error')).toEqual([
      { ID: 'Error', name: 'Error', value: expect.stringMatching(message) },
    ]);
    expect(childrenOf(resource, 'INFO').map(textOf)[0]).toMatch(message);
    if (existsSync(SCHEMAS))
      execFileSync('xmllint', ['--nonet', '--noout', '--schema', SCHEMAS, '-'], { input: document, stdio: 'pipe' });
  });

  test('a table that cannot be searched is not found, and those that can are named', async () => {
    const horizon = await ask(`sky.horizon?${CONE}`);
    expect(horizon.status).toBe(404);
    expect(horizon.infos[0]?.['value']).toMatch(
      /no position.*\n.*sky\.named, sky\.numbered, sky\.nameless, sky\.galactic/,
    );
    expect((await ask(`sky.nmaed?${CONE}`)).infos[0]?.['value']).toContain('Did you mean sky.named?');
  });
});

test('every table with a position in a known frame is offered', () => {
  expect(coneSearches(CATALOGUE).map(({ path }) => path)).toEqual([
    '/scs/sky.named',
    '/scs/sky.numbered',
    '/scs/sky.nameless',
    '/scs/sky.galactic',
  ]);
  expect(coneSearchOf(TABLES[4] as Table)).toBeUndefined();
});

test('the cone to try holds a whole cell of the coverage map', () => {
  for (const moc of ['6/0', '0/4 5/12000', '29/3458764513820540927', '3/100-110']) {
    const cone = testCone({ coverage: { moc, outline: moc, fraction: 0.1 } });
    const read = parseMoc(moc);
    if (!cone || read.kind !== 'moc') throw new Error(`${moc} gives no cone`);
    expect(contains(read.moc, cone.ra, cone.dec) || cone.sr < 0.001).toBe(true);
    expect(cone.sr).toBeGreaterThan(0);
  }
  expect(testCone({})).toBeUndefined();
});
