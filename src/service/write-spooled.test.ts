import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ResultCollector } from '../format/output-format.ts';
import type { Spool } from '../format/spool.ts';
import { openSpool } from './spool-folder.ts';
import { rowsFrom } from './testing.ts';
import { writeSpooled } from './write-spooled.ts';

const MOST = 1_000_000;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'almagest-spool-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A document that begins with the number of its chunks. */
async function countingCollector(spool: Spool): Promise<ResultCollector> {
  const file = await spool.create();
  let chunks = 0;
  let stopped = false;
  let overflows = false;
  return {
    stop() {
      stopped = true;
    },
    get overflows() {
      return overflows;
    },
    async rows(chunk) {
      overflows = stopped;
      if (stopped) return;
      chunks++;
      await file.append(chunk);
    },
    async *document() {
      yield Buffer.from(`${chunks}:`);
      yield* file.read();
    },
    outcome: () => ({ kind: 'complete' }),
    rowCount: () => chunks,
  };
}

/** Each piece when the one before has been read. */
function oneByOne(...pieces: readonly string[]): Readable {
  return Readable.from(
    (async function* () {
      for (const piece of pieces) {
        yield Buffer.from(piece);
        await setTimeout(20);
      }
    })(),
  );
}

test('sends what only the last row tells first', async () => {
  const spool = openSpool(folder);
  const rows = oneByOne('a', 'bc');
  const { body, done } = await writeSpooled(rowsFrom(rows), await countingCollector(spool), spool, MOST);
  expect(await text(body)).toBe('2:abc');
  expect(await done).toEqual({ outcome: { kind: 'complete' }, rows: 2, bytes: 5 });
});

test('leaves nothing behind in the folder, not even while it writes', async () => {
  const spool = openSpool(folder);
  const file = await spool.create();
  await file.append(Buffer.alloc(1_000_000, 7));
  expect(await readdir(folder)).toEqual([]);
  expect((await buffer(Readable.from(file.read(999_990)))).length).toBe(10);
  expect(file.length).toBe(1_000_000);
  await spool.close();
  await expect(file.append(Buffer.alloc(1))).rejects.toThrow();
});

test('throws what breaks the rows off, and gives up the query and the file', async () => {
  const spool = openSpool(folder);
  const rows = Readable.from(
    (async function* () {
      yield Buffer.from('a');
      throw new Error('the database is gone');
    })(),
  );
  await expect(writeSpooled(rowsFrom(rows), await countingCollector(spool), spool, MOST)).rejects.toThrow(
    'the database is gone',
  );
  expect(rows.destroyed).toBe(true);
});

test('tells that a reader went away', async () => {
  const spool = openSpool(folder);
  const rows = Readable.from([Buffer.alloc(10_000_000)]);
  const { body, done } = await writeSpooled(rowsFrom(rows), await countingCollector(spool), spool, MOST);
  body.destroy();
  expect((await done).outcome).toEqual({ kind: 'failed', message: 'the reader went away' });
});

test('ends the query when enough was put aside', async () => {
  const spool = openSpool(folder);
  const rows = oneByOne('ab', 'c', 'd');
  const { body } = await writeSpooled(rowsFrom(rows), await countingCollector(spool), spool, 2);
  expect(await text(body)).toBe('1:ab');
  expect(rows.destroyed).toBe(true);
});
