import type { Readable } from 'node:stream';
import type { Pool, PoolClient } from 'pg';
import { AlmagestError, problem } from '../core/error.ts';
import { integer, type SqlText, sql } from '../core/sql-text.ts';
import { cancelSession } from './cancel.ts';
import { CopyStream } from './copy-stream.ts';
import { errorState, isConnectionError, statementError } from './error.ts';
import { runStatement } from './session.ts';

export interface CopyToOptions {
  /** How long the statement may run, the time in which the reader takes the rows included. */
  readonly seconds: number;
  readonly signal?: AbortSignal;
}

const QUERY_CANCELED = '57014';
/** Seconds that the server has for ending a statement by itself when its time is up. */
const GRACE = 5;

/**
 * Runs `COPY ... TO STDOUT`. Resolves when the first bytes are there or the statement ended, so that what is wrong from the
 * start is thrown here; what goes wrong later destroys the stream with an AlmagestError. A stream that is destroyed, or whose
 * signal is aborted, ends the statement on the server.
 *
 * @throws AlmagestError X101 (time is up), X102 (connection), X103 (arithmetic), X104 (aborted), X105
 */
export async function copyTo(pool: Pool, statement: SqlText, options: CopyToOptions): Promise<Readable> {
  const { seconds, signal } = options;
  const client = await connectUnlessAborted(pool, signal);
  const stream = new CopyStream(statement);
  // The stream's reader hears of errors; this keeps an error that comes before there is a reader from ending the process.
  stream.on('error', () => {});
  const began = performance.now();
  const isLate = () => performance.now() - began >= seconds * 1000;

  const onAbort = () => stream.destroy(aborted());
  signal?.addEventListener('abort', onAbort, { once: true });
  const guard = setTimeout(() => stream.destroy(timeIsUp(seconds)), (seconds + GRACE) * 1000);
  giveBackWhenDone(client, stream, () => {
    clearTimeout(guard);
    signal?.removeEventListener('abort', onAbort);
  });

  try {
    await runStatement(client, sql`SET statement_timeout = ${integer(Math.max(1, Math.ceil(seconds * 1000)))}`);
    if (stream.destroyed) throw stream.errored ?? aborted();
    client.query(stream);
    stream.finished.catch((error) => stream.destroy(translate(error)));
    await Promise.race([stream.started, rejectWhenDestroyed(stream)]);
    return stream;
  } catch (error) {
    const translated = translate(error);
    stream.destroy(translated);
    throw translated;
  }

  function translate(error: unknown): AlmagestError {
    if (errorState(error) !== QUERY_CANCELED) return statementError(error);
    return signal?.aborted || !isLate() ? aborted(error) : timeIsUp(seconds, error);
  }
}

async function connectUnlessAborted(pool: Pool, signal: AbortSignal | undefined): Promise<PoolClient> {
  if (signal?.aborted) throw aborted();
  const connecting = pool.connect();
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(aborted());
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([connecting, promise]);
  } catch (error) {
    connecting.then((late) => late.release()).catch(() => {});
    throw statementError(error);
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
}

/**
 * Returns the connection to its pool when the statement is over. One whose statement was left early is not used again: its
 * statement is cancelled and the connection closed, so that no later statement meets leftovers or a late cancellation.
 */
function giveBackWhenDone(client: PoolClient, stream: CopyStream, tidy: () => void): void {
  let isOver = false;
  const over = (release: () => void) => {
    if (isOver) return;
    isOver = true;
    tidy();
    release();
  };
  client.on('error', ignore);
  stream.finished.then(
    () => over(() => release(false)),
    (error) => over(() => release(isConnectionError(error))),
  );
  stream.once('close', () => over(() => cancelSession(client).finally(() => release(true))));

  function release(broken: boolean): void {
    client.off('error', ignore);
    client.release(broken);
  }
}

function ignore(): void {}

function rejectWhenDestroyed(stream: CopyStream): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(ignore);
  stream.once('close', () => reject(stream.errored ?? aborted()));
  return promise;
}

function aborted(cause?: unknown): AlmagestError {
  return new AlmagestError([problem('X104', 'the query was cancelled')], { cause });
}

function timeIsUp(seconds: number, cause?: unknown): AlmagestError {
  const hint = 'Run it as a job, which may take longer, or ask for less: a narrower WHERE, or TOP.';
  return new AlmagestError([problem('X101', `the query took longer than ${seconds} s`, { hint })], { cause });
}
