import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/core/sql-text.ts';
import { openUploadKit, type UploadKit, uploadForm } from './upload-kit.ts';

let kit: UploadKit;
beforeAll(async () => {
  kit = await openUploadKit();
});
afterAll(() => kit.close());

const STARS = new Blob(['id,ra,dec,name\n1,10.5,-20,alpha\n2,11,5e-1,\n3,,,"Ünï, ""x"""\n']);
const ALL = 'SELECT * FROM TAP_UPLOAD.mine ORDER BY id';
const ANSWER = 'id,ra,dec,name\r\n1,10.5,-20,alpha\r\n2,11,0.5,\r\n3,,,"Ünï, ""x"""\r\n';

/** Nothing of an upload outlives its query: no table, no row of the ledger, no file. */
async function expectNothingLeft(): Promise<void> {
  await expect
    .poll(
      async () => {
        const [tables] = await kit.database.query(
          sql`SELECT (SELECT count(*) FROM pg_tables WHERE schemaname = 'almagest_upload') AS tables,
                     (SELECT count(*) FROM almagest.upload_table) AS known, (SELECT count(*) FROM almagest.job_upload) AS kept`,
        );
        return { ...tables, files: await readdir(join(kit.home, 'uploads')) };
      },
      { timeout: 30_000 },
    )
    .toEqual({ tables: 0, known: 0, kept: 0, files: [] });
}

test('a table that comes with a query is there for it, and gone afterwards', async () => {
  const answer = await kit.query(ALL, { mine: STARS }, { FORMAT: 'csv' });
  expect(await answer.text()).toBe(ANSWER);
  await expectNothingLeft();
});

test('several tables, in one parameter or more, of any case, joined with each other and with published ones', async () => {
  const form = uploadForm({ LANG: 'ADQL', FORMAT: 'csv' }, { a: STARS, b: STARS });
  form.append('UPLOAD', 'c,param:A; d , param:B');
  form.append(
    'QUERY',
    `SELECT COUNT(*) AS n FROM TAP_UPLOAD.A AS a JOIN tap_upload.b USING (id) JOIN TAP_UPLOAD.c USING (id), TAP_UPLOAD."d"
     WHERE EXISTS (SELECT 1 FROM TAP_SCHEMA.tables)`,
  );
  const answer = await fetch(`${kit.url}/tap/sync`, { method: 'POST', body: form });
  expect(await answer.text()).toBe('n\r\n9\r\n');
});

test('nobody else finds it', async () => {
  const answer = await kit.query(ALL, {}, { FORMAT: 'csv' });
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain('TAP_UPLOAD.mine');
});

test('a job keeps its files until it has run, whatever process runs it', async () => {
  const create = await fetch(`${kit.url}/tap/async`, {
    method: 'POST',
    body: uploadForm({ LANG: 'ADQL', QUERY: ALL, FORMAT: 'csv' }, { mine: STARS }),
    redirect: 'manual',
  });
  expect(create.status).toBe(303);
  const job = String(create.headers.get('location'));
  const kept = await kit.database.query(sql`SELECT parameter, length(bytes) AS bytes FROM almagest.job_upload`);
  expect(kept).toEqual([{ parameter: 'mine', bytes: STARS.size }]);
  await fetch(`${job}/phase`, { method: 'POST', body: new URLSearchParams({ PHASE: 'RUN' }), redirect: 'manual' });
  await expect.poll(async () => (await fetch(`${job}/phase`)).text(), { timeout: 30_000 }).toBe('COMPLETED');
  expect(await (await fetch(`${job}/results/result`)).text()).toBe(ANSWER);
  await expectNothingLeft();
});

test('files posted to a job later take the place of those before, and go with the job', async () => {
  const create = await fetch(`${kit.url}/tap/async`, {
    method: 'POST',
    body: uploadForm({ LANG: 'ADQL', QUERY: ALL, FORMAT: 'csv' }, { mine: new Blob(['id\n7\n']) }),
    redirect: 'manual',
  });
  const job = String(create.headers.get('location'));
  const form = new FormData();
  form.append('mine', STARS, 'again.csv');
  const posted = await fetch(`${job}/parameters`, { method: 'POST', body: form, redirect: 'manual' });
  expect(posted.status).toBe(303);
  const kept = await kit.database.query(sql`SELECT length(bytes) AS bytes FROM almagest.job_upload`);
  expect(kept).toEqual([{ bytes: STARS.size }]);
  await fetch(job, { method: 'DELETE', redirect: 'manual' });
  await expectNothingLeft();
});

test('an upload that cannot be read is the error of the job, at its run', async () => {
  const create = await fetch(`${kit.url}/tap/async`, {
    method: 'POST',
    body: uploadForm({ LANG: 'ADQL', QUERY: ALL, PHASE: 'RUN' }, { mine: new Blob(['<VOTABLE><RESOURCE>']) }),
    redirect: 'manual',
  });
  const job = String(create.headers.get('location'));
  await expect.poll(async () => (await fetch(`${job}/phase`)).text(), { timeout: 30_000 }).toBe('ERROR');
  expect(await (await fetch(`${job}/error`)).text()).toMatch(/U105: the uploaded table mine .*well-formed/);
  await expectNothingLeft();
});

test('a query that fails leaves nothing behind either', async () => {
  const answer = await kit.query('SELECT nothing FROM TAP_UPLOAD.mine', { mine: STARS });
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain('Q203');
  await expectNothingLeft();
});
