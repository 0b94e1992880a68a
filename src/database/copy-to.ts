import type { Pool, PoolClient } from 'pg';
import { AlmagestError, problem } from '../core/error.ts';
import { ownTurn } from '../core/own-turn.ts';
import { integer, literal, type SqlText, sql } from '../core/sql-text.ts';
import { cancelSession } from './cancel.ts';
import { CopyOut } from './copy-out.ts';
import { errorState, isConnectionError, noConnection, statementError } from './error.ts';
import type { RowSink } from './row-sink.ts';
import { runStatement } from './session.ts';
import { WorkLimit } from './work-limit.ts';

export interface CopyToOptions {
  /** How long the statement may work; the time in which rows wait for their reader is not counted. */
  readonly seconds: number;
  /** Those of the one who asks: TAP_SCHEMA tells them of what is for these groups. None if not given. */
  readonly groups?: readonly string[];
  /** How long the reader may leave the rows untouched, at a stretch; a minute if not given. */
  readonly stallSeconds?: number;
  readonly signal?: AbortSignal;
  /** Queries that each give a row as long as the statement has what it needs; X102 if one gives none. */
  readonly premises?: readonly SqlText[];
  /** What can be done where `seconds` are too few, beside asking for less; a sentence. */
  readonly moreTime?: string;
}

const QUERY_CANCELED = '57014';
const STALL_SECONDS = 60;
/** Seconds after which the server ends a statement by itself, however patient this program is, in addition to those of its work. */
const SENDING_SECONDS = 3600;

/**
 * Runs `COPY ... TO STDOUT` and gives its bytes to the sink. Resolves when the first were given or the statement ended, so that what is
 * wrong from the start is thrown here, and the sink is no more told of it; of what goes wrong later the sink is told. Rows that are left,
 * or whose signal is aborted, end the statement on the server.
 *
 * @throws AlmagestError X101 (time is up), X102 (connection), X103 (arithmetic), X104 (aborted, or left lying), X105
 */
export async function copyTo(pool: Pool, statement: SqlText, options: CopyToOptions, sink: RowSink): Promise<void> {
  const { seconds, groups = [], stallSeconds = STALL_SECONDS, signal, premises = [], moreTime } = options;
  const client = await connectUnlessAborted(pool, signal);
  client.on('error', ignore);
  const limit = new WorkLimit({ work: seconds, stall: stallSeconds }, (reason) =>
    leave(reason === 'work' ? timeIsUp(seconds, moreTime) : leftLying(stallSeconds)),
  );
  const onAbort = () => leave(aborted(signal));
  signal?.addEventListener('abort', onAbort, { once: true });
  const begun = Promise.withResolvers<void>();
  begun.promise.catch(ignore);
  let hasBegun = false;
  let isOver = false;
  const begin = () => {
    hasBegun = true;
    begun.resolve();
  };
  // In the same turn as the rows, so that the end of a document goes out with its last rows.
  const copy = new CopyOut(statement, { rows: (bytes) => sink.rows(bytes), started: begin, ended }, limit);

  try {
    if (signal?.aborted) throw aborted(signal);
    sink.begin({ resume: () => copy.resume(), leave: () => leave() });
    await Promise.race([prepare(client, seconds, groups), begun.promise]);
    // On the connection of the statement, which does not outlive what could end them from now on.
    for (const premise of premises) if ((await runStatement(client, premise)).length === 0) throw lost();
    if (!isOver) client.query(copy);
    await begun.promise;
  } catch (error) {
    const translated = translate(error);
    leave(translated);
    throw translated;
  }

  function ended(error?: unknown): void {
    if (!over(() => release(error !== undefined && isConnectionError(error)))) return;
    if (error === undefined) {
      sink.end();
      begin();
    } else giveUp(translate(error));
  }

  /**
   * The connection of a statement that was left early is not used again: the statement is cancelled and the connection closed, so that
   * no later statement meets leftovers or a late cancellation.
   */
  function leave(reason?: AlmagestError): void {
    if (!over(() => cancelSession(client).finally(() => release(true)))) return;
    copy.leave();
    if (reason) giveUp(reason);
    else begin();
  }

  function giveUp(error: AlmagestError): void {
    if (hasBegun) sink.fail(error);
    else begun.reject(error);
  }

  /** True if it was not over before. */
  function over(letGo: () => void): boolean {
    if (isOver) return false;
    isOver = true;
    limit.stop();
    signal?.removeEventListener('abort', onAbort);
    letGo();
    return true;
  }

  function release(broken: boolean): void {
    client.off('error', ignore);
    client.release(broken);
  }

  function translate(error: unknown): AlmagestError {
    return errorState(error) === QUERY_CANCELED ? aborted(signal, error) : statementError(error);
  }
}

/** What was last set on a connection: mostly what the next statement needs too, which then goes out at once. */
const prepared = new WeakMap<PoolClient, string>();

async function prepare(client: PoolClient, seconds: number, groups: readonly string[]): Promise<void> {
  const timeout = Math.ceil((seconds + SENDING_SECONDS) * 1000);
  const settings = sql`SET statement_timeout = ${integer(timeout)}; SET almagest.groups = ${literal(groups.join(','))}`;
  if (prepared.get(client) === settings.text) return;
  prepared.delete(client);
  await runStatement(client, settings);
  prepared.set(client, settings.text);
}

async function connectUnlessAborted(pool: Pool, signal: AbortSignal | undefined): Promise<PoolClient> {
  if (signal?.aborted) throw aborted(signal);
  const connecting = pool.connect();
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(aborted(signal));
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([connecting, promise]);
  } catch (error) {
    connecting.then((late) => late.release()).catch(() => {});
    // All who began to wait at one moment give up at one moment.
    await ownTurn();
    throw noConnection(error);
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
}

function ignore(): void {}

/** Why the signal was aborted, if that is an error to be told; else no more than that the query was cancelled. */
function aborted(signal?: AbortSignal, cause?: unknown): AlmagestError {
  if (signal?.reason instanceof AlmagestError) return signal.reason;
  const hint = 'It may well succeed at another time.';
  return new AlmagestError([problem('X104', 'the query was cancelled', { hint })], { cause });
}

function lost(): AlmagestError {
  const hint = 'Try again: the database has been started anew in the meantime.';
  return new AlmagestError([problem('X102', 'the tables that came with the query are gone', { hint })]);
}

function timeIsUp(seconds: number, moreTime: string | undefined): AlmagestError {
  const hint = [...(moreTime === undefined ? [] : [moreTime]), 'Ask for less: a narrower WHERE, or TOP.'].join(' ');
  return new AlmagestError([problem('X101', `the query took longer than ${seconds} s`, { hint })]);
}

function leftLying(seconds: number): AlmagestError {
  const hint = 'Run it as a job: its result waits to be fetched.';
  return new AlmagestError([problem('X104', `nobody took rows of the result for ${seconds} s`, { hint })]);
}
