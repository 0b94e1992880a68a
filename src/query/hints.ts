import type { Identifier, TableName } from '../adql/ast.ts';
import { delimit, isRegularIdentifier, writeIdentifier } from '../adql/identifier.ts';
import { didYouMean } from '../core/suggest.ts';
import { isOfStandard } from '../model/standard-schemas.ts';
import { qualifiedName, type Table } from '../model/table.ts';
import type { Context } from './context.ts';
import { type Scope, type ScopeTable, tablesNamed, type VisibleColumn } from './scope.ts';
import type { TypedCommonTable } from './typed.ts';
import { columnsMeant } from './usual-names.ts';

/** Names that stand for something in other dialects, in lower case. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  percent: 'TOP takes a number of rows: SELECT TOP 10 ...',
  rownum: 'The number of rows stands behind SELECT: SELECT TOP 10 ...',
  rowid: 'Rows have no numbers of their own in ADQL.',
  sysdate: 'ADQL has no clock: write the time that is meant.',
  today: 'ADQL has no clock: write the time that is meant.',
  nan: 'A number that is missing is NULL: write IS NULL.',
  inf: 'No number is infinite in ADQL: leave the bound out.',
  infinity: 'No number is infinite in ADQL: leave the bound out.',
  none: 'What is missing is NULL: write IS NULL.',
};

/** A name as the query writes it. */
export const written = (name: readonly Identifier[]): string =>
  name.map((part) => (part.delimited ? delimit(part.name) : part.name)).join('.');

/** A table as a query would write it. */
const tableSpelling = (table: Table): string => `${writeIdentifier(table.schema)}.${writeIdentifier(table.name)}`;

/** How a table of FROM is called, for messages. */
export function nameOf(table: ScopeTable | undefined): string {
  if (table?.alias && table.table) return `${tableSpelling(table.table)} (${table.alias.name})`;
  if (table?.table) return tableSpelling(table.table);
  return table?.alias?.name ?? written(table?.written ?? []);
}

export function qualifiedSpelling({ column, value }: VisibleColumn, scope: Scope): string {
  const owner = scope.tables.find(({ source }) => value.kind === 'column' && source === value.source);
  const prefix = owner?.alias ? writeIdentifier(owner.alias.name) : owner?.table ? tableSpelling(owner.table) : '';
  return prefix === '' ? writeIdentifier(column.name) : `${prefix}.${writeIdentifier(column.name)}`;
}

const APART = 'Each part of a name stands in quotes by itself, or without';

/** As many tables as a hint can list. */
const FEW = 16;

export function tableHint(name: TableName, common: readonly TypedCommonTable[], context: Context): string | undefined {
  const [last, schema] = [...name].reverse();
  if (!last) return undefined;
  const elsewhere = context.catalogue.byName.get(last.name.toLowerCase()) ?? [];
  if (elsewhere.length > 0) return `Did you mean ${elsewhere.map(tableSpelling).join(' or ')}?`;
  const all = context.catalogue.tables;
  const quoted =
    name.length === 1 && last.delimited ? all.find((table) => qualifiedName(table) === last.name) : undefined;
  if (quoted) return `${APART}: write ${tableSpelling(quoted)}.`;
  const candidates =
    schema === undefined ? [...common.map((table) => table.name), ...all.map((table) => table.name)] : [];
  const near = didYouMean(written(name), all.map(tableSpelling)) ?? didYouMean(last.name, candidates);
  if (near) return near;
  const inSchema = all.filter((table) => schema && table.schema.toLowerCase() === schema.name.toLowerCase());
  if (inSchema.length > 0) return `${inSchema[0]?.schema} has: ${inSchema.slice(0, 8).map(tableSpelling).join(', ')}.`;
  const published = all.filter((table) => !isOfStandard(table));
  return published.length > 0 && published.length <= FEW
    ? `The tables of this service: ${published.map(tableSpelling).join(', ')}.`
    : 'TAP_SCHEMA.tables lists the tables of this service.';
}

export function columnHint(name: Identifier, scope: Scope, context: Context): string {
  const names: string[] = [];
  for (let around: Scope | undefined = scope; around; around = around.outer)
    names.push(...around.columns.map(({ column }) => column.name));
  const otherCase = caseHint(name, names);
  if (otherCase) return otherCase;
  const top = /^top(\d+)$/i.exec(name.name)?.[1];
  const known = top ? `is a space missing? SELECT TOP ${top} ...` : ELSEWHERE[name.name.toLowerCase()];
  if (known !== undefined && !name.delimited) return known;
  if (scope.outputNames?.has(name.name.toLowerCase()))
    return `${name.name} is a name that SELECT gives to what it computes: write out the expression here.`;
  const last = name.name.split('.').at(-1) ?? '';
  if (name.delimited && last !== name.name && names.some((known) => known.toLowerCase() === last.toLowerCase()))
    return `${APART}: write ${name.name}.`;
  if (name.delimited && !isRegularIdentifier(name.name))
    return `Is it a text? Texts stand in single quotes: '${name.name.replaceAll("'", "''")}'.`;
  const meant = columnsMeant(name.name, scope.columns).map(writeIdentifier);
  const near =
    meant.length > 0 ? `Did you mean ${meant.join(' or ')}?` : didYouMean(name.name, names.map(writeIdentifier));
  const owners = context.catalogue.tablesWithColumn(name.name).map(tableSpelling);
  const isOrAre = owners.length > 1 ? 'which are' : 'which is';
  const elsewhere =
    owners.length > 0 ? `${name.name} is in ${owners.slice(0, 3).join(', ')}, ${isOrAre} not in FROM.` : undefined;
  if (near || elsewhere) return [near, elsewhere].filter((hint) => hint !== undefined).join(' ');
  return listHint(names);
}

/** For a delimited name that differs from a real one by its case alone. */
export function caseHint(name: Identifier, names: readonly string[]): string | undefined {
  if (!name.delimited) return undefined;
  const alike = names.find((candidate) => candidate.toLowerCase() === name.name.toLowerCase());
  return alike === undefined
    ? undefined
    : `A name in double quotes must agree in case: write ${writeIdentifier(alike)}.`;
}

export function listHint(names: readonly string[]): string {
  const shown = names.slice(0, 8).map(writeIdentifier).join(', ');
  return names.length > 8 ? `Columns: ${shown} and ${names.length - 8} more.` : `Columns: ${shown}.`;
}

export function qualifierHint(qualifier: TableName, scope: Scope, context: Context): string | undefined {
  const [name, ...more] = qualifier;
  if (name && more.length === 0 && context.aliases.has(name.name.toLowerCase()))
    return `${name.name} is a table of a subquery, which is not seen outside of it.`;
  const renamed = scope.tables.find(
    ({ alias, table }) =>
      alias && table && tablesNamed({ tables: [{ table, span: alias.span }], columns: [] }, qualifier).length > 0,
  );
  if (renamed?.alias) return `The table was renamed to ${renamed.alias.name}: write ${renamed.alias.name}.column.`;
  const names = scope.tables.map(({ alias, table }) => alias?.name ?? (table ? tableSpelling(table) : ''));
  // Any letter is near to any other.
  const near = written(qualifier).length > 2 ? didYouMean(written(qualifier), names) : undefined;
  return near ?? (names.length > 0 ? `FROM has: ${names.join(', ')}.` : undefined);
}
