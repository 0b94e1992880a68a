import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addToken, putAccount, removeAccount } from '../../src/auth/account-store.ts';
import { sql } from '../../src/core/sql-text.ts';
import { refreshTapSchema } from '../../src/ingest/publish.ts';
import { OPERATOR } from '../../src/model/visitor.ts';
import { recordDrafts } from '../../src/registry/record/index.ts';
import { openService } from '../../src/service/open-service.ts';
import { schemaNameFor } from '../../src/service/user-table-name.ts';
import { createTable } from '../../src/service/user-table-write.ts';
import { type OwnTablesKit, openOwnTablesKit, said } from './own-tables-kit.ts';

let kit: OwnTablesKit;
beforeAll(async () => {
  kit = await openOwnTablesKit();
  await kit.put('secrets', 'id,ra,dec\n1,10.5,20.5\n2,11.5,21.5\n');
});
afterAll(() => kit.close());

const textAt = async (path: string, who?: string): Promise<string> => (await kit.ask(path, who)).text();
const HIDDEN = /user_ada|secrets/;
const STARS = 'id\n1\n';

describe('its owner sees a table', () => {
  test('in metadata, TAP_SCHEMA, queries and on pages', async () => {
    expect(await textAt('/tap/tables', kit.ada)).toContain('<name>user_ada.secrets</name>');
    expect(await textAt('/tap/tables?detail=min', kit.ada)).toContain('<name>user_ada.secrets</name>');
    expect(await textAt('/', kit.ada)).toMatch(/Your tables[\s\S]*user_ada\.secrets/);
    expect(await textAt('/table/user_ada.secrets', kit.ada)).toContain('user_ada.secrets');
    const listed = "SELECT table_name FROM TAP_SCHEMA.tables WHERE schema_name = 'user_ada'";
    expect(await kit.rows(listed, kit.ada)).toEqual(['user_ada.secrets']);
    expect(
      await kit.rows("SELECT schema_name FROM TAP_SCHEMA.schemas WHERE schema_name LIKE 'user%'", kit.ada),
    ).toEqual(['user_ada']);
    expect(
      await kit.rows('SELECT s.id, o.id FROM secrets AS s JOIN mixed.shown AS o USING (id)', kit.ada),
    ).toHaveLength(2);
  });

  test('while what is published stays where it was', async () => {
    const names = async (who?: string) =>
      [...(await textAt('/tap/tables', who)).matchAll(/<name>(\w+\.\w+)</g)].map(([, name]) => name);
    expect((await names(kit.ada)).filter((name) => !name?.startsWith('user_'))).toEqual(await names());
    expect((await kit.ask('/tap/tables', kit.ada)).headers.get('etag')).not.toBe(
      (await kit.ask('/tap/tables')).headers.get('etag'),
    );
  });

  test('when something is published, and when the server begins anew', async () => {
    await refreshTapSchema(kit.database);
    expect(
      await kit.rows("SELECT column_name FROM TAP_SCHEMA.columns WHERE table_name = 'user_ada.secrets'", kit.ada),
    ).toHaveLength(3);
  });

  test('in another process, as soon as it is there', async () => {
    const other = await openService({
      settings: kit.service.settings,
      database: kit.database,
      observe: () => undefined,
      worker: false,
    });
    try {
      const names = () =>
        other
          .as({ name: 'ada', groups: [] })
          .catalogue.current.schemas.flatMap(({ tables }) => tables.map(({ name }) => name));
      expect(names()).toContain('secrets');
      await kit.put('newer', STARS);
      await expect.poll(names).toContain('newer');
      await kit.remove('newer');
      await expect.poll(names).not.toContain('newer');
    } finally {
      await other.close();
    }
  });
});

describe('nobody else does', () => {
  for (const path of [
    '/',
    '/tap/tables',
    '/tap/tables?detail=min',
    '/tap/capabilities',
    '/sitemap.xml',
    '/oai?verb=ListRecords&metadataPrefix=ivo_vor',
    '/tap/examples',
  ])
    test(path, async () => {
      expect(await textAt(path)).not.toMatch(HIDDEN);
      expect(await textAt(path, kit.bo)).not.toMatch(HIDDEN);
    });

  test('by address', async () => {
    for (const path of [
      '/tap/tables/user_ada.secrets',
      '/table/user_ada.secrets',
      '/scs/user_ada.secrets?RA=10&DEC=20&SR=1',
    ])
      for (const who of [undefined, kit.bo]) expect([path, (await kit.ask(path, who)).status]).toEqual([path, 404]);
  });

  test('in queries, nor in advice, nor in TAP_SCHEMA', async () => {
    for (const who of [undefined, kit.bo]) {
      for (const table of ['user_ada.secrets', 'secrets', 'secret']) {
        const message = await kit.rows(`SELECT * FROM ${table}`, who).then(String, (error) => String(error.message));
        expect(message).toContain('Q201');
        expect(
          message.replaceAll(/user_ada\.secrets|FROM secrets?|table secrets?/g, '').replaceAll(/SELECT[^\n]*/g, ''),
        ).not.toMatch(HIDDEN);
      }
      for (const table of ['schemas', 'tables', 'columns'])
        expect(await kit.rows(`SELECT * FROM TAP_SCHEMA.${table}`, who)).not.toContainEqual(
          expect.stringMatching(HIDDEN),
        );
    }
  });

  test('not even who sees the tables of all groups', async () => {
    const operator = kit.service.as(OPERATOR);
    expect(JSON.stringify(operator.catalogue.current.schemas)).not.toMatch(HIDDEN);
    const { site, settings } = operator;
    expect(
      JSON.stringify(
        recordDrafts({ site, settings, baseUrl: kit.url }, operator.catalogue.current).map((draft) => draft.ivoid),
      ),
    ).not.toMatch(HIDDEN);
    const rows = await kit.database.copyTo(sql`COPY (SELECT table_name FROM tap_schema.tables) TO STDOUT`, {
      seconds: 5,
      groups: ['*'],
    });
    const text = Buffer.concat(await rows.toArray()).toString();
    expect(text).toContain('mixed.hidden');
    expect(text).not.toMatch(HIDDEN);
  });

  test('the sitemap is of what is published, also to the owner', async () => {
    expect(await textAt('/sitemap.xml', kit.ada)).not.toMatch(HIDDEN);
    expect(await textAt('/oai?verb=ListRecords&metadataPrefix=ivo_vor', kit.ada)).not.toMatch(HIDDEN);
  });
});

describe('nobody else writes', () => {
  test('without a name: 401 with the ways to log in, before the file is read', async () => {
    for (const [method, path] of [
      ['PUT', '/tap/tables/mine'],
      ['POST', '/tap/load/user_ada.secrets'],
      ['DELETE', '/tap/tables/user_ada.secrets'],
      ['POST', '/tap/table-update'],
      ['GET', '/tap/table-update'],
    ] as const) {
      const body =
        method === 'PUT'
          ? STARS
          : method === 'POST'
            ? new URLSearchParams({ TABLE: 'secrets', INDEX: 'id' })
            : undefined;
      const answer = await kit.ask(path, undefined, { method, ...(body ? { body } : {}) });
      expect([method, path, answer.status]).toEqual([method, path, 401]);
      expect(answer.headers.get('www-authenticate')).toMatch(/^Basic .*Bearer/);
    }
    expect(
      (
        await kit.ask('/tap/sync', undefined, {
          method: 'POST',
          body: new URLSearchParams({ LANG: 'ADQL', QUERY: 'SELECT 1 AS a FROM mixed.shown', SAVE_AS: 'x' }),
        })
      ).status,
    ).toBe(401);
  });

  test.each([
    'user_ada.secrets',
    'user_ada.nothing',
    'mixed.shown',
    'tap_schema.tables',
    'rr.resource',
    'almagest.job',
    'user_cy.x',
  ])('into another schema: %s is 403', async (name) => {
    expect(await kit.put(name, STARS, kit.bo)).toMatch(/^403 A103 the schema \w+ is not yours Yours is user_bo/);
    expect(await kit.load(name, STARS, kit.bo)).toMatch(/^403 A103/);
    expect(await kit.remove(name, kit.bo)).toMatch(/^403 A103/);
  });

  test('jobs of indexes are for their owner alone, and in a list of their own', async () => {
    const made = await kit.ask('/tap/table-update', kit.ada, {
      method: 'POST',
      body: new URLSearchParams({ TABLE: 'secrets', INDEX: 'id' }),
    });
    const path = new URL(made.headers.get('location') ?? '').pathname;
    expect((await kit.ask(path, kit.bo)).status).toBe(403);
    expect((await kit.ask(path)).status).toBe(401);
    expect((await kit.ask(path, kit.ada)).status).toBe(200);
    expect((await kit.ask(path.replace('table-update', 'async'), kit.ada)).status).toBe(404);
    expect(await textAt('/tap/async', kit.ada)).not.toContain('jobref');
    expect(await textAt('/tap/table-update', kit.ada)).toContain(path);
  });
});

test('schemas are called after their people, each another way', () => {
  expect(['ada', 'Ada', 'ada@x.org', 'oidc:8a7f-1', 'ö', 'user_x', 'a'.repeat(60)].map(schemaNameFor)).toEqual([
    'user_ada',
    'user_ada',
    'user_ada_x_org',
    'user_8a7f_1',
    'user_of_no_letters',
    'user_user_x',
    `user_${'a'.repeat(40)}`,
  ]);
});

test('names that make the same schema do not meet in it', async () => {
  const as = (name: string) => kit.service.as({ name, groups: [] });
  const { signal } = new AbortController();
  const path = join(kit.service.settings.home, 'rows.csv');
  await writeFile(path, STARS);
  const schemas = [];
  for (const name of ['e.f', 'e_f', 'E-f'])
    schemas.push((await createTable(as(name), 'same', { path }, { signal })).schema);
  expect(schemas).toEqual(['user_e_f', 'user_e_f_2', 'user_e_f_3']);
});

test('with its owner, a table goes: the next one of that name does not find it', async () => {
  const enter = async () => {
    await putAccount(kit.database, 'temp', 'a password that is not used');
    return `Bearer ${(await addToken(kit.database, 'temp', {})).secret}`;
  };
  const first = await enter();
  expect(await kit.put('leftover', STARS, first)).toMatch(/^201/);
  await removeAccount(kit.database, 'temp');
  await expect.poll(async () => (await kit.ask('/tap/tables', first)).status).toBe(401);
  const second = await enter();
  await expect.poll(() => textAt('/tap/tables', second)).not.toMatch(/user_temp/);
  expect(
    await said(
      await kit.ask('/tap/tables/leftover', second, { method: 'DELETE', headers: { accept: 'application/json' } }),
    ),
  ).toMatch(/^404/);
  expect(await kit.put('leftover', STARS, second)).toBe('201 user_temp.leftover was made, with 1 rows.');
  expect(await kit.rows("SELECT table_name FROM TAP_SCHEMA.tables WHERE schema_name LIKE 'user%'", second)).toEqual([
    'user_temp.leftover',
  ]);
});
