import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RESOURCE_FORMS } from '../registry/citation/index.ts';
import { EXIT } from './exit-code.ts';
import { runProgram } from './testing.ts';

const DESCRIPTOR = join(import.meta.dirname, '../../resource-descriptors/antares/ps2017.yaml');
const SITE = { ALMAGEST_PUBLIC_URL: 'https://vo.example', ALMAGEST_AUTHORITY: 'vo.example' };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'almagest-export-'));
});
afterAll(() => rm(folder, { recursive: true }));

const run = (...words: string[]) => runProgram(['export', ...words], SITE);

test('every form of a descriptor goes into a folder', async () => {
  const out = join(folder, 'forms');
  const { code, stdout } = await run(DESCRIPTOR, '--out', out);
  expect(code).toBe(EXIT.ok);
  const files = RESOURCE_FORMS.map(({ extension }) => `antares-ps2017.${extension}`);
  expect((await readdir(out)).toSorted()).toEqual(files.toSorted());
  for (const file of files) expect(stdout).toContain(file);
  const read = (extension: string) => readFile(join(out, `antares-ps2017.${extension}`), 'utf8');
  expect(await read('yaml')).toBe(await readFile(DESCRIPTOR, 'utf8'));
  expect(await read('vor.xml')).toContain('<identifier>ivo://vo.example/antares/ps2017</identifier>');
  expect(JSON.parse(await read('jsonld'))).toMatchObject({ url: 'https://vo.example/resource/antares/ps2017' });
});

test('one form goes to standard output, or to a file', async () => {
  const { stdout } = await run(DESCRIPTOR, '--as', 'bibtex');
  expect(stdout).toMatch(/^@misc\{antares-ps2017,\n/);
  const file = join(folder, 'new', 'antares.bib');
  expect((await run(DESCRIPTOR, '--as', 'BibTeX', '--out', file)).code).toBe(EXIT.ok);
  expect(await readFile(file, 'utf8')).toBe(stdout);
});

test('a form that there is not is told of with the nearest', async () => {
  const { code, stderr } = await run(DESCRIPTOR, '--as', 'bibtx');
  expect(code).toBe(EXIT.usage);
  expect(stderr).toContain('Did you mean bibtex?');
});
