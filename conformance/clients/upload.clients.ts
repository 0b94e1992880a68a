import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { findProgram, run } from '../program/run.ts';

const service = inject('service');
const stilts = findProgram('stilts');
const python = findProgram('/usr/bin/python3');
const hasPyvo = python !== undefined && (await run(python, ['-c', 'import pyvo'])).code === 0;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'almagest-upload-clients-'));
});
afterAll(() => rm(folder, { recursive: true }));

test.skipIf(!hasPyvo || service === '')('pyvo gets back what it uploads, at once and as a job', async () => {
  const script = join(import.meta.dirname, '../pyvo/upload.py');
  const { code, stdout, stderr } = await run(python ?? '', [script, `${service}/tap`], { seconds: 120 });
  if (code !== 0) throw new Error(stderr);
  expect(JSON.parse(stdout)).toEqual({ changed: [], joined: 5 });
});

test.skipIf(stilts === undefined || service === '').each(['true', 'false'])(
  'stilts tapquery gets back what it uploads; sync=%s',
  async (sync) => {
    const path = join(folder, 'stars.csv');
    const text = 'id,ra,name\n1,10.5,alpha\n2,-0.25,"be, ta"\n';
    await writeFile(path, text);
    const words = ['nupload=1', `upload1=${path}`, 'ufmt1=csv', 'upname1=stars', 'ofmt=csv', `sync=${sync}`];
    const query = 'adql=SELECT * FROM TAP_UPLOAD.stars ORDER BY id';
    const { stdout, stderr } = await run(stilts ?? '', ['tapquery', `tapurl=${service}/tap`, ...words, query], {
      seconds: 120,
    });
    expect(stdout, stderr).toBe(text);
  },
);
