import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addMembers, addToken, putAccount, putGroup } from '../../src/auth/account-store.ts';
import { recordDrafts } from '../../src/registry/record/index.ts';
import { type AccessKit, openAccessKit } from './access-kit.ts';

let kit: AccessKit;
let team: string;
let crew: string;
let outsider: string;

beforeAll(async () => {
  kit = await openAccessKit();
  const tokenOf = async (name: string, groups: readonly string[]) => {
    await putAccount(kit.database, name, 'a password that is not used');
    for (const group of groups) {
      await putGroup(kit.database, group);
      await addMembers(kit.database, group, [name]);
    }
    return `Bearer ${(await addToken(kit.database, name, {})).secret}`;
  };
  team = await tokenOf('theon', ['team']);
  crew = await tokenOf('hypatia', ['crew']);
  outsider = await tokenOf('nobody', ['others']);
});
afterAll(() => kit.close());

const HIDDEN = /hidden|secret|plans/i;
const phaseAtEnd = async (job: string, authorization: string): Promise<string> => {
  for (;;) {
    await kit.ask(`${job}?WAIT=10`, authorization);
    const phase = await textAt(`${job}/phase`, authorization);
    if (!['PENDING', 'QUEUED', 'EXECUTING'].includes(phase)) return phase;
  }
};
const textAt = async (path: string, authorization?: string): Promise<string> =>
  (await kit.ask(path, authorization)).text();

describe('for those outside of the group, the tables are not there', () => {
  for (const path of [
    '/',
    '/tap/tables',
    '/tap/tables?detail=min',
    '/tap/examples',
    '/tap/capabilities',
    '/resource/mixed/all',
    '/resource/mixed/all?format=datacite',
    '/resource/mixed/all?format=schema.org',
    '/table/mixed.shown',
    '/sitemap.xml',
    '/sitemap/1',
    '/oai?verb=ListRecords&metadataPrefix=ivo_vor',
  ]) {
    test(path, async () => {
      expect(await textAt(path)).not.toMatch(HIDDEN);
      expect(await textAt(path, outsider)).not.toMatch(HIDDEN);
    });
  }

  test('by address, they are unknown like any other that is not there', async () => {
    for (const path of [
      '/tap/tables/secret.plans',
      '/table/secret.plans',
      '/table/mixed.hidden',
      '/resource/secret/all',
      '/scs/mixed.hidden?RA=10&DEC=20&SR=1',
      '/resource/mixed/all?format=descriptor',
    ]) {
      const [absent, outside, member] = await Promise.all([undefined, outsider, team].map((who) => kit.ask(path, who)));
      expect([path, absent?.status, outside?.status]).toEqual([path, 404, 404]);
      expect(await absent?.text(), path).not.toMatch(/rows of/i);
      expect([path, member?.status]).toEqual([path, 200]);
    }
  });

  test('queries cannot name them, nor does advice', async () => {
    for (const who of [undefined, outsider])
      for (const adql of ['SELECT * FROM mixed.hidden', 'SELECT * FROM mixed.hiddn', 'SELECT * FROM secret.plans']) {
        const problem = await kit.rows(adql, who).then(String, ({ message }) => String(message));
        expect(problem).toContain('Q201');
        expect(problem.replaceAll(/hiddn|mixed\.hidden|secret\.plans/g, '')).not.toMatch(HIDDEN);
      }
  });

  test('TAP_SCHEMA has no row of them', async () => {
    for (const who of [undefined, outsider]) {
      expect(
        await kit.rows("SELECT schema_name FROM tap_schema.schemas WHERE schema_name IN ('mixed', 'secret')", who),
      ).toEqual(['mixed']);
      expect(
        await kit.rows(
          "SELECT table_name FROM tap_schema.tables WHERE table_name LIKE 'mixed%' OR table_name LIKE 'secret%'",
          who,
        ),
      ).toEqual(['mixed.shown']);
      expect(
        await kit.rows(
          "SELECT COUNT(*) FROM tap_schema.columns WHERE table_name IN ('mixed.hidden', 'secret.plans')",
          who,
        ),
      ).toEqual(['0']);
      expect(await kit.rows("SELECT COUNT(*) FROM tap_schema.keys WHERE from_table = 'mixed.shown'", who)).toEqual([
        '0',
      ]);
      expect(
        await kit.rows("SELECT COUNT(*) FROM tap_schema.key_columns WHERE key_id LIKE 'mixed.shown%'", who),
      ).toEqual(['0']);
    }
  });
});

describe('for the members', () => {
  test('everything tells of them', async () => {
    for (const path of ['/', '/tap/tables', '/tap/examples', '/resource/mixed/all', '/sitemap/1'])
      expect(await textAt(path, team), path).toMatch(/hidden/i);
    expect(await textAt('/tap/tables', crew)).toMatch(/secret\.plans/);
    expect(await textAt('/tap/tables', crew)).not.toMatch(/mixed\.hidden/);
  });

  test('queries, cones and TAP_SCHEMA have them', async () => {
    expect(await kit.rows('SELECT id FROM mixed.hidden JOIN secret.plans USING (id) ORDER BY id', team)).toEqual([
      '1',
      '2',
    ]);
    expect(await textAt('/scs/mixed.hidden?RA=10&DEC=20&SR=0.1', team)).toMatch(/<TD>|base64/i);
    expect(
      await kit.rows(
        "SELECT table_name FROM tap_schema.tables WHERE table_name LIKE 'mixed%' OR table_name LIKE 'secret%' ORDER BY 1",
        team,
      ),
    ).toEqual(['mixed.hidden', 'mixed.shown', 'secret.plans']);
    expect(await kit.rows("SELECT COUNT(*) FROM tap_schema.keys WHERE from_table = 'mixed.shown'", team)).toEqual([
      '1',
    ]);
    expect(await kit.rows("SELECT COUNT(*) FROM tap_schema.columns WHERE table_name = 'secret.plans'", crew)).toEqual([
      '3',
    ]);
    await expect(kit.rows('SELECT id FROM mixed.hidden', crew)).rejects.toThrow('Q201');
  });

  test('jobs have them too, whoever runs them', async () => {
    const job = await kit.createJob(
      { QUERY: 'SELECT id FROM mixed.hidden ORDER BY id', FORMAT: 'csv', PHASE: 'RUN' },
      team,
    );
    expect(await phaseAtEnd(job, team)).toBe('COMPLETED');
    expect((await textAt(`${job}/results/result`, team)).trim().split(/\s+/)).toEqual(['id', '1', '2']);
    const refused = await kit.createJob({ QUERY: 'SELECT id FROM mixed.hidden', PHASE: 'RUN' }, outsider);
    expect(await phaseAtEnd(refused, outsider)).toBe('ERROR');
    expect(await textAt(`${refused}/error`, outsider)).toContain('Q201');
  });
});

test('one who asks does not change what the next one sees on the same connection', async () => {
  const count = "SELECT COUNT(*) FROM tap_schema.tables WHERE table_name = 'secret.plans'";
  for (let turn = 0; turn < 3; turn++) {
    expect(await kit.rows(count, team)).toEqual(['1']);
    expect(await kit.rows(count)).toEqual(['0']);
  }
});

test('ETags tell the views apart', async () => {
  const tags = await Promise.all(
    [undefined, team, crew, outsider].map(async (who) => (await kit.ask('/tap/tables', who)).headers.get('etag')),
  );
  expect(new Set(tags).size).toBe(3);
  expect(tags[0]).toBe(tags[3]);
  const stale = await kit.ask('/tap/tables', team, { headers: { 'if-none-match': String(tags[0]) } });
  expect(stale.status).toBe(200);
});

test('records are made of what everybody sees', () => {
  const { site, settings, catalogue } = kit.service;
  const drafts = recordDrafts({ site, settings, baseUrl: kit.url }, catalogue.current);
  expect(drafts.map(({ ivoid }) => ivoid)).toContain('ivo://test.example/mixed/all');
  for (const draft of drafts)
    expect(`${draft.ivoid} ${draft.writeVor({ created: '', updated: '' })}`).not.toMatch(HIDDEN);
});
