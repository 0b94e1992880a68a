import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { from } from 'pg-copy-streams';
import type { SqlText } from '../core/sql-text.ts';
import { statementError } from './error.ts';

/**
 * Runs `COPY ... FROM STDIN`. If the source fails, so does the statement, and the source's error is thrown; if the database
 * refuses a row, the source is ended at once.
 */
export async function copyFrom(
  client: ClientBase,
  statement: SqlText,
  source: AsyncIterable<Uint8Array>,
): Promise<number> {
  let sourceError: unknown;
  // A refusal by the database is thrown in at `yield`; only what `next` throws is the source's own.
  async function* watched(): AsyncGenerator<Uint8Array> {
    const chunks = source[Symbol.asyncIterator]();
    try {
      for (;;) {
        const step = await chunks.next().catch((error) => {
          sourceError = error ?? new Error('the source failed');
          throw sourceError;
        });
        if (step.done) return;
        yield step.value;
      }
    } finally {
      await chunks.return?.();
    }
  }
  const target = client.query(from(statement.text));
  try {
    await pipeline(Readable.from(watched(), { objectMode: false, highWaterMark: 1 << 18 }), target);
    return target.rowCount;
  } catch (error) {
    throw sourceError ?? statementError(error);
  }
}
