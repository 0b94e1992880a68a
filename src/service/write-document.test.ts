import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { AlmagestError, problem } from '../core/error.ts';
import { NO_ROWS } from '../database/row-sink.ts';
import type { ResultWriter } from '../format/output-format.ts';
import type { Outcome } from '../model/result.ts';
import { rowsFrom } from './testing.ts';
import { writeDocument } from './write-document.ts';

const MOST = 1_000_000;

const bytes = (words: string): Uint8Array => Buffer.from(words);

/** Writes every chunk in angle brackets. */
function bracketWriter(tellsFailure = true): ResultWriter {
  let rows = 0;
  let stopped = false;
  let overflows = false;
  let outcome: Outcome = { kind: 'complete' };
  return {
    tellsFailure,
    begin: () => bytes('begin '),
    stop(most) {
      stopped = true;
      outcome = { kind: 'overflow', maxrec: rows, bytes: most };
    },
    get overflows() {
      return overflows;
    },
    rows(chunk) {
      overflows = stopped;
      if (stopped) return bytes('');
      rows++;
      if (Buffer.from(chunk).includes('poison')) throw new TypeError('a fault of the writer');
      return bytes(`<${Buffer.from(chunk)}>`);
    },
    end(failure) {
      if (failure) outcome = { kind: 'failed', message: failure.message };
      return bytes(failure ? ` failed: ${failure.message}` : ' end');
    },
    outcome: () => outcome,
    rowCount: () => rows,
  };
}

async function* breaking(error: Error): AsyncGenerator<Uint8Array> {
  yield bytes('a');
  throw error;
}

test('rows become a document', async () => {
  const { body, done } = await writeDocument(rowsFrom(Readable.from([bytes('a'), bytes('b')])), bracketWriter(), MOST);
  expect(await text(body)).toBe('begin <a><b> end');
  expect(await done).toEqual({ outcome: { kind: 'complete' }, rows: 2, bytes: 16 });
});

test('rows that break off leave a document that says so', async () => {
  const error = new AlmagestError([problem('X103', 'division by zero')]);
  const { body, done } = await writeDocument(rowsFrom(Readable.from(breaking(error))), bracketWriter(), MOST);
  expect(await text(body)).toBe('begin <a> failed: X103: division by zero');
  expect(await done).toMatchObject({ outcome: { kind: 'failed', message: 'X103: division by zero' }, error });
});

test('rows that break off break off a document that cannot say so', async () => {
  const error = new AlmagestError([problem('X103', 'division by zero')]);
  const { body, done } = await writeDocument(rowsFrom(Readable.from(breaking(error))), bracketWriter(false), MOST);
  await expect(text(body)).rejects.toBe(error);
  expect(await done).toMatchObject({ outcome: { kind: 'failed' }, error });
});

test('a document that breaks off before anyone reads it waits for its reader to tell', async () => {
  const rows = Readable.from(breaking(new Error('gone')));
  const { body, done } = await writeDocument(rowsFrom(rows), bracketWriter(false), MOST);
  await done;
  await expect(text(body)).rejects.toThrow();
});

test('a fault of the program is told without its words', async () => {
  const rows = Readable.from([bytes('a'), bytes('poison'), bytes('b')]);
  const { body, done } = await writeDocument(rowsFrom(rows), bracketWriter(), MOST);
  expect(await text(body)).toMatch(/^begin <a> failed: the program failed/);
  expect((await done).error).toBeInstanceOf(TypeError);
  expect(rows.destroyed).toBe(true);
});

test('a fault of the program at the end breaks the document off, and is told', async () => {
  const fault = new TypeError('a fault of the writer');
  const writer: ResultWriter = {
    ...bracketWriter(),
    end() {
      throw fault;
    },
  };
  const { body, done } = await writeDocument(rowsFrom(Readable.from([bytes('a')])), writer, MOST);
  await expect(text(body)).rejects.toBe(fault);
  expect(await done).toMatchObject({ outcome: { kind: 'failed' }, error: fault });
});

test('rows that break off before the first one are no document', async () => {
  const source = () => Promise.reject(new Error('gone'));
  await expect(writeDocument(source, bracketWriter(), MOST)).rejects.toThrow('gone');
});

test('no rows are a document without asking anyone', async () => {
  const { body, done } = await writeDocument(NO_ROWS, bracketWriter(), MOST);
  expect(await text(body)).toBe('begin  end');
  expect(await done).toMatchObject({ outcome: { kind: 'complete' }, rows: 0 });
});

test('a reader that leaves ends the rows', async () => {
  const rows = new Readable({ read: () => undefined });
  rows.push('a');
  const { body, done } = await writeDocument(rowsFrom(rows), bracketWriter(), MOST);
  for await (const _ of body) break;
  expect((await done).outcome).toEqual({ kind: 'failed', message: 'the reader went away' });
  expect(rows.destroyed).toBe(true);
});

test('a slow reader slows the rows', async () => {
  let read = 0;
  const rows = new Readable({
    read() {
      read++;
      this.push(Buffer.alloc(1 << 16));
    },
  });
  const { body } = await writeDocument(rowsFrom(rows), bracketWriter(), MOST);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(read).toBeLessThan(20);
  body.destroy();
});

test('a document that is long enough overflows with the next row, and ends the query', async () => {
  const rows = new Readable({ read: () => undefined });
  for (const letter of 'abcd') rows.push(bytes(letter));
  const { body, done } = await writeDocument(rowsFrom(rows), bracketWriter(), 'begin <a><b>'.length);
  expect(await text(body)).toBe('begin <a><b> end');
  expect(await done).toMatchObject({ outcome: { kind: 'overflow', maxrec: 2, bytes: 12 }, rows: 2 });
  expect(rows.destroyed).toBe(true);
});
