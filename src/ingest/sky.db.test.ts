import { describe, expect, test } from 'vitest';
import { sql } from '../core/sql-text.ts';
import { coverCells } from '../model/sky/cover.ts';
import { touchCode } from '../model/sky/cover-code.ts';
import { rotation, transform } from '../model/sky/frame.ts';
import { cellOf } from '../model/sky/healpix.ts';
import { contains, fromCells, rangeOf } from '../model/sky/moc.ts';
import { parseMoc } from '../model/sky/moc-text.ts';
import { LoadKit } from './testing/load-kit.ts';

const kit = new LoadKit();
const { write, describeTable, ingest } = kit;

const POSITION = `      - {name: RA, type: double, unit: deg, description: Right ascension}
      - {name: Dec, type: float, unit: deg, description: Declination}`;

/** Directions all over the sky, from a sequence that repeats itself. */
const directions = (count: number) =>
  Array.from({ length: count }, (_, row) => [((row * 222.49) % 720) - 180, ((row * 77.77) % 180) - 90] as const);

const csv = (rows: readonly (readonly (number | string)[])[]): string =>
  `id,RA,Dec\n${rows.map((row, index) => `${index + 1},${row.join(',')}`).join('\n')}\n`;

const indexesOf = (table: string) =>
  kit.database.query<{ name: string; definition: string; clustered: boolean }>(
    sql`SELECT i.relname AS name, pg_get_indexdef(i.oid) AS definition, x.indisclustered AS clustered
      FROM pg_catalog.pg_index AS x JOIN pg_catalog.pg_class AS i ON i.oid = x.indexrelid
      WHERE x.indrelid = $1::regclass ORDER BY 1`,
    [table],
  );

describe('the position of a table', () => {
  test('has a hidden cell, computed of the numbers as they are stored, and an index', async () => {
    const rows = directions(500);
    write('one.csv', csv([...rows, ['', 1], [1, ''], [1, 90.5], ['nan', 2]]));
    await ingest(
      await describeTable({
        id: 'sky/one',
        table: 'placed',
        columns: POSITION,
        more: '    position: {ra: ra, dec: dec, frame: ICRS}',
      }),
    );
    const cells = await kit.database.query<{ cell: string | null }>(
      sql`SELECT "ra.dec.cell"::text AS cell FROM test.placed ORDER BY id`,
    );
    const expected = rows.map(([ra, dec]) => String(cellOf(ra, Math.fround(dec))));
    expect(cells.map(({ cell }) => cell)).toEqual([...expected, null, null, null, null]);
    expect((await indexesOf('test.placed')).map(({ definition }) => definition)).toContainEqual(
      expect.stringContaining('USING btree ("ra.dec.cell")'),
    );
  });

  test('shows nothing of its hidden column', async () => {
    const columns = await kit.database.query(
      sql`SELECT column_name FROM tap_schema.columns WHERE table_name = 'test.placed' ORDER BY column_index`,
    );
    expect(columns).toEqual(['id', 'RA', 'Dec'].map((name) => ({ column_name: name })));
  });

  test('with cluster, rows lie in the order of the cells', async () => {
    write('one.csv', csv(directions(3000)));
    await ingest(
      await describeTable({
        id: 'sky/ordered',
        table: 'ordered',
        columns: POSITION,
        more: '    position: {ra: ra, dec: dec, frame: ICRS}\n    indexes: [{columns: [RA, DEC], method: sky, cluster: true}]',
      }),
    );
    const [order] = await kit.database.query(
      sql`SELECT bool_and(cell >= before) AS ordered FROM
        (SELECT "ra.dec.cell" AS cell, lag("ra.dec.cell") OVER (ORDER BY ctid) AS before FROM test.ordered) AS rows`,
    );
    expect(order).toEqual({ ordered: true });
    expect((await indexesOf('test.ordered')).filter(({ clustered }) => clustered)).toHaveLength(1);
  });

  test('may be computed, and may be one of several', async () => {
    write('one.csv', csv(directions(200)));
    await ingest(
      await describeTable({
        id: 'sky/turned',
        table: 'turned',
        columns: `${POSITION}
      - {name: ra2, type: double, unit: deg, description: Turned, compute: "RA + 180"}
      - {name: dec2, type: double, unit: deg, description: Turned, compute: "-Dec"}`,
        more: '    position: {ra: ra2, dec: dec2, frame: ICRS}\n    indexes: [{columns: [RA, Dec], method: sky}]',
      }),
    );
    const rows = await kit.database.query<{ [name: string]: string }>(
      sql`SELECT ra, dec, ra2, dec2, "ra.dec.cell"::text AS cell, "ra2.dec2.cell"::text AS cell2 FROM test.turned`,
    );
    expect(rows).toHaveLength(200);
    for (const row of rows) {
      // The database and this program round the last bit of a cell's place on their own.
      expect(row['cell']).toBe(String(cellOf(Number(row['ra']), Math.fround(Number(row['dec'])))));
      const cell = cellOf(Number(row['ra2']), Number(row['dec2']));
      expect(BigInt(row['cell2'] ?? -1) >> 10n).toBe(cell >> 10n);
    }
  });
});

describe('the coverage of a table', () => {
  const coverageOf = async (id: string) => {
    const [row] = await kit.database.query<{ coverage: { moc: string; fraction: number } | null }>(
      sql`SELECT resource -> 'tables' -> 0 -> 'coverage' AS coverage FROM almagest.resource WHERE id = $1`,
      [id],
    );
    return row?.coverage;
  };
  const mocOf = (text: string) => {
    const read = parseMoc(text);
    if (read.kind !== 'moc') throw new Error(text);
    return read.moc;
  };

  test('is the cells that its positions lie in', async () => {
    write(
      'one.csv',
      csv([
        [10, 20],
        [10.001, 20],
        [200, -89.99],
        ['', 1],
      ]),
    );
    const wanted = { id: 'sky/covered', table: 'covered', columns: POSITION };
    const more = '    position: {ra: RA, dec: Dec, frame: ICRS}';
    await ingest(await describeTable({ ...wanted, more }));
    const before = await coverageOf(wanted.id);
    const { moc, fraction } = before ?? { moc: '', fraction: 0 };
    const cells = [cellOf(10, 20, 8), cellOf(200, -89.99, 8)].map((cell) => ({ order: 8, cell }));
    expect(mocOf(moc)).toEqual(fromCells(cells));
    expect(fraction).toBeCloseTo(2 / (12 * 4 ** 8), 12);
    // New words about the same rows leave it as it is.
    await ingest(
      await describeTable({ ...wanted, more, table: 'covered', columns: POSITION.replace('Right', 'The right') }),
    );
    expect(await coverageOf(wanted.id)).toEqual(before);
  });

  test('is told in ICRS, whatever the frame of the positions', async () => {
    const rows = directions(50);
    write('one.csv', csv(rows));
    const wanted = { id: 'sky/galactic', table: 'galactic', columns: POSITION };
    await ingest(await describeTable({ ...wanted, more: '    position: {ra: RA, dec: Dec, frame: GALACTIC}' }));
    const { moc } = (await coverageOf(wanted.id)) ?? { moc: '' };
    const matrix = rotation('GALACTIC', 'ICRS');
    if (!matrix) throw new Error('GALACTIC is a rotation of ICRS');
    for (const [l, b] of rows) {
      const { lon, lat } = transform(matrix, l, Math.fround(b));
      expect(contains(mocOf(moc), lon, lat)).toBe(true);
    }
  });

  test('of very many places is given in larger cells', async () => {
    write('one.csv', csv(directions(20_000)));
    const wanted = { id: 'sky/wide', table: 'wide', columns: POSITION };
    await ingest(await describeTable({ ...wanted, more: '    position: {ra: RA, dec: Dec, frame: ICRS}' }));
    const { moc } = (await coverageOf(wanted.id)) ?? { moc: '' };
    expect(moc.length).toBeGreaterThan(1000);
    expect(moc.length).toBeLessThanOrEqual(40_000);
    for (const [ra, dec] of directions(100)) expect(contains(mocOf(moc), ra, Math.fround(dec))).toBe(true);
  });
});

describe('regions', () => {
  const column = (name: string, type: string, index = ', index: sky') =>
    `      - {name: ${name}, ${type}${index}, description: A region}`;
  const REGIONS = [
    column('c', 'type: double, arraysize: "3", xtype: circle, unit: deg'),
    column('p', 'type: double, arraysize: "*", xtype: polygon, unit: deg'),
    column('m', 'type: char, xtype: moc'),
    column('r', 'type: char, xtype: "adql:region"'),
  ].join('\n');

  test('of every kind are stored with their cover', async () => {
    write(
      'one.csv',
      `id,c,p,m,r
1,1 2 0.5,0 0 1 0 1 1,2/1 3/9,CIRCLE ICRS 5 5 1
2,,,,
3,nan nan nan,10 10 11 10 11 11 10 11,29/17,UNION ICRS (CIRCLE 1 2 3 POLYGON 50 0 51 0 51 1)
`,
    );
    await ingest(await describeTable({ id: 'sky/regions', table: 'regions', columns: REGIONS }));
    const rows = await kit.database.query(
      sql`SELECT c, p, m::text, r, cardinality("c.cover") > 0 AS cc, cardinality("p.cover") > 0 AS cp,
        "m.cover"[1] AS cm, cardinality("r.cover") > 0 AS cr FROM test.regions ORDER BY id`,
    );
    const none = { c: null, p: null, m: null, r: null, cc: null, cp: null, cm: null, cr: null };
    const [[a, b], [d, e]] = [rangeOf({ order: 2, cell: 1n }), rangeOf({ order: 3, cell: 9n })];
    expect(rows).toMatchObject([
      {
        c: [1, 2, 0.5],
        p: [0, 0, 1, 0, 1, 1],
        m: `{[${a},${b}),[${d},${e})}`,
        r: 'CIRCLE ICRS 5 5 1',
        cc: true,
        cr: true,
      },
      none,
      { c: null, p: [10, 10, 11, 10, 11, 11, 10, 11], m: '{[17,18)}', cc: null, cp: true, cr: true },
    ]);
    const gin = (await indexesOf('test.regions')).filter(({ definition }) => definition.includes('USING gin'));
    expect(gin.map(({ definition }) => /\("(.*)"\)/.exec(definition)?.[1])).toEqual(
      ['c', 'm', 'p', 'r'].map((name) => `${name}.cover`),
    );
  });

  test('overlap in their covers where they touch', async () => {
    const touching = touchCode(coverCells({ kind: 'circle', lon: 10.5, lat: 10.2, radius: 0.01 }));
    const found = await kit.database.query(
      sql`SELECT id FROM test.regions WHERE "p.cover" && CAST($1 AS bigint[]) ORDER BY id`,
      [`{${touching.join(',')}}`],
    );
    expect(found).toEqual([{ id: 3 }]);
  });

  test.each([
    ['c', '1 91 2', 'line 2, column c: "1 91 2" is no circle: the latitude'],
    ['c', '1 2 -3', 'the radius'],
    ['p', '0 0 1 0', 'is no polygon:'],
    ['p', '0 0 1 0 1 1 0', 'a longitude without a latitude'],
    ['p', '0 0 1 1 1 0 0 1', 'is no polygon:'],
    ['m', '3/768', 'is no coverage map:'],
    ['m', 'CIRCLE 1 2 3', 'is no coverage map:'],
    ['r', 'CIRCLE ICRS 1 2', 'is no region:'],
    ['r', 'CIRCLE GALACTIC 1 2 3', 'is in the frame GALACTIC'],
  ])('in %s: %s is refused', async (name, text, message) => {
    const columns = REGIONS.split('\n').find((line) => line.includes(`name: ${name},`)) ?? '';
    write('one.csv', `id,${name}\n1,${text}\n`);
    const loading = ingest(await describeTable({ id: 'sky/bad', table: 'bad', columns }));
    await expect(loading).rejects.toMatchObject({ code: 'I105', message: expect.stringContaining(message) });
  });
});
