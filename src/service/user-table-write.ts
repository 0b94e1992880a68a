import { randomBytes } from 'node:crypto';
import { AlmagestError, fail, problem } from '../core/error.ts';
import { LIMITS } from '../core/limits.ts';
import { count, size } from '../core/quantity.ts';
import { sql } from '../core/sql-text.ts';
import { didYouMean } from '../core/suggest.ts';
import { Turnstile } from '../core/turnstile.ts';
import type { Database } from '../database/database.ts';
import { errorState } from '../database/error.ts';
import type { Session } from '../database/session.ts';
import {
  addFromFile,
  describedColumns,
  fillFromFile,
  type KeptFile,
  makeKeptTable,
  readFileColumns,
} from '../ingest/upload/keep-table.ts';
import { occupiedBy } from '../jobs/room.ts';
import type { Column } from '../model/column.ts';
import type { SkyIndex } from '../model/sky-index.ts';
import { qualifiedName, type Table } from '../model/table.ts';
import { createIndex, type StoredTable } from '../sql/ddl.ts';
import type { Service } from './context.ts';
import { isDescription, readDescription, type TableDescription } from './user-table-description.ts';
import { readTableName } from './user-table-name.ts';
import {
  bytesOf,
  claimSchema,
  enterAccounting,
  findKept,
  findSchemaName,
  forgetKept,
  holdKept,
  KEPT_SCHEMA,
  type KeptTable,
  listKept,
  sweepKept,
  tellTaken,
  wordsOf,
  writeKept,
} from './user-table-store.ts';
import { groupOfOwn } from './user-tables.ts';

/** Who keeps tables here. */
export type KeepingService = Pick<
  Service,
  'database' | 'settings' | 'visitor' | 'accounts' | 'catalogue' | 'userTables'
>;

/** What there is to be made a table of, or added to one. */
export interface TableFile {
  readonly path: string;
  /** What separates the cells of a text file, where its sender said so. */
  readonly delimiter?: string;
  /** A result of the program's own, which has other bounds than what people send. */
  readonly isResult?: boolean;
}

/** How much larger a file may be when it is unpacked. */
const MOST_EXPANSION = 4;
/** Tables that are written at once: each takes a connection of the owner's, which everybody needs. */
const SLOTS = 3;
/** PostgreSQL's query_canceled, unique_violation, duplicate_table (which an index is too) and program_limit_exceeded. */
const [CANCELED, NOT_UNIQUE, THERE_ALREADY, TOO_LONG] = ['57014', '23505', '42P07', '54000'];

const turnstiles = new WeakMap<Database, Turnstile>();

/** @throws AlmagestError A102 for those who did not say who they are, A103 where nobody can */
export function requireOwner({ visitor, accounts }: Pick<Service, 'visitor' | 'accounts'>): string {
  if (visitor.name === undefined && !accounts.areThere)
    fail('A103', 'this service keeps no tables of its users: nobody has an account');
  return (
    visitor.name ??
    fail('A102', 'tables are kept for those who say who they are', {
      hint: 'Log in with a name and a password, or with a token.',
    })
  );
}

/**
 * Makes a table of a file: one that describes it (VODataService) makes it empty, any other one with the rows that it has. The name
 * need not have the schema.
 * @throws AlmagestError A102, A103, U103, U105 to U109
 */
export async function createTable(
  service: KeepingService,
  given: string,
  file: TableFile,
  { description, signal }: { readonly description?: string; readonly signal: AbortSignal },
): Promise<Table> {
  const { owner, schema, name } = await ownName(service, given);
  await requireFree(service, owner, { schema, name });
  const described = (await isDescription(file.path)) ? await readDescription(file.path) : undefined;
  return change(service, owner, signal, async (session, onBytes) => {
    const id = `t${randomBytes(12).toString('hex')}`;
    const stored = { schema: KEPT_SCHEMA, name: id };
    const draft = (columns: readonly Column[], skyIndexes: readonly SkyIndex[]): Table => ({
      ...draftOf({ schema, name }, { ...(description ? { description } : {}), ...described }),
      columns: withIndexed(columns, skyIndexes),
      skyIndexes,
      stored,
    });
    if (described) {
      const columns = describedColumns(`the table ${name}`, described.columns);
      const table = draft(columns, await makeKeptTable(session, stored, columns));
      return settle(session, service, { id, owner, content: { ...table, rowCount: 0 }, bytes: 0 });
    }
    const kept = keptFile(service, name, file, signal, onBytes);
    const found = await readFileColumns(kept);
    const table = draft(found.columns, await makeKeptTable(session, stored, found.columns));
    const added = await fillFromFile(session, table, kept, found);
    const content = { ...table, columns: added.fit(table.columns), rowCount: added.rows };
    return settle(session, service, { id, owner, content, bytes: 0 });
  });
}

/** Adds the rows of a file to a table of one's own: all of them or, if something is wrong, none. */
export async function addRows(
  service: KeepingService,
  given: string,
  file: TableFile,
  signal: AbortSignal,
): Promise<{ readonly table: Table; readonly rows: number }> {
  const found = await ownTable(service, given);
  const { owner, content } = found;
  let rows = 0;
  const table = await change(service, owner, signal, async (session, onBytes) => {
    const added = await addFromFile(session, content, keptFile(service, content.name, file, signal, onBytes));
    rows = added.rows;
    return settle(session, service, found, (now) => ({
      ...now,
      columns: added.fit(now.columns),
      rowCount: (now.rowCount ?? 0) + added.rows,
    }));
  });
  return { table, rows };
}

/** Deletes a table of one's own: who is reading it reads on, and nobody else finds it. */
export async function deleteTable(service: KeepingService, given: string): Promise<void> {
  const { owner, content } = await ownTable(service, given);
  await forgetKept(service.database, owner, content.name);
  await service.userTables.refresh(owner);
  await sweepKept(service.database);
}

/** What an index is made of. */
export interface IndexOrder {
  readonly table: string;
  readonly column: string;
  readonly unique: boolean;
}

/** Finds what an index is wanted of. @throws AlmagestError A102, A103, R107, U110 */
export async function readIndexOrder(service: KeepingService, order: IndexOrder): Promise<IndexOrder> {
  const { content } = await ownTable(service, order.table);
  return { ...order, table: qualifiedNameQuoted(content), column: columnOf(content, order.column).name };
}

/** Makes an index of a column, so that cuts on it are quick. One that is there already is left as it is. */
export async function indexColumn(
  service: KeepingService,
  { table: given, column: wanted, unique }: IndexOrder,
  { seconds, signal }: { readonly seconds: number; readonly signal: AbortSignal },
): Promise<Table> {
  const found = await ownTable(service, given);
  const column = columnOf(found.content, wanted);
  const { stored } = found.content;
  if (!stored) throw new Error(`${given} is not stored as a table of a user is`);
  return change(
    service,
    found.owner,
    signal,
    async (session) => {
      await makeIndex(session, stored, column, unique);
      return settle(session, service, found, (now) => ({
        ...now,
        columns: now.columns.map((each) => (each.name === column.name ? { ...each, indexed: true } : each)),
      }));
    },
    seconds,
  );
}

async function makeIndex(session: Session, stored: StoredTable, column: Column, unique: boolean): Promise<void> {
  await session.query(sql`SAVEPOINT before_index`);
  try {
    await session.query(createIndex(stored, { columns: [column.stored ?? column.name], method: 'btree', unique }));
  } catch (cause) {
    switch (errorState(cause)) {
      case THERE_ALREADY:
        await session.query(sql`ROLLBACK TO SAVEPOINT before_index`);
        return;
      case NOT_UNIQUE:
        fail('U110', `the values of ${column.name} are not all different`, {
          hint: 'Leave UNIQUE out, or find those that are not with GROUP BY and HAVING COUNT(*) > 1.',
          cause,
        });
        break;
      case TOO_LONG:
        fail('U110', `the values of ${column.name} are too long for an index`, { cause });
        break;
      default:
        throw cause;
    }
  }
}

/** The column of that name; arrays and regions have no order that an index could follow. */
function columnOf({ columns }: Table, wanted: string): Column {
  const plain = /^".+"$/.test(wanted) ? wanted.slice(1, -1).replaceAll('""', '"') : wanted;
  const column =
    columns.find(({ name }) => name === plain) ??
    columns.find(({ name }) => name.toLowerCase() === plain.toLowerCase());
  if (!column) {
    const names = columns.map(({ name }) => name);
    return fail('U110', `the table has no column ${plain}`, {
      hint: didYouMean(plain, names) ?? `It has ${names.slice(0, 20).join(', ')}.`,
    });
  }
  const { primitive, arraysize, xtype } = column.datatype;
  const isText = primitive === 'char' || primitive === 'unicodeChar';
  if ((arraysize !== undefined && !isText) || (isText && xtype !== undefined && xtype !== 'timestamp'))
    fail('U110', `the column ${column.name} cannot be indexed: it holds arrays or regions`, {
      hint: 'Positions and regions are indexed on the sky by themselves.',
    });
  return column;
}

/** The names of a table that is, or can be, one's own. */
interface OwnName {
  readonly owner: string;
  readonly schema: string;
  readonly name: string;
}

async function ownName(service: KeepingService, given: string): Promise<OwnName> {
  const owner = requireOwner(service);
  const { schema: said, name } = readTableName(given);
  const { schemas } = service.catalogue.current;
  const isTaken = (wish: string): boolean => schemas.some((each) => each.name.toLowerCase() === wish.toLowerCase());
  const schema =
    (await findSchemaName(service.database, owner)) ?? (await claimSchema(service.database, owner, isTaken));
  if (said !== undefined && said.toLowerCase() !== schema.toLowerCase())
    fail('A103', `the schema ${said} is not yours`, { hint: `Yours is ${schema}.` });
  return { owner, schema, name };
}

async function ownTable(service: KeepingService, given: string): Promise<KeptTable> {
  const { owner, schema, name } = await ownName(service, given);
  const found = await findKept(service.database, owner, name);
  if (found) return found;
  const names = (await listKept(service.database, owner)).map(({ content }) => content.name);
  return fail('R107', `there is no table ${schema}.${name}`, {
    hint:
      didYouMean(name, names) ??
      `Make it first: PUT a description, or a file with rows, to /tap/tables/${schema}.${name}.`,
  });
}

/** Before all the work, so that it is not in vain. */
async function requireFree(
  { database }: KeepingService,
  owner: string,
  name: Pick<Table, 'schema' | 'name'>,
): Promise<void> {
  if (await findKept(database, owner, name.name)) tellTaken(name);
  const { length } = await listKept(database, owner);
  if (length >= LIMITS.userTables)
    fail('U108', `you have ${length} tables here, and there can be ${LIMITS.userTables}`, {
      hint: 'Delete some that are no longer needed.',
    });
}

/** For a name that shall be given to a table later: finds out whether it can. @throws AlmagestError A102, A103, U106 to U108 */
export async function requireNewName(service: KeepingService, given: string): Promise<void> {
  const { owner, schema, name } = await ownName(service, given);
  await requireFree(service, owner, { schema, name });
}

function draftOf(
  { schema, name }: Pick<Table, 'schema' | 'name'>,
  { title, description, utype }: Omit<TableDescription, 'columns'>,
): Omit<Table, 'columns' | 'skyIndexes' | 'stored'> {
  return {
    schema,
    name,
    kind: 'table',
    ...(title ? { title } : {}),
    description: description ?? 'A table of your own',
    ...(utype ? { utype } : {}),
    primaryKey: [],
    foreignKeys: [],
    groups: [groupOfOwn(schema)],
  };
}

function withIndexed(columns: readonly Column[], indexes: readonly SkyIndex[]): readonly Column[] {
  const names = new Set(indexes.flatMap((each) => (each.kind === 'position' ? [each.lon, each.lat] : [each.column])));
  return columns.map((column) => ({ ...column, indexed: names.has(column.name) }));
}

function keptFile(
  { settings }: KeepingService,
  name: string,
  { path, delimiter, isResult = false }: TableFile,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): KeptFile {
  return {
    name,
    path,
    mostBytes: (isResult ? settings.resultBytes : settings.uploadBytes) * MOST_EXPANSION,
    mostRows: isResult ? Number.POSITIVE_INFINITY : settings.uploadRows,
    signal,
    onBytes,
    ...(delimiter === undefined ? {} : { delimiter }),
  };
}

/**
 * Does the work in a transaction that ends with the signal, or when its time is up; afterwards this process knows of it. The work is
 * told to tell of each piece that it adds, so that what cannot fit is not taken in first.
 */
async function change(
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
async function settle(
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

const qualifiedNameQuoted = ({ schema, name }: Table): string => `${schema}."${name.replaceAll('"', '""')}"`;
