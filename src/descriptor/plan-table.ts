import type { Place } from '../core/error.ts';
import type {
  ColumnSource,
  Dialect,
  IndexPlan,
  SourceFormat,
  SourceJoin,
  TablePlan,
  TableSource,
} from './descriptor.ts';
import {
  type ColumnDocument,
  type CoverageDocument,
  type DialectDocument,
  namesOf,
  type SourceDocument,
  type SumsDocument,
  type TableDocument,
} from './document.ts';
import type { DocumentPath, LocatedDocument } from './read-document.ts';
import { findColumn } from './references.ts';
import { formatOf } from './source-rules.ts';

/** Cells of a quarter of a degree: finer than the registry asks for (VODataService 1.2 sec 3.2: 6), and still a short text. */
const COVERAGE_ORDER = 8;

/** What the loader has to know of a table: its files, how each column is filled, its indexes. */
export function planTable(
  table: TableDocument,
  path: DocumentPath,
  source: LocatedDocument,
  coverage: CoverageDocument = {},
): TablePlan {
  const columnPlaces = table.columns.map((column, index): [string, Place] => [
    column.name,
    source.valuePlace([...path, 'columns', index]),
  ]);
  return {
    name: table.name,
    source: planSource(table.source),
    columns: Object.fromEntries(
      table.columns.map((column, index) => [
        column.name,
        columnSource(column, source.valuePlace([...path, 'columns', index, 'compute'])),
      ]),
    ),
    rowCount: table.rowCount ?? {},
    indexes: planIndexes(table),
    coverageOrder: typeof coverage.spatial === 'object' ? (coverage.spatial.order ?? COVERAGE_ORDER) : COVERAGE_ORDER,
    place: source.valuePlace([...path, 'name']),
    places: Object.fromEntries(columnPlaces),
  };
}

function planSource(document: SourceDocument): TableSource {
  const format = formatOf(document) ?? 'csv';
  const paths = namesOf(document.path);
  const { origin, hdu, fileName, join, simulation } = document;
  return {
    format,
    paths,
    sha256: sums(document.sha256, paths),
    ...(origin === undefined ? {} : { origin }),
    dialect: dialect(document.dialect, format),
    ...(hdu === undefined ? {} : { hdu }),
    ...(fileName === undefined ? {} : { fileName }),
    ...(join === undefined ? {} : { join: planJoin(join, format) }),
    ...(simulation === undefined ? {} : { simulation }),
  };
}

function planJoin(join: SourceDocument['join'] & object, format: SourceFormat): SourceJoin {
  const paths = namesOf(join.path);
  return { paths, dialect: dialect(join.dialect, format), on: join.on, sha256: sums(join.sha256, paths) };
}

function sums(document: SumsDocument | undefined, paths: readonly string[]): Readonly<Record<string, string>> {
  const byPath = typeof document === 'string' ? { [paths[0] ?? '']: document } : (document ?? {});
  return Object.fromEntries(Object.entries(byPath).map(([path, sum]) => [path, sum.toLowerCase()]));
}

function dialect(document: DialectDocument | undefined, format: SourceFormat): Dialect {
  const { missingValues, ...given } = document ?? {};
  return {
    delimiter: format === 'tsv' ? '\t' : ',',
    headerRows: 1,
    skipRows: 0,
    quoteChar: '"',
    ...given,
    missingValues: (missingValues ?? ['']).map(String),
  };
}

function columnSource(column: ColumnDocument, place: Place): ColumnSource {
  if (column.compute !== undefined) return { kind: 'compute', adql: column.compute.trim(), place };
  return {
    kind: 'from',
    column: column.from ?? column.name,
    nulls: column.null === undefined ? [] : [column.null].flat(),
  };
}

/**
 * The indexes that are asked for beside the one of the primary key, each once: those of the table, then those of its columns.
 * Indexes on the sky are the table's own (see `sky-indexes.ts`).
 */
function planIndexes(table: TableDocument): readonly IndexPlan[] {
  const spell = (name: string): string => findColumn(table, name)?.name ?? name;
  const primaryKey = namesOf(table.primaryKey).map(spell);
  const plans: IndexPlan[] = [];
  for (const { columns, method = 'btree', cluster = false } of table.indexes ?? [])
    if (method !== 'sky') plans.push({ columns: columns.map(spell), method, cluster });
  for (const { name, index } of table.columns)
    if (index !== undefined && index !== 'sky')
      plans.push({ columns: [name], method: index === true ? 'btree' : index, cluster: false });
  // The primary key has a btree by being one.
  const seen = new Set([`btree ${primaryKey.join(' ')}`]);
  return plans.filter(({ columns, method }) => {
    const key = `${method} ${columns.join(' ')}`;
    return !seen.has(key) && seen.add(key);
  });
}
