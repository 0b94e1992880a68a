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
  async function* watched() {
    try {
      yield* source;
    } catch (error) {
      sourceError = error ?? new Error('the source failed');
      throw sourceError;
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
