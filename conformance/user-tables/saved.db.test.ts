import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EVERY_TYPE, votableOf } from '../upload/every-type.ts';
import { type OwnTablesKit, openOwnTablesKit, said } from './own-tables-kit.ts';

let kit: OwnTablesKit;
beforeAll(async () => {
  kit = await openOwnTablesKit({ maxrecDefault: 3, maxrecHard: 500 });
  const rows = Array.from({ length: 1000 }, (_, row) => `${row},${row / 3}`).join('\n');
  await kit.put('numbers', `n,third\n${rows}\n`);
  await kit.put('every', votableOf(EVERY_TYPE));
});
afterAll(() => kit.close());

const JSON_ERRORS = { accept: 'application/json' };
const sync = (parameters: Record<string, string>, who = kit.ada): Promise<Response> =>
  kit.ask('/tap/sync', who, {
    method: 'POST',
    headers: JSON_ERRORS,
    body: new URLSearchParams({ LANG: 'ADQL', FORMAT: 'csv', ...parameters }),
  });
const count = async (table: string): Promise<string> =>
  (await kit.rows(`SELECT COUNT(*) AS n FROM ${table}`, kit.ada))[0] ?? '';

async function ended(job: string): Promise<string> {
  for (;;) {
    await kit.ask(`${job}?WAIT=10`, kit.ada);
    const phase = await (await kit.ask(`${job}/phase`, kit.ada)).text();
    if (!['PENDING', 'QUEUED', 'EXECUTING'].includes(phase)) return phase;
  }
}

describe('a query with SAVE_AS', () => {
  test('answers as it would without, and its whole result is a table', async () => {
    const QUERY = 'SELECT n, third AS x FROM numbers WHERE n < 10';
    const answer = await sync({ QUERY, SAVE_AS: 'saved' });
    expect(await answer.text()).toBe(await (await sync({ QUERY })).text());
    expect(await count('saved')).toBe('10');
    expect(await (await kit.ask('/tap/tables/user_ada.saved', kit.ada)).text()).toContain(
      '<description>Result of: SELECT n, third AS x',
    );
  });

  test('keeps types and metadata of columns of every type', async () => {
    const QUERY = 'SELECT * FROM every WHERE "number" < 3';
    await sync({ QUERY, SAVE_AS: 'every_saved' });
    const table = async (adql: string) => {
      const text = await (await sync({ QUERY: `${adql} ORDER BY "number"`, FORMAT: 'votable/td' })).text();
      return text.slice(text.indexOf('<FIELD'), text.indexOf('</TABLE>')).replace('arraysize="4*"', 'arraysize="*"');
    };
    expect(await table('SELECT * FROM every_saved')).toBe(await table(QUERY));
  });

  test('that has more rows than any result may have says so', async () => {
    const answer = await sync({ QUERY: 'SELECT n FROM numbers', SAVE_AS: 'most', FORMAT: 'votable/td', MAXREC: '0' });
    expect(await answer.text()).toMatch(/user_ada\.most has the first 500 rows of the result only/);
    expect(await count('most')).toBe('500');
  });

  test('that fails, or whose name cannot be had, leaves nothing', async () => {
    expect(await said(await sync({ QUERY: 'SELECT n FROM numbers', SAVE_AS: 'saved' }))).toMatch(/^409 U107/);
    expect(await said(await sync({ QUERY: 'SELECT n FROM numbers', SAVE_AS: 'mixed.shown' }))).toMatch(/^403 A103/);
    expect(await said(await sync({ QUERY: 'SELECT n FROM numbers', SAVE_AS: 'a b' }))).toMatch(/^400 U106/);
    expect(await said(await sync({ QUERY: 'SELECT m FROM numbers', SAVE_AS: 'none' }))).toMatch(/^400 Q203/);
    expect(await said(await sync({ QUERY: 'SELECT 1 / (n - 400) AS x FROM numbers', SAVE_AS: 'none' }))).toMatch(
      /^400 X103/,
    );
    await expect(count('none')).rejects.toThrow('Q201');
  });

  test('can be a job, and bring tables of its own', async () => {
    const job = await kit.createJob(
      { QUERY: 'SELECT n FROM numbers WHERE n < 7', SAVE_AS: 'by_job', FORMAT: 'csv', PHASE: 'RUN' },
      kit.ada,
    );
    expect(await ended(job)).toBe('COMPLETED');
    expect(await (await kit.ask(`${job}/results/result`, kit.ada)).text()).toBe('n\r\n0\r\n1\r\n2\r\n');
    expect(await count('by_job')).toBe('7');
    const again = await kit.createJob({ QUERY: 'SELECT n FROM numbers', SAVE_AS: 'by_job', PHASE: 'RUN' }, kit.ada);
    expect(await ended(again)).toBe('ERROR');
    expect(await (await kit.ask(`${again}/error`, kit.ada)).text()).toContain('U107');

    const form = new FormData();
    for (const [name, value] of Object.entries({
      LANG: 'ADQL',
      FORMAT: 'csv',
      SAVE_AS: 'joined',
      UPLOAD: 'u,param:f',
      QUERY: 'SELECT n, b FROM numbers JOIN TAP_UPLOAD.u ON n = a',
    }))
      form.append(name, value);
    form.append('f', new Blob(['a,b\n5,five\n']), 'f.csv');
    expect(await (await kit.ask('/tap/sync', kit.ada, { method: 'POST', body: form })).text()).toBe(
      'n,b\r\n5,five\r\n',
    );
    expect(await count('joined')).toBe('1');
  });
});

describe('the result of a job', () => {
  const save = async (job: string, NAME: string, who = kit.ada) =>
    said(
      await kit.ask(`/api/jobs/${job.split('/').at(-1)}/save`, who, {
        method: 'POST',
        body: new URLSearchParams({ NAME }),
      }),
    );

  test('can be saved when it is there', async () => {
    for (const FORMAT of ['votable', 'parquet', 'fits', 'csv']) {
      const job = await kit.createJob(
        { QUERY: 'SELECT n, third FROM numbers WHERE n < 5', MAXREC: '100', FORMAT, PHASE: 'RUN' },
        kit.ada,
      );
      expect(await ended(job)).toBe('COMPLETED');
      expect(await save(job, `kept_${FORMAT}`)).toBe(`201 {"table":"user_ada.kept_${FORMAT}","rows":5}`);
      expect(await count(`kept_${FORMAT}`)).toBe('5');
    }
  });

  test('not before, not of other people, nor in a form that cannot be read', async () => {
    const pending = await kit.createJob({ QUERY: 'SELECT n FROM numbers' }, kit.ada);
    expect(await save(pending, 'early')).toMatch(/^400 J102/);
    const html = await kit.createJob({ QUERY: 'SELECT n FROM numbers', FORMAT: 'json', PHASE: 'RUN' }, kit.ada);
    expect(await ended(html)).toBe('COMPLETED');
    expect(await save(html, 'early')).toMatch(/^400 U105 a result in json cannot/);
    expect(await save(html, 'early', kit.bo)).toMatch(/^403 A103/);
    expect(await save(html, '')).toMatch(/^400 R102/);
    expect(await save('0'.repeat(32), 'early')).toMatch(/^404 J101/);
  });
});
