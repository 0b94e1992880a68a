import { describe, expect, test } from 'vitest';
import { sql } from '../core/sql-text.ts';
import { cellOf } from '../model/sky/healpix.ts';
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
