import { Readable } from 'node:stream';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { chooseCoding, compressBytes, compressStream, isCompressible } from './content-coding.ts';

test.each([
  [undefined, undefined],
  ['', undefined],
  ['gzip', 'gzip'],
  ['x-gzip', 'gzip'],
  ['GZIP;Q=0.5', 'gzip'],
  ['deflate, br', undefined],
  ['gzip, deflate, br, zstd', 'zstd'],
  ['gzip;q=1.0, zstd;q=0.9', 'gzip'],
  ['gzip; q=0.2, zstd; q=0.3', 'zstd'],
  ['gzip;q=0', undefined],
  ['gzip;q=0.000, zstd', 'zstd'],
  ['*', 'gzip'],
  ['*;q=0', undefined],
  ['zstd;q=0.1, *;q=0.8', 'gzip'],
  ['*, gzip;q=0', undefined],
  ['identity', undefined],
  ['identity, gzip;q=0.5', undefined],
  ['identity;q=0.5, gzip', 'gzip'],
  ['identity, gzip', 'gzip'],
  [',, gzip ,', 'gzip'],
])('of "%s" it takes %s', (header, coding) => {
  expect(chooseCoding(header)).toBe(coding);
});

test.each([
  ['text/csv;header=present', true],
  ['Text/XML', true],
  ['application/x-votable+xml;serialization=BINARY2', true],
  ['application/json', true],
  ['application/json;layout=columns', true],
  ['application/xhtml+xml; charset=utf-8', true],
  ['application/fits', false],
  ['image/fits', false],
  ['application/vnd.apache.parquet', false],
  ['application/vnd.apache.arrow.stream', false],
  ['application/x-hdf5', false],
  ['', false],
])('%s is worth it: %s', (mediaType, worth) => {
  expect(isCompressible(mediaType)).toBe(worth);
});

const DECODERS = { gzip: gunzipSync, zstd: zstdDecompressSync };

test.each(['gzip', 'zstd'] as const)('%s gives back what went in', async (coding) => {
  const text = 'µ'.repeat(100_000);
  expect(DECODERS[coding](await compressBytes(Buffer.from(text), coding)).toString()).toBe(text);
  const pieces = await compressStream(Readable.from([Buffer.from(text), Buffer.from('end')]), coding).toArray();
  expect(DECODERS[coding](Buffer.concat(pieces)).toString()).toBe(`${text}end`);
});

test.each(['gzip', 'zstd'] as const)('%s holds nothing back', async (coding) => {
  const body = new Readable({ read: () => undefined });
  const compressed = compressStream(body, coding);
  let seen = 0;
  compressed.on('data', (piece: Uint8Array) => {
    seen += piece.length;
  });
  for (let row = 0; row < 3; row++) {
    const before = seen;
    body.push(`row ${row}\n`);
    await expect.poll(() => seen).toBeGreaterThan(before);
  }
  compressed.destroy();
});

test('an error of the body breaks it off', async () => {
  const body = new Readable({ read: () => undefined });
  body.push('a row');
  const compressed = compressStream(body, 'gzip');
  body.destroy(new Error('gone'));
  await expect(compressed.toArray()).rejects.toThrow('gone');
});

test('a reader who goes away ends the body', async () => {
  const body = new Readable({ read: () => undefined });
  const closed = new Promise((resolve) => body.once('close', resolve));
  compressStream(body, 'zstd').destroy();
  await closed;
  expect(body.destroyed).toBe(true);
});
