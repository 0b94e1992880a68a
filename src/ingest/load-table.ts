import { AlmagestError, fail, throwIfAny } from '../core/error.ts';
import type { Observation, Observer } from '../core/observe.ts';
import { counted } from '../core/quantity.ts';
import { sql } from '../core/sql-text.ts';
import type { Session } from '../database/session.ts';
import type { TablePlan } from '../descriptor/descriptor.ts';
import type { Column } from '../model/column.ts';
import { writePercent } from '../model/spatial-coverage.ts';
import { qualifiedName, type Table } from '../model/table.ts';
import { copyIn, createTable, dropTable, type StoredTable } from '../sql/ddl.ts';
import { inspectTable } from './check-table.ts';
import { columnsToRead, computeColumns } from './compute-columns.ts';
import { fillComputed } from './fill-computed.ts';
import { hiddenColumn, indexesOver } from './hidden-columns.ts';
import { indexTable } from './index-table.ts';
import { measureCoverage } from './measure-coverage.ts';
import { encodeSource, type SourceFiles } from './read-source.ts';

export interface TableLoad {
  readonly table: Table;
  readonly plan: TablePlan;
  readonly files: SourceFiles;
  /** Rows to load at most: then the row count is not held against the descriptor. */
  readonly limit?: number;
  readonly observe: Observer;
}

/**
 * Fills a table out of sight of everybody: reads, converts, computes, checks, indexes. The transaction of the session decides
 * whether anything stays.
 * @returns the table with row count and statistics
 */
export async function loadTable(session: Session, shadow: StoredTable, load: TableLoad): Promise<Table> {
  try {
    return await fillAndCheck(session, shadow, load);
  } catch (error) {
    if (!(error instanceof AlmagestError) || error.code !== 'Q301') throw error;
    const { table, plan } = load;
    return fail('I108', `the database cannot hold ${qualifiedName(table)}: ${error.message}`, {
      place: plan.place,
      hint: 'A row may take 8 kB, long texts and arrays aside, and an indexed value 2 kB. Spread the columns over two tables, make arrays of them, or leave out the index.',
      cause: error,
    });
  }
}

async function fillAndCheck(session: Session, shadow: StoredTable, load: TableLoad): Promise<Table> {
  const { table, plan, observe } = load;
  const name = qualifiedName(table);
  const step = stepTimer(name, observe);
  observe({
    kind: 'load-started',
    table: name,
    files: load.files.main.length,
    bytes: load.files.main.reduce((sum, { bytes }) => sum + bytes, 0),
  });
  const computed = computeColumns(table, plan);
  await session.query(createTable(shadow, [...table.columns, ...table.skyIndexes.map(hiddenColumn)]));
  if (computed.length === 0) {
    const rows = await fill(session, shadow, table.columns, load);
    step('read', counted(rows, 'row'));
  } else {
    const staging = { ...shadow, name: `${shadow.name}.staging` };
    const readable = columnsToRead(table, plan);
    await session.query(createTable(staging, [...readable, ...indexesOver(table, readable).map(hiddenColumn)]));
    const rows = await fill(session, staging, readable, load);
    step('read', counted(rows, 'row'));
    await fillComputed(session, shadow, staging, table, { readable, computed });
    await session.query(dropTable(staging));
    step('convert', `computed ${computed.map((column) => column.name).join(', ')}`);
  }
  const { table: described, problems } = await inspectTable(session, shadow, table, plan, load.limit === undefined);
  throwIfAny(problems);
  step('check', counted(described.columns.length, 'column'));
  await indexTable(session, shadow, table, plan);
  step(
    'index',
    counted(plan.indexes.length + table.skyIndexes.length + Math.min(1, table.primaryKey.length), 'index', 'indexes'),
  );
  const coverage = await measureCoverage(session, shadow, table, plan.coverageOrder);
  if (!coverage) return described;
  step('describe', `covers ${writePercent(coverage.fraction)} of the sky`);
  return { ...described, coverage };
}

function fill(session: Session, target: StoredTable, columns: readonly Column[], load: TableLoad): Promise<number> {
  const hidden = indexesOver(load.table, columns);
  const names = [...columns, ...hidden.map(hiddenColumn)].map(({ name }) => name);
  return session.copyFrom(copyIn(target, names), encodeSource(columns, hidden, load));
}

/** Tells of each step how long it took since the one before. */
export function stepTimer(table: string, observe: Observer) {
  let since = performance.now();
  return (step: Extract<Observation, { kind: 'load-step' }>['step'], detail: string): void => {
    const now = performance.now();
    observe({ kind: 'load-step', table, step, detail, ms: Math.round(now - since) });
    since = now;
  };
}

/** Settings of a transaction that loads: rows stay in the order of the file, and indexes are built in memory if they fit. */
export async function prepareToLoad(session: Session): Promise<void> {
  await session.query(sql`SET LOCAL synchronize_seqscans = off`);
  await session.query(sql`SET LOCAL maintenance_work_mem = '128MB'`);
}
