import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addMembers, putGroup } from '../../src/auth/account-store.ts';
import { LIMITS } from '../../src/core/limits.ts';
import { identifier, sql } from '../../src/core/sql-text.ts';
import { description, type OwnTablesKit, openOwnTablesKit, typed } from './own-tables-kit.ts';

let kit: OwnTablesKit;
beforeAll(async () => {
  kit = await openOwnTablesKit();
  await kit.put(
    'stars',
    `id,name,pair\n${Array.from({ length: 1000 }, (_, row) => `${row},${row % 10}x,a`).join('\n')}\n`,
  );
});
afterAll(() => kit.close());

const STARS = 'id\n1\n';

/** Orders an index and waits for its end; the phase, and what is said. */
async function index(parameters: Record<string, string>, who = kit.ada): Promise<string> {
  const made = await kit.ask('/tap/table-update', who, { method: 'POST', body: new URLSearchParams(parameters) });
  const job = new URL(made.headers.get('location') ?? '').pathname;
  expect(await (await kit.ask(`${job}/phase`, who)).text()).toBe('PENDING');
  await kit.ask(`${job}/phase`, who, { method: 'POST', body: new URLSearchParams({ PHASE: 'RUN' }) });
  for (;;) {
    await kit.ask(`${job}?WAIT=10`, who);
    const phase = await (await kit.ask(`${job}/phase`, who)).text();
    if (phase === 'COMPLETED') return `${phase} ${await (await kit.ask(`${job}/results/result`, who)).text()}`.trim();
    if (phase === 'ERROR') return `${phase} ${await (await kit.ask(`${job}/error`, who)).text()}`;
  }
}

describe('an index', () => {
  const indexes = async (): Promise<number> => {
    const [row] = await kit.database.query<{ count: number }>(
      sql`SELECT count(*) AS count FROM pg_indexes WHERE schemaname = 'almagest_user' AND tablename =
          (SELECT id FROM almagest.user_table WHERE name = 'stars')`,
    );
    return row?.count ?? 0;
  };

  test('is made by a job, once, and told of in the metadata', async () => {
    expect(await index({ table: 'user_ada.stars', index: 'id', unique: 'false' })).toBe(
      'COMPLETED user_ada.stars has an index of id.',
    );
    expect(await index({ TABLE: 'STARS', INDEX: 'ID' })).toMatch(/^COMPLETED/);
    expect(await indexes()).toBe(1);
    expect(await index({ TABLE: 'stars', INDEX: 'id', UNIQUE: 'true' })).toMatch(/^COMPLETED/);
    expect(await indexes()).toBe(2);
    const rows = await kit.rows(
      "SELECT column_name, indexed FROM TAP_SCHEMA.columns WHERE table_name = 'user_ada.stars'",
      kit.ada,
    );
    expect(rows).toContain('id,1');
    expect(rows).toContain('name,0');
  });

  test('of values that are not all different cannot be unique', async () => {
    expect(await index({ TABLE: 'stars', INDEX: 'name', UNIQUE: '1' })).toMatch(
      /^ERROR [\s\S]*U110: the values of name are not all different/,
    );
    expect(await indexes()).toBe(2);
  });

  test('holds for rows that come later', async () => {
    expect(await kit.load('stars', 'id\n5\n')).toMatch(
      /^400 U105 the file for stars has 5 in the column id once more, whose values are all different/,
    );
  });

  test.each([
    [{ TABLE: 'stars' }, 'R102'],
    [{ INDEX: 'id' }, 'R102'],
    [{ TABLE: 'stars', INDEX: 'idd' }, 'U110'],
    [{ TABLE: 'nothing', INDEX: 'id' }, 'R107'],
    [{ TABLE: 'mixed.shown', INDEX: 'id' }, 'A103'],
    [{ TABLE: 'stars', INDEX: 'id', UNIQUE: 'perhaps' }, 'R105'],
    [{ TABLE: `stars"; DROP TABLE x`, INDEX: 'id' }, 'U106'],
    [{ TABLE: 'stars', INDEX: 'id"; DROP TABLE x' }, 'U110'],
  ])('that makes no sense is an error of its job: %j', async (parameters, code) => {
    expect(await index(parameters as Record<string, string>)).toMatch(new RegExp(`^ERROR [\\s\\S]*${code}`));
  });

  test('of arrays or regions there is none', async () => {
    await kit.put(
      'shapes',
      description({
        a: typed('double', 'arraysize="2"'),
        p: typed('double', 'arraysize="2" extendedType="point"'),
        r: typed('char', 'arraysize="*" extendedType="adql:region"'),
      }),
    );
    for (const column of ['a', 'p', 'r'])
      expect(await index({ TABLE: 'shapes', INDEX: column })).toMatch(/^ERROR [\s\S]*U110/);
  });

  test('of texts that are too long is told of', async () => {
    const noise = Array.from({ length: 20_000 }, (_, at) =>
      String.fromCharCode(97 + (((at * at * 7919) % 9973) % 26)),
    ).join('');
    await kit.put('long', `t\n${noise}\n`);
    expect(await index({ TABLE: 'long', INDEX: 't' })).toMatch(/^ERROR [\s\S]*U110: the values of t are too long/);
  });

  test('whose job is aborted is not made, and the server does nothing more for it', async () => {
    await kit.put('held', STARS);
    const [row] = await kit.database.query<{ id: string }>(sql`SELECT id FROM almagest.user_table WHERE name = 'held'`);
    expect(row?.id).toMatch(/^t[0-9a-f]{24}$/);
    const waiting = sql`SELECT 1 FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX%' AND state = 'active' AND pid <> pg_backend_pid()`;
    const made = await kit.ask('/tap/table-update', kit.ada, {
      method: 'POST',
      body: new URLSearchParams({ TABLE: 'held', INDEX: 'id' }),
    });
    const job = new URL(made.headers.get('location') ?? '').pathname;
    await kit.database.transaction(async (session) => {
      // As one who adds rows does.
      await session.query(sql`LOCK TABLE ${identifier('almagest_user', row?.id ?? '')} IN ROW EXCLUSIVE MODE`);
      await kit.ask(`${job}/phase`, kit.ada, { method: 'POST', body: new URLSearchParams({ PHASE: 'RUN' }) });
      await expect.poll(() => kit.database.query(waiting), { timeout: 20_000 }).toHaveLength(1);
      await kit.ask(`${job}/phase`, kit.ada, { method: 'POST', body: new URLSearchParams({ PHASE: 'ABORT' }) });
      await expect.poll(() => kit.database.query(waiting), { timeout: 20_000 }).toEqual([]);
    });
    expect(await (await kit.ask(`${job}/phase`, kit.ada)).text()).toBe('ABORTED');
    expect(
      await kit.rows("SELECT indexed FROM TAP_SCHEMA.columns WHERE table_name = 'user_ada.held'", kit.ada),
    ).toEqual(['0']);
  });
});

test('a table that is deleted while rows are added gets none, and is gone', async () => {
  await kit.put('fading', STARS);
  let loading: Promise<string> | undefined;
  await kit.database.transaction(async (session) => {
    await session.query(sql`SELECT pg_advisory_xact_lock(hashtext('almagest tables of ada'))`);
    loading = kit.load('fading', 'id\n2\n');
    const adding = sql`SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`;
    await expect.poll(() => kit.database.query(adding), { timeout: 20_000 }).toHaveLength(1);
    await session.query(sql`UPDATE almagest.user_table SET dropped = now() WHERE name = 'fading'`);
  });
  expect(await loading).toMatch(/^404 R107 the table user_ada\.fading was deleted meanwhile/);
  await kit.put('fading', STARS);
  expect(await kit.rows('SELECT id FROM fading', kit.ada)).toEqual(['1']);
});

describe('room', () => {
  const used = async (who: string): Promise<number> => {
    const answer = await kit.ask('/api/limits', who, { headers: { accept: 'application/json' } });
    const { limits } = (await answer.json()) as { limits: readonly { name: string; used?: number }[] };
    return limits.find(({ name }) => name === 'storageBytes')?.used ?? 0;
  };
  const tables = async (who: string) => {
    const answer = await kit.ask('/api/limits', who, { headers: { accept: 'application/json' } });
    const { schema, limits } = (await answer.json()) as {
      schema: string | null;
      limits: readonly { name: string; value: number; used?: number }[];
    };
    return { schema, ...limits.find(({ name }) => name === 'userTables') };
  };

  test('is used by tables, and shown; what is deleted gives it back', async () => {
    expect(await tables(kit.bo)).toMatchObject({ schema: null, value: LIMITS.userTables });
    expect(await used(kit.bo)).toBe(0);
    await kit.put('stars', STARS, kit.bo);
    const one = await used(kit.bo);
    expect(one).toBeGreaterThan(0);
    expect(await tables(kit.bo)).toMatchObject({ schema: 'user_bo', used: 1 });
    await kit.put('more', STARS, kit.bo);
    expect(await used(kit.bo)).toBe(2 * one);
    await index({ TABLE: 'more', INDEX: 'id' }, kit.bo);
    // The job kept a sentence.
    expect(await used(kit.bo)).toBeGreaterThan(2 * one + 8000);
    await kit.remove('more', kit.bo);
    expect(await used(kit.bo)).toBeLessThan(one + 1000);
  });

  test('has an end: what would not fit is refused, with what it would take, and leaves nothing', async () => {
    await putGroup(kit.database, 'small', { storageBytes: 200_000 });
    await addMembers(kit.database, 'small', ['bo']);
    await expect
      .poll(async () =>
        (await (await kit.ask('/api/limits', kit.bo, { headers: { accept: 'application/json' } })).text()).includes(
          '200000',
        ),
      )
      .toBe(true);
    const before = await used(kit.bo);
    const rows = Array.from({ length: 20_000 }, (_, row) => row).join('\n');
    expect(await kit.load('stars', `id\n${rows}\n`, kit.bo)).toMatch(
      /^413 U108 your tables and results would take \d.* kB; there is room for 200.0 kB/,
    );
    expect(await kit.put('large', `id\n${rows}\n`, kit.bo)).toMatch(/^413 U108/);
    expect(await used(kit.bo)).toBe(before);
    expect(await kit.rows('SELECT COUNT(*) AS n FROM stars', kit.bo)).toEqual(['1']);
    const left = await kit.database.query(sql`SELECT tablename FROM pg_tables WHERE schemaname = 'almagest_user'
      EXCEPT SELECT id FROM almagest.user_table`);
    expect(left).toEqual([]);
  });

  test('ends for several at once as it does for one after the other', async () => {
    const rows = Array.from({ length: 700 }, (_, row) => row).join('\n');
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, at) => kit.put(`part${at}`, `id\n${rows}\n`, kit.bo)),
    );
    expect(new Set(answers.map((answer) => answer.slice(0, 3)))).toEqual(new Set(['201', '413']));
    expect(await used(kit.bo)).toBeLessThanOrEqual(200_000);
  });

  test('is not for endless words', async () => {
    await kit.database.query(
      sql`INSERT INTO almagest.user_table (id, owner, name, content, bytes) SELECT 'tall', owner, 'tall', json_build_object(
            'schema', 'user_ada', 'name', 'tall', 'columns', json_build_array(), 'skyIndexes', json_build_array(),
            'foreignKeys', json_build_array(), 'kind', 'table', 'description', repeat('x', 17000000)), 0
          FROM almagest.user_schema WHERE owner = 'ada'`,
    );
    expect(await kit.put('one_more', STARS)).toMatch(/^413 U103 the names and descriptions/);
    expect(await kit.remove('tall')).toMatch(/^200/);
    expect(await kit.put('one_more', STARS)).toMatch(/^201/);
  });

  test('is not for more bytes or rows at a time than an upload may have', async () => {
    const many = 'x\n'.repeat(100_002);
    expect(await kit.put('rows', many)).toMatch(/^413 U103 .* more than 100,000 rows/);
    expect(await kit.put('bytes', new Blob(['id\n', '1'.repeat(21_000_000)]))).toMatch(/^413 U103/);
  });
});
