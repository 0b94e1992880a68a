import { mkdtemp, readdir, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import S3rver from 's3rver';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openResultBucket } from './result-bucket.ts';
import { openResultFolder } from './result-folder.ts';
import type { ResultStore } from './result-store.ts';

let home: string;
let server: S3rver;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'almagest-results-'));
  server = await startServer('s3');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'S3RVER');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'S3RVER');
});

/** A server that speaks S3, with a bucket, which the environment names from now on. */
async function startServer(name: string): Promise<S3rver> {
  const started = new S3rver({
    directory: join(home, name),
    address: '127.0.0.1',
    port: 0,
    silent: true,
    configureBuckets: [{ name: 'results', configs: [] }],
  });
  const { port } = (await started.run()) as AddressInfo;
  vi.stubEnv('AWS_ENDPOINT_URL_S3', `http://127.0.0.1:${port}`);
  return started;
}
afterAll(async () => {
  vi.unstubAllEnvs();
  await server.close();
  await rm(home, { recursive: true });
});

const contents = async (store: ResultStore, key: string): Promise<Buffer | undefined> => {
  const stored = await store.read(key);
  return stored && buffer(stored.body);
};
const keys = async (store: ResultStore): Promise<readonly string[]> =>
  (await store.list()).map(({ key }) => key).sort();
const body = (...pieces: Uint8Array[]): Readable => Readable.from(pieces);

/** Longer than two parts of an upload, in pieces that do not fit them. */
const LONG = Array.from({ length: 25 }, (_, index) => Buffer.alloc(800_001, index));

describe.each<[string, () => Promise<ResultStore>]>([
  ['a folder', () => openResultFolder(join(home, 'folder'))],
  ['a bucket', () => openResultBucket('s3://results')],
  ['a folder of a bucket', () => openResultBucket('s3://results/deep/er/')],
])('results in %s', (_, open) => {
  let store: ResultStore;
  beforeAll(async () => {
    store = await open();
  });

  test.each([
    ['short', [Buffer.from('id\n'), Buffer.from('1\n')]],
    ['empty', []],
    ['long', LONG],
  ])('a %s one is there whole once it is kept, and gone once it is removed', async (key, pieces) => {
    const whole = Buffer.concat(pieces);
    const draft = await store.write(key, body(...pieces));
    expect(draft.bytes).toBe(whole.length);
    expect(await store.read(key)).toBeUndefined();
    await draft.keep();
    const stored = await store.read(key);
    expect(stored?.bytes).toBe(whole.length);
    expect(stored && (await buffer(stored.body)).equals(whole)).toBe(true);
    expect(await keys(store)).toContain(key);
    await store.remove(key);
    await store.remove(key);
    expect(await store.read(key)).toBeUndefined();
  });

  test.each([
    ['short', [Buffer.from('a')]],
    ['long', LONG],
  ])('a %s one that is discarded, or breaks off, was never there', async (_, pieces) => {
    await (await store.write('x.1', body(...pieces))).discard();
    async function* broken() {
      yield* pieces;
      throw new Error('gone');
    }
    await expect(store.write('x.2', broken())).rejects.toThrow('gone');
    expect(await contents(store, 'x.1')).toBeUndefined();
    expect(await contents(store, 'x.2')).toBeUndefined();
    expect(await keys(store)).toEqual([]);
  });

  test.each(['../almagest.yaml', '/etc/x', '.hidden', 'a/b', ''])('"%s" is no key', async (key) => {
    await expect(store.read(key)).rejects.toThrow('not the key');
    await expect(store.write(key, body())).rejects.toThrow('not the key');
    await expect(store.remove(key)).rejects.toThrow('not the key');
  });
});

test('a folder keeps no traces of what was discarded', async () => {
  expect(await readdir(join(home, 'folder'))).toEqual([]);
});

test('a bucket that is not there is told of at the start, and a server that is gone when it is needed', async () => {
  await expect(openResultBucket('s3://absent')).rejects.toMatchObject({ code: 'C101' });
  const mortal = await startServer('mortal');
  const store = await openResultBucket('s3://results');
  await mortal.close();
  await expect(store.read('x')).rejects.toMatchObject({ code: 'J104', status: 503 });
  await expect(store.write('x', body(...LONG))).rejects.toMatchObject({ code: 'J104' });
});
