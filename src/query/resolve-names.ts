import type { ColumnReference, Identifier, TableName } from '../adql/ast.ts';
import { writeIdentifier } from '../adql/identifier.ts';
import type { Span } from '../core/span.ts';
import { spanOver } from '../core/span.ts';
import { didYouMean } from '../core/suggest.ts';
import { TEXT } from '../model/datatype.ts';
import { isOfStandard } from '../model/standard-schemas.ts';
import { qualifiedName, type Table } from '../model/table.ts';
import { type Context, report } from './context.ts';
import {
  caseHint,
  columnHint,
  listHint,
  nameOf,
  qualifiedSpelling,
  qualifierHint,
  tableHint,
  written,
} from './hints.ts';
import { columnsNamed, columnsOf, columnValue, matches, type Scope, type ScopeTable, tablesNamed } from './scope.ts';
import type { NullValue, TypedCommonTable, Value } from './typed.ts';

/** What stands for a name that was not found (and reported): it fits everywhere, so that no further problem follows from it. */
export function unresolved(span: Span): NullValue {
  return { kind: 'null', unresolved: true, datatype: TEXT, span };
}

// ---- tables

/** Finds the table that FROM names: one of WITH, else a published one; reports if there is none or several. */
export function resolveTable(
  name: TableName,
  common: readonly TypedCommonTable[],
  context: Context,
): Table | TypedCommonTable | undefined {
  const [last, schema, ...more] = [...name].reverse();
  if (!last) return undefined;
  const span = spanOfName(name);
  if (schema === undefined) {
    const local = common.findLast((table) => matches(last, table.name));
    if (local) return local;
  }
  const named = context.catalogue.byName.get(last.name.toLowerCase()) ?? [];
  const fitting =
    more.length > 0
      ? []
      : named.filter((table) => matches(last, table.name) && (schema === undefined || matches(schema, table.schema)));
  // Standards take no short names away: someone's own table may be called as rr.resource is.
  const own = fitting.filter((table) => !isOfStandard(table));
  const found = own.length > 0 ? own : fitting;
  const [table, ...others] = found;
  if (table && others.length === 0) return table;
  if (table) {
    const names = found.map(qualifiedName).join(', ');
    report(context, 'Q211', span, `the table name "${written(name)}" fits several tables`, {
      hint: `Write one of: ${names}.`,
    });
    return undefined;
  }
  const hint = tableHint(name, common, context);
  report(context, 'Q201', span, `there is no table ${written(name)}`, hint === undefined ? {} : { hint });
  return undefined;
}

// ---- columns

/** Finds what a column reference means, from the innermost query outwards; reports if nothing or several things. */
export function resolveColumn(reference: ColumnReference, scope: Scope, context: Context): Value {
  const name = reference.name.at(-1);
  if (!name) return unresolved(reference.span);
  const qualifier = reference.name.slice(0, -1);
  return qualifier.length === 0
    ? resolveBare(name, reference.span, scope, context)
    : resolveQualified(qualifier, name, reference.span, scope, context);
}

function resolveBare(name: Identifier, span: Span, scope: Scope, context: Context): Value {
  let incomplete = false;
  for (let around: Scope | undefined = scope; around; around = around.outer) {
    const [found, ...others] = columnsNamed(around, name);
    if (found && others.length === 0) return { ...found.value, span };
    if (found) {
      const spellings = [found, ...others].map((column) => qualifiedSpelling(column, around));
      report(context, 'Q202', span, `the column name ${written([name])} fits several tables`, {
        hint: `Write one of: ${[...new Set(spellings)].join(', ')}.`,
      });
      return unresolved(span);
    }
    incomplete ||= around.incomplete;
  }
  if (!incomplete) {
    const single = scope.tables.length === 1 ? nameOf(scope.tables[0]) : undefined;
    const message = `there is no column ${written([name])}${single === undefined ? '' : ` in ${single}`}`;
    report(context, 'Q203', span, message, hintOf(columnHint(name, scope, context)));
  }
  return unresolved(span);
}

function resolveQualified(qualifier: TableName, name: Identifier, span: Span, scope: Scope, context: Context): Value {
  for (let around: Scope | undefined = scope; around; around = around.outer) {
    const [table, ...others] = tablesNamed(around, qualifier);
    if (!table) continue;
    if (others.length > 0) {
      // Two tables with one alias are told where FROM names them.
      if (table.alias) return unresolved(span);
      const names = [table, ...others].map((one) => nameOf(one)).join(', ');
      report(context, 'Q211', span, `the table name ${written(qualifier)} fits several tables of FROM`, {
        hint: `Write one of: ${names}.`,
      });
      return unresolved(span);
    }
    return columnOfTable(table, name, span, context);
  }
  // FROM could not be read.
  if (scope.tables.length === 0 && scope.columns.length === 0) return unresolved(span);
  report(
    context,
    'Q201',
    spanOfName(qualifier),
    `${written(qualifier)} is not a table of FROM`,
    hintOf(qualifierHint(qualifier, scope, context)),
  );
  return unresolved(span);
}

function columnOfTable(table: ScopeTable, name: Identifier, span: Span, context: Context): Value {
  const { source } = table;
  if (!source) return unresolved(span);
  const [index, ...others] = columnsOf(source, name);
  if (index !== undefined && others.length === 0) return columnValue(source, index, span);
  if (index !== undefined) {
    report(context, 'Q202', span, `${nameOf(table)} has several columns named ${written([name])}`, {
      hint: 'Give them different names with AS.',
    });
    return unresolved(span);
  }
  const names = source.columns.map((column) => column.name);
  const hint = caseHint(name, names) ?? didYouMean(name.name, names.map(writeIdentifier)) ?? listHint(names);
  report(context, 'Q203', span, `there is no column ${written([name])} in ${nameOf(table)}`, { hint });
  return unresolved(span);
}

const hintOf = (hint: string | undefined): { hint?: string } => (hint === undefined ? {} : { hint });

function spanOfName(name: TableName): Span {
  const [first, last] = [name[0], name.at(-1)];
  if (!first || !last) throw new Error('a name has parts');
  return spanOver(first.span, last.span);
}
