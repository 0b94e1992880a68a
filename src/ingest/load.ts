import { createHash } from 'node:crypto';
import { fail, type Problem, throwIfAny } from '../core/error.ts';
import type { Observer } from '../core/observe.ts';
import { counted } from '../core/quantity.ts';
import { sql } from '../core/sql-text.ts';
import type { Database } from '../database/database.ts';
import type { Session } from '../database/session.ts';
import type { Descriptor, TablePlan } from '../descriptor/descriptor.ts';
import type { Resource } from '../model/resource.ts';
import { qualifiedName, type Table } from '../model/table.ts';
import { createSchema, dropSchema, type StoredTable, storedTable } from '../sql/ddl.ts';
import { checkReferences } from './check-references.ts';
import { findFiles } from './find-files.ts';
import { checkFile, findChange, fingerprint, PARTIAL_FINGERPRINT } from './fingerprint.ts';
import { loadTable, prepareToLoad, stepTimer } from './load-table.ts';
import { enterPublication, findPublished, type PublishedResource, publish } from './publish.ts';
import type { SourceFiles } from './read-source.ts';
import { lockForChange, removeTable, swapTable } from './swap.ts';

export interface IngestInput {
  readonly descriptor: Descriptor;
  readonly database: Database;
  /** Where data files are looked for when they are not beside the descriptor. */
  readonly dataFolder?: string;
  readonly observe: Observer;
  /** Load it even if nothing changed. */
  readonly force?: boolean;
  /** The name of the one table to load; the others stay as they are. */
  readonly only?: string;
  /** Rows of each table to load at most, to try a descriptor out. */
  readonly limit?: number;
  /** Look whether anything is to be loaded, and load nothing. */
  readonly dryRun?: boolean;
}

export interface LoadedTable {
  readonly name: string;
  readonly rows: number;
  readonly ms: number;
}

export type IngestOutcome =
  | {
      readonly kind: 'published';
      readonly tables: readonly LoadedTable[];
      readonly ms: number;
    }
  | { readonly kind: 'unchanged'; readonly rows: number }
  /** What a dry run would have loaded; nothing, if the rows stay and only words about them change. */
  | { readonly kind: 'planned'; readonly tables: readonly string[] }
  | { readonly kind: 'skipped'; readonly reason: string; readonly remedy: string };

/** One table to load. */
interface Work {
  readonly table: Table;
  readonly plan: TablePlan;
  readonly files: SourceFiles;
}

/** A loaded table, and how long that took. */
interface Loaded {
  readonly table: Table;
  readonly ms: number;
}

/**
 * Loads the tables of a resource and publishes them, all at once or not at all: everything happens in one transaction, in a
 * schema that nobody else sees, and only its last moment touches what is served. So a failure, of whatever kind, leaves the
 * old tables in place and nothing behind.
 * @throws AlmagestError with what is wrong with files, rows or descriptor
 */
export async function ingestResource(input: IngestInput): Promise<IngestOutcome> {
  const { descriptor, database, observe } = input;
  const { id } = descriptor.resource;
  const started = performance.now();
  const found = await findWork(input);
  if ('missing' in found) {
    const { message, hint = '' } = found.missing;
    observe({ kind: 'resource-skipped', resource: id, reason: message, remedy: hint });
    return { kind: 'skipped', reason: message, remedy: hint };
  }
  const files = found.work.flatMap((work) => [...work.files.main, ...work.files.joined]);
  const isPartial = input.only !== undefined || input.limit !== undefined;
  const outcome = await database.transaction(async (session): Promise<IngestOutcome> => {
    await enterResource(session, id);
    const published = await findPublished(session, id);
    const isFree = input.force || isPartial || !published;
    const change = isFree ? 'rows' : await findChange(published.fingerprint, descriptor, files);
    if (change === 'nothing' && published) return { kind: 'unchanged', rows: countRows(published.resource.tables) };
    await checkClaims(session, descriptor, published);
    if (change === 'words' && published && !input.dryRun) {
      const tables = await describeAnew(session, input, published, fingerprint(descriptor, files));
      return { kind: 'published', tables, ms: Math.round(performance.now() - started) };
    }
    for (const file of files) await checkFile(file);
    if (input.dryRun) {
      const loads = change === 'rows' ? found.work : [];
      return { kind: 'planned', tables: loads.map(({ table }) => qualifiedName(table)) };
    }
    const mark = isPartial ? PARTIAL_FINGERPRINT : fingerprint(descriptor, files);
    const loaded = await loadAndSwap(session, input, found.work, published, mark);
    const tables = loaded.map(({ table, ms }) => ({ name: qualifiedName(table), rows: table.rowCount ?? 0, ms }));
    return { kind: 'published', tables, ms: Math.round(performance.now() - started) };
  });
  tell(outcome, id, observe);
  return outcome;
}

/** The files of every table to load, or the first that is not there. */
async function findWork({
  descriptor,
  dataFolder,
  only,
}: IngestInput): Promise<{ readonly work: readonly Work[] } | { readonly missing: Problem }> {
  const work: Work[] = [];
  const places = { descriptor: descriptor.file, ...(dataFolder === undefined ? {} : { dataFolder }) };
  for (const [index, table] of descriptor.resource.tables.entries()) {
    const plan = descriptor.plans[index];
    if (!plan || (only !== undefined && ![table.name, qualifiedName(table)].includes(only))) continue;
    const main = await findFiles(plan.source, places);
    if ('missing' in main) return main;
    const joined = plan.source.join ? await findFiles(plan.source.join, places) : { files: [] };
    if ('missing' in joined) return joined;
    work.push({ table, plan, files: { main: main.files, joined: joined.files } });
  }
  if (work.length === 0)
    fail('D201', `${descriptor.resource.id} has no table ${only}`, { place: { file: descriptor.file } });
  return { work };
}

/** Two processes that load the same resource do so one after the other. */
async function enterResource(session: Session, id: string): Promise<void> {
  await session.query(sql`SELECT pg_advisory_xact_lock(hashtext('almagest resource ' || $1))`, [id]);
}

/** A table belongs to one resource; and what the program did not make, it does not replace. */
async function checkClaims(
  session: Session,
  { resource, file }: Descriptor,
  published: PublishedResource | undefined,
): Promise<void> {
  const own = new Set(published?.resource.tables.map((table) => qualifiedName(table).toLowerCase()));
  const names = resource.tables.map((table) => qualifiedName(table).toLowerCase());
  const place = { file };
  const [claim] = await session.query<{ id: string; name: string }>(
    sql`SELECT id, name FROM almagest.resource, unnest(tables) AS name WHERE id <> $1 AND lower(name) = ANY ($2) LIMIT 1`,
    [resource.id, names],
  );
  if (claim)
    fail('I107', `the table ${claim.name} belongs to the resource ${claim.id}`, {
      place,
      hint: `Give the table another name, or drop ${claim.id} first.`,
    });
  const strangers = await session.query<{ name: string }>(
    sql`SELECT schemaname || '.' || relname AS name FROM (
        SELECT n.nspname AS schemaname, c.relname FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
      ) AS relations WHERE schemaname || '.' || relname = ANY ($1)`,
    [names.filter((name) => !own.has(name))],
  );
  const [stranger] = strangers;
  if (stranger)
    fail('I107', `the database has a table ${stranger.name} already, which was not made by publishing`, {
      place,
      hint: 'Give the table another name, or move the one in the database away.',
    });
}

/** Loads into a schema of its own, checks what tables promise of each other, and puts everything in place. */
async function loadAndSwap(
  session: Session,
  { descriptor, limit, observe }: IngestInput,
  work: readonly Work[],
  published: PublishedResource | undefined,
  mark: string,
): Promise<readonly Loaded[]> {
  const schema = `almagest_load_${createHash('sha256').update(descriptor.resource.id).digest('hex').slice(0, 12)}`;
  await prepareToLoad(session);
  await session.query(createSchema(schema));
  const shadows = new Map<string, StoredTable>();
  const loaded: Loaded[] = [];
  for (const { table, plan, files } of work) {
    const shadow = { schema, name: table.name.toLowerCase() };
    const started = performance.now();
    const load = { table, plan, files, observe, ...(limit === undefined ? {} : { limit }) };
    const described = await loadTable(session, shadow, load);
    loaded.push({ table: described, ms: Math.round(performance.now() - started) });
    shadows.set(qualifiedName(table).toLowerCase(), shadow);
  }
  if (limit === undefined) await checkAllReferences(session, work, shadows);
  await enterPublication(session);
  const step = stepTimer(descriptor.resource.id, observe);
  const tables = loaded.map(({ table }) => table);
  const resource = merge(descriptor.resource, tables, published?.resource);
  await dropForgotten(session, resource, published?.resource, observe);
  for (const table of tables) {
    const target = storedTable(table);
    await lockForChange(session, target, qualifiedName(table), observe);
    await swapTable(session, { schema, name: target.name }, target, qualifiedName(table));
  }
  await session.query(dropSchema(schema));
  await publish(session, resource, { descriptor, fingerprint: mark });
  step('swap', counted(loaded.length, 'table'));
  return loaded;
}

/** Publishes new words about the same rows: what was found out about those is kept. */
async function describeAnew(
  session: Session,
  { descriptor, observe }: IngestInput,
  published: PublishedResource,
  mark: string,
): Promise<readonly LoadedTable[]> {
  const { resource } = descriptor;
  const step = stepTimer(resource.id, observe);
  await enterPublication(session);
  const tables = resource.tables.map((table, index): Table => {
    const { columns = [], rowCount = 0, coverage } = published.resource.tables[index] ?? {};
    const known = new Map(columns.map(({ name, statistics }) => [name, statistics]));
    const described = table.columns.map((column) => {
      const statistics = known.get(column.name);
      return statistics ? { ...column, statistics } : column;
    });
    return { ...table, columns: described, rowCount, ...(coverage ? { coverage } : {}) };
  });
  await publish(session, { ...resource, tables }, { descriptor, fingerprint: mark });
  step('describe', 'the same rows in new words');
  return tables.map((table) => ({ name: qualifiedName(table), rows: table.rowCount ?? 0, ms: 0 }));
}

async function checkAllReferences(
  session: Session,
  work: readonly Work[],
  shadows: ReadonlyMap<string, StoredTable>,
): Promise<void> {
  const published = await session.query<{ name: string }>(sql`SELECT unnest(tables) AS name FROM almagest.resource`);
  const serving = new Set(published.map(({ name }) => name.toLowerCase()));
  const find = (name: string): StoredTable | undefined => {
    const [schema = '', table = ''] = name.toLowerCase().split('.');
    return shadows.get(name.toLowerCase()) ?? (serving.has(name.toLowerCase()) ? { schema, name: table } : undefined);
  };
  const problems: Problem[] = [];
  for (const { table, plan } of work) problems.push(...(await checkReferences(session, table, plan, find)));
  throwIfAny(problems);
}

/** The resource as it is published: its loaded tables, and those that were left as they are. */
function merge(resource: Resource, loaded: readonly Table[], before: Resource | undefined): Resource {
  const named = (tables: readonly Table[], wanted: Table) =>
    tables.find((table) => qualifiedName(table).toLowerCase() === qualifiedName(wanted).toLowerCase());
  const tables = resource.tables.map((table) => named(loaded, table) ?? named(before?.tables ?? [], table));
  return { ...resource, tables: tables.filter((table) => table !== undefined) };
}

/** Tables that the resource had and has no more. */
async function dropForgotten(
  session: Session,
  resource: Resource,
  before: Resource | undefined,
  observe: Observer,
): Promise<void> {
  const kept = new Set(resource.tables.map((table) => qualifiedName(table).toLowerCase()));
  for (const table of before?.tables ?? []) {
    if (kept.has(qualifiedName(table).toLowerCase())) continue;
    await lockForChange(session, storedTable(table), qualifiedName(table), observe);
    await removeTable(session, storedTable(table), qualifiedName(table));
  }
}

const countRows = (tables: readonly Table[]): number => tables.reduce((sum, { rowCount = 0 }) => sum + rowCount, 0);

function tell(outcome: IngestOutcome, resource: string, observe: Observer): void {
  if (outcome.kind === 'unchanged') observe({ kind: 'resource-unchanged', resource, rows: outcome.rows });
  if (outcome.kind !== 'published') return;
  const { tables, ms } = outcome;
  for (const { name, rows, ms } of tables) observe({ kind: 'table-published', table: name, rows, ms });
  observe({
    kind: 'resource-published',
    resource,
    tables: tables.length,
    rows: tables.reduce((sum, { rows }) => sum + rows, 0),
    ms,
  });
}
