import { AlmagestError, fail, problem } from '../core/error.ts';
import { LIMITS } from '../core/limits.ts';
import { count, size } from '../core/quantity.ts';
import { sql } from '../core/sql-text.ts';
import { Turnstile } from '../core/turnstile.ts';
import type { Database } from '../database/database.ts';
import { errorState } from '../database/error.ts';
import type { Session } from '../database/session.ts';
import { occupiedBy } from '../jobs/room.ts';
import { qualifiedName, type Table } from '../model/table.ts';
import type { KeepingService } from './user-table-owner.ts';
import { bytesOf, enterAccounting, holdKept, type KeptTable, wordsOf, writeKept } from './user-table-store.ts';

/** Tables that are written at once: each takes a connection of the owner's, which everybody needs. */
const SLOTS = 3;
/** PostgreSQL's query_canceled. */
const CANCELED = '57014';

const turnstiles = new WeakMap<Database, Turnstile>();

/**
 * Does the work in a transaction that ends with the signal, or when its time is up; afterwards this process knows of it. The work is
 * told to tell of each piece that it adds, so that what cannot fit is not taken in first.
 */
export async function change(
  service: KeepingService,
  owner: string,
  signal: AbortSignal,
  work: (session: Session, onBytes: (bytes: number) => void) => Promise<Table>,
  seconds = service.settings.jobSeconds,
): Promise<Table> {
  const { database, settings } = service;
  const turnstile = turnstiles.get(database) ?? new Turnstile(SLOTS);
  turnstiles.set(database, turnstile);
  const leave = await turnstile.enter(signal);
  try {
    let total = (await occupiedBy(database, owner)).bytes;
    const onBytes = (bytes: number): void => {
      total += bytes;
      if (total > settings.storageBytes) tellFull(total, settings.storageBytes);
    };
    onBytes(0);
    const table = await database.transaction((session) =>
      cancellable(database, session, { seconds, signal }, () => work(session, onBytes)),
    );
    await service.userTables.refresh(owner);
    return table;
  } catch (error) {
    if (signal.aborted) throw asCancelled(signal, error);
    if (errorState(error) !== CANCELED) throw error;
    throw new AlmagestError([problem('X101', `this took longer than ${seconds} s`, { hint: 'Send less at a time.' })], {
      cause: error,
    });
  } finally {
    leave();
  }
}

/** Has the server end what the session is doing when the signal says so. */
async function cancellable<Result>(
  database: Database,
  session: Session,
  { seconds, signal }: { readonly seconds: number; readonly signal: AbortSignal },
  work: () => Promise<Result>,
): Promise<Result> {
  const [backend] = await session.query<{ pid: number }>(
    sql`SELECT pg_backend_pid() AS pid, set_config('statement_timeout', $1, true)`,
    [String(seconds * 1000)],
  );
  let cancelling: Promise<unknown> | undefined;
  const cancel = (): void => {
    cancelling = database.query(sql`SELECT pg_cancel_backend($1)`, [backend?.pid]).catch(() => undefined);
  };
  signal.addEventListener('abort', cancel, { once: true });
  try {
    signal.throwIfAborted();
    return await work();
  } finally {
    signal.removeEventListener('abort', cancel);
    // The next one on this connection must not be hit.
    await cancelling;
  }
}

function asCancelled({ reason }: AbortSignal, cause: unknown): AlmagestError {
  if (reason instanceof AlmagestError) return reason;
  return new AlmagestError([problem('X104', 'the request was cancelled')], { cause });
}

/** Adds up what a table takes, and writes it into the lists, as it is or as `update` makes it of what it is by now. */
export async function settle(
  session: Session,
  { settings }: KeepingService,
  table: KeptTable,
  update?: (now: Table) => Table,
): Promise<Table> {
  await enterAccounting(session, table.owner);
  const now = update ? await holdKept(session, table.id) : table;
  if (!now) fail('R107', `the table ${qualifiedName(table.content)} was deleted meanwhile`);
  const bytes = await bytesOf(session, now.content);
  const total = (await occupiedBy(session, table.owner)).bytes - now.bytes + bytes;
  if (total > settings.storageBytes) tellFull(total, settings.storageBytes);
  const content = update?.(now.content) ?? now.content;
  await writeKept(session, { ...now, content, bytes });
  // Every process has them in memory.
  if ((await wordsOf(session, table.owner)) > LIMITS.userTableWords)
    fail(
      'U103',
      `the names and descriptions of your tables would have more than ${count(LIMITS.userTableWords)} characters`,
      {
        hint: 'Shorten the descriptions of columns, or delete tables that are no longer needed.',
      },
    );
  return content;
}

function tellFull(wanted: number, most: number): never {
  fail('U108', `your tables and results would take ${size(wanted)}; there is room for ${size(most)}`, {
    hint: 'Delete tables and jobs that are no longer needed; /api/limits tells what is used.',
  });
}
