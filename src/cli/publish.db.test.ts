import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../database/testing.ts';
import { listRecords } from '../service/record-list.ts';
import { EXIT } from './exit-code.ts';
import { runProgram } from './testing.ts';

const descriptor = (title: string) => `format: resource/1
id: lab/survey
title: ${title}
description: A table for the tests of publishing, with as little in it as the schema allows.
creators: [Someone]
license: CC0-1.0
subjects: [surveys]
tables:
  - name: stars
    description: One row for each star.
    source: {path: stars.csv}
    columns:
      - {name: id, type: int, ucd: meta.id;meta.main, description: Number of the star}
`;

let folder: string;
let kit: TestDatabase;
let environment: NodeJS.ProcessEnv;
const run = (...words: string[]) => runProgram(words, environment);
const write = (name: string, text: string) => writeFile(join(folder, name), text);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'almagest-publish-'));
  kit = await openTestDatabase();
  environment = {
    DATABASE_URL: kit.url,
    ALMAGEST_DESCRIPTORS: join(folder, 'survey.yaml'),
    ALMAGEST_HOME: join(folder, 'home'),
    ALMAGEST_REGISTRY: join(folder, 'registry'),
    ALMAGEST_AUTHORITY: 'lab.edu',
    ALMAGEST_PUBLIC_URL: 'https://vo.lab.edu',
  };
  await mkdir(join(folder, 'registry'));
  await write('stars.csv', 'id\n1\n2\n');
  await write('survey.yaml', descriptor('A survey of something'));
  await run('ingest', join(folder, 'survey.yaml'));
});
afterAll(async () => {
  await kit.close();
  await rm(folder, { recursive: true });
});

test('a contact that nobody can write to stops it', async () => {
  await write('registry/organisation.yaml', 'title: A laboratory\ndescription: People who look at stars.\n');
  const { code, stdout } = await run('publish');
  expect(code).toBe(EXIT.problems);
  expect(stdout).toContain('the organisation lacks "contact"');
  expect(stdout).toContain('nothing is published');
});

test('the first time, every record is new, and it says how to register', async () => {
  await write(
    'registry/organisation.yaml',
    'title: A laboratory\ndescription: People who look at stars.\ncontact: {name: Us, email: us@lab.edu}\n',
  );
  for (const part of ['authority', 'registry', 'service'])
    await write(`registry/${part}.yaml`, `title: The ${part}\ndescription: The ${part} of a laboratory.\n`);
  const dry = await run('publish', '--dry-run');
  expect(dry.stdout).toContain('nothing is published');
  const { code, stdout } = await run('publish');
  expect(stdout).toMatch(/\+ ivo:\/\/lab\.edu\/lab\/survey {2}A survey of something \(new\)/);
  expect(stdout).toContain('5 records, 5 changes: no problems');
  expect(stdout).toMatch(/To register .*rofr\.ivoa\.net/);
  expect(stdout).toContain('https://vo.lab.edu/oai');
  expect(code).toBe(EXIT.ok);
});

test('afterwards, it shows what has changed alone', async () => {
  expect((await run('publish')).stdout).toContain('5 records, no changes');
  await write('survey.yaml', descriptor('A survey of everything'));
  await run('ingest', join(folder, 'survey.yaml'));
  const { stdout } = await run('publish');
  expect(stdout).toMatch(/~ ivo:\/\/lab\.edu\/lab\/survey .*\(changed\)/);
  expect(stdout).toMatch(/- +<title>A survey of something<\/title>\n +\+ +<title>A survey of everything<\/title>/);
});

test('what is withdrawn leaves a tombstone', async () => {
  await run('drop', '--yes', 'lab/survey');
  expect((await run('publish')).stdout).toMatch(/- ivo:\/\/lab\.edu\/lab\/survey .*\(withdrawn/);
  expect((await run('publish')).stdout).toContain('4 records, no changes');
  const { records } = await listRecords(kit.database, {}, undefined, { records: 10, bytes: 1_000_000 });
  expect(records.filter(({ deleted }) => deleted)).toMatchObject([{ ivoid: 'ivo://lab.edu/lab/survey', vor: null }]);
});
