import { randomBytes } from 'node:crypto';
import {
  addFromFile,
  describedColumns,
  fillFromFile,
  type KeptFile,
  makeKeptTable,
  readFileColumns,
} from '../ingest/upload/keep-table.ts';
import type { Column } from '../model/column.ts';
import type { SkyIndex } from '../model/sky-index.ts';
import type { Table } from '../model/table.ts';
import { change, settle } from './user-table-change.ts';
import { isDescription, readDescription, type TableDescription } from './user-table-description.ts';
import { type KeepingService, ownName, ownTable, requireFree } from './user-table-owner.ts';
import { forgetKept, KEPT_SCHEMA, sweepKept } from './user-table-store.ts';
import { groupOfOwn } from './user-tables.ts';

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
