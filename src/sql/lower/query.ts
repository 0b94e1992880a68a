import { type Datatype, geometryOf, isTimestamp } from '../../model/datatype.ts';
import type { TypedOrderItem, TypedQueryExpression, TypedSelect, TypedTerm } from '../../query/typed.ts';
import type { SqlExpression, SqlOrder, SqlQuery } from '../build.ts';
import * as build from '../build.ts';
import { sqlType } from '../column-type.ts';
import { setOperation } from '../print.ts';
import { lowerAs, timestampText } from './expression.ts';
import { lowerFrom } from './from.ts';
import { isNeverNull, lowerKey, sortBy } from './order.ts';
import { lowerExactly, lowerPredicate } from './predicate.ts';
import { type HiddenColumn, hiddenColumns, hiddenOutput } from './sky/hidden-column.ts';
import { commonName, sourceAlias } from './source.ts';

/** What is asked of a query beside what it says itself. */
export interface Ending {
  /** Rows at most, after TOP and OFFSET. */
  readonly limit?: bigint;
  /** Columns leave the database: timestamps and coverage maps are written as texts in DALI form. */
  readonly wire?: boolean;
  /** What is handed out beside the columns. */
  readonly hidden?: readonly HiddenColumn[];
}

/** A query in FROM or WITH. */
const lowerSourceQuery = (query: TypedQueryExpression): SqlQuery => lowerQuery(query, { hidden: hiddenColumns(query) });

const SET_OPERATORS = { union: 'UNION', intersect: 'INTERSECT', except: 'EXCEPT' } as const;

export function lowerQuery(query: TypedQueryExpression, ending: Ending = {}): SqlQuery {
  const { body, result } = query;
  const common = query.with.map((table) => ({ name: commonName(table), query: lowerSourceQuery(table.query) }));
  const types = query.columns.map(({ datatype }) => datatype);
  if (body.kind === 'select') return build.withTables(common, lowerSelect(body, query, types, ending));

  if (!result) throw new Error('a query of queries has a result');
  const alias = sourceAlias(result);
  const outputs = types.map((type, index) => onWire(build.column(alias, build.outputName(index)), type, ending));
  const orderBy = query.orderBy.map((item) =>
    item.kind === 'output'
      ? sortBy(build.column(alias, build.outputName(item.index)), item.descending, false)
      : sortBy(lowerKey(item.value), item.descending, false),
  );
  const { hidden = [], limit } = ending;
  const from = [build.derived(lowerTerm(body, types, hidden), alias)];
  const more = passOn(hidden, alias);
  return build.withTables(common, build.select({ outputs, more, from, orderBy, offset: query.offset, limit }));
}

/** A term whose columns have these types: those of a set operation must agree in all operands. */
function lowerTerm(term: TypedTerm, types: readonly Datatype[], hidden: readonly HiddenColumn[]): SqlQuery {
  switch (term.kind) {
    case 'select':
      return lowerSelect(term, { orderBy: [] }, types, { hidden });
    case 'query':
      return recast(lowerQuery(term, { hidden }), term.columns, types, hidden);
    case 'set-operation':
      return setOperation(
        SET_OPERATORS[term.operator],
        term.all,
        lowerTerm(term.left, types, hidden),
        lowerTerm(term.right, types, hidden),
      );
  }
}

function recast(
  query: SqlQuery,
  columns: TypedTerm['columns'],
  types: readonly Datatype[],
  hidden: readonly HiddenColumn[],
): SqlQuery {
  const same = columns.every(({ datatype }, index) => sameSqlType(datatype, types[index] ?? datatype));
  if (same) return query;
  const outputs = types.map((type, index) => {
    const { name, array } = sqlType(type);
    return build.cast(build.column(INNER, build.outputName(index)), name, array);
  });
  return build.select({ outputs, more: passOn(hidden, INNER), from: [build.derived(query, INNER)] });
}

const passOn = (hidden: readonly HiddenColumn[], alias: string) =>
  hidden.map(({ name }) => ({ name, value: build.column(alias, name) }));

function sameSqlType(left: Datatype, right: Datatype): boolean {
  const [a, b] = [sqlType(left), sqlType(right)];
  return a.name === b.name && a.array === b.array;
}

/** The alias of a query that is wrapped in another; sources count from 1. */
const INNER = 't0';

function lowerSelect(
  select: TypedSelect,
  { orderBy, offset }: Pick<TypedQueryExpression, 'orderBy' | 'offset'>,
  types: readonly Datatype[],
  ending: Ending,
): SqlQuery {
  const values = select.outputs.map((value, index) => lowerAs(value, types[index] ?? value.datatype));
  const parts = {
    distinct: select.distinct,
    more: (ending.hidden ?? []).map((each) => ({ name: each.name, value: hiddenOutput(select, each) })),
    from: lowerFrom(select.from, select.where, { nested: lowerQuery, source: lowerSourceQuery }),
    where: select.where && lowerPredicate(select.where, lowerQuery),
    groupBy: select.groupBy.map(lowerKey),
    // A group has no cell.
    having: select.having && lowerExactly(select.having, lowerQuery),
    offset,
    limit: smaller(select.top, ending.limit),
  };
  const wired = values.map((value, index) => onWire(value, types[index], ending));
  // DISTINCT may only be sorted by what is selected, which must not be the text of a timestamp.
  if (select.distinct && wired.some((value, index) => value !== values[index])) {
    const inner = build.select({
      ...parts,
      outputs: values,
      orderBy: orderBy.map((item) => lowerOrder(item, select, values, values)),
    });
    const outputs = types.map((type, index) => onWire(build.column(INNER, build.outputName(index)), type, ending));
    return build.select({ outputs, from: [build.derived(inner, INNER)] });
  }
  return build.select({
    ...parts,
    outputs: wired,
    orderBy: orderBy.map((item) => lowerOrder(item, select, values, wired)),
  });
}

/** By the output's name, unless it leaves as something that sorts differently. */
function lowerOrder(
  item: TypedOrderItem,
  { outputs, from }: TypedSelect,
  values: readonly SqlExpression[],
  wired: readonly SqlExpression[],
): SqlOrder {
  if (item.kind === 'value') return sortBy(lowerKey(item.value), item.descending, isNeverNull(item.value, from));
  const [value, sent] = [values[item.index], wired[item.index]];
  const key = value !== undefined && value !== sent ? value : build.output(item.index);
  return sortBy(key, item.descending, isNeverNull(outputs[item.index], from));
}

function onWire(expression: SqlExpression, type: Datatype | undefined, { wire }: Ending): SqlExpression {
  if (!wire || !type) return expression;
  if (isTimestamp(type)) return timestampText(expression);
  return geometryOf(type) === 'moc' ? build.call('adql.moc_text', expression) : expression;
}

function smaller(left: bigint | undefined, right: bigint | undefined): bigint | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  return left < right ? left : right;
}
