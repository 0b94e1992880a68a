import { writeIdentifier } from '../../adql/identifier.ts';
import type { Span } from '../../core/span.ts';
import { qualifiedName, type Table } from '../../model/table.ts';
import type { ColumnValue, Predicate, TypedFrom, TypedQueryExpression, TypedSelect, Value } from '../typed.ts';
import { partsOf, valuesOf } from '../walk.ts';
import type { Finding, Lint } from './finding.ts';

/** Rows from which on reading all of a table takes long. */
const HUGE = 1_000_000;

/** A huge table that is cut by columns none of which has an index, so that all its rows are read. */
export const UNINDEXED_CUT: Lint = { select: lintCuts };

function lintCuts(select: TypedSelect, _: TypedQueryExpression | undefined): Finding | undefined {
  const conditions = [...(select.where ? [select.where] : []), ...select.from.flatMap(joinConditions)];
  const cuts = conditions.flatMap(requirements);
  for (const { id, table } of select.from.flatMap(hugeTables)) {
    const columns = cuts.map((cut) =>
      valuesOf(cut)
        .flatMap(columnsIn)
        .filter(({ source }) => source.id === id),
    );
    const used = columns.flat();
    const [first] = used;
    if (!first || used.some((column) => isIndexed(table, nameOf(column)))) continue;
    return finding(table, nameOf(first), first.span);
  }
  return undefined;
}

function finding(table: Table, cut: string, span: Span): Finding {
  const indexed = table.columns.filter(({ name }) => isIndexed(table, name)).map(({ name }) => writeIdentifier(name));
  return {
    code: 'Q410',
    span,
    message: `${writeIdentifier(cut)} has no index, so all ${table.rowCount?.toLocaleString('en').replaceAll(',', ' ')} rows of ${qualifiedName(table)} are read`,
    hint:
      indexed.length === 0
        ? 'This may take long; run it as a job.'
        : `Cut by a column with an index as well: ${indexed.slice(0, 8).join(', ')}; or run it as a job.`,
  };
}

const nameOf = ({ source, index }: ColumnValue): string => {
  const column = source.columns[index];
  return column?.column ?? column?.name ?? '';
};

function isIndexed(table: Table, name: string): boolean {
  if (table.columns.some((column) => column.indexed && column.name === name)) return true;
  return table.skyIndexes.some((index) =>
    index.kind === 'position' ? index.lon === name || index.lat === name : index.column === name,
  );
}

/** What must hold: the parts of an AND each by itself. */
function requirements(predicate: Predicate): readonly Predicate[] {
  return predicate.kind === 'and' ? predicate.operands.flatMap(requirements) : [predicate];
}

function joinConditions(from: TypedFrom): readonly Predicate[] {
  if (from.kind === 'source') return [];
  return [...joinConditions(from.left), ...joinConditions(from.right), ...(from.on ? [from.on] : [])];
}

function hugeTables(from: TypedFrom): readonly { readonly id: number; readonly table: Table }[] {
  if (from.kind === 'join') return [...hugeTables(from.left), ...hugeTables(from.right)];
  const { source } = from;
  return source.kind === 'table' && (source.table.rowCount ?? 0) > HUGE ? [source] : [];
}

function columnsIn(value: Value): readonly ColumnValue[] {
  return value.kind === 'column' ? [value] : partsOf(value).flatMap(columnsIn);
}
