import { fail } from '../../core/error.ts';
import type { Table } from '../../model/table.ts';
import type { Predicate, Source, TypedFrom, TypedJoin, Value } from '../../query/typed.ts';
import { partsOf } from '../../query/walk.ts';
import type { SqlFrom, SqlQuery } from '../build.ts';
import * as build from '../build.ts';
import { parenthesised } from '../print.ts';
import { type LowerNested, lowerPredicate } from './predicate.ts';
import { outerMatch, planMatches, type Step } from './sky/match.ts';
import { lowerMatch } from './sky/search.ts';
import { commonName, sourceAlias } from './source.ts';

const JOINS = { inner: 'INNER JOIN', left: 'LEFT JOIN', right: 'RIGHT JOIN', full: 'FULL JOIN' } as const;

/** How the queries inside FROM are lowered; handed down, as queries stand in FROM and FROM in queries. */
export interface LowerQueries {
  /** In a condition. */
  readonly nested: LowerNested;
  /** As a source, with what it has beside its columns. */
  readonly source: (query: (Source & { kind: 'derived' })['query']) => SqlQuery;
}

/**
 * FROM as the printer wants it: a list in which each item that is not separated by a comma is joined to those before it.
 *
 * @param where what else holds for the joined rows
 */
export function lowerFrom(
  items: readonly TypedFrom[],
  where: Predicate | undefined,
  lower: LowerQueries,
): readonly SqlFrom[] {
  const steps = planMatches(items, where);
  return steps ? lowerSteps(steps, where, lower) : items.flatMap((item) => lowerItem(item, where, lower));
}

function lowerSteps(steps: readonly Step[], where: Predicate | undefined, lower: LowerQueries): readonly SqlFrom[] {
  return steps.flatMap(({ from, match, on }, index) => {
    const item =
      match && from.kind === 'source'
        ? [lowerMatch(match, from.source, lowerSource(from.source, lower, true))]
        : asOne(lowerItem(from, where, lower), index > 0);
    if (index === 0) return item;
    if (on.length === 0) return item.map((each) => build.joined(each, 'CROSS JOIN', undefined));
    const condition = build.chain(
      'AND',
      on.map((each) => lowerPredicate(each, lower.nested)),
    );
    return item.map((each) => build.joined(each, 'INNER JOIN', condition));
  });
}

function lowerItem(from: TypedFrom, where: Predicate | undefined, lower: LowerQueries): readonly SqlFrom[] {
  if (from.kind === 'source') return [lowerSource(from.source, lower)];
  const { type, on } = from;
  // A right join that searches its left side has to have it on the right.
  const [kept, other] = type === 'right' ? [from.right, from.left] : [from.left, from.right];
  const match = type === 'left' || type === 'right' ? outerMatch(from, kept, other) : undefined;
  if (match && on && other.kind === 'source') {
    const searched = lowerMatch(match, other.source, lowerSource(other.source, lower, true));
    const condition = lowerPredicate(on, lower.nested);
    return [...lowerFrom([kept], where, lower), build.joined(searched, 'LEFT JOIN', condition)];
  }
  if (type === 'inner') {
    const right = asOne(lowerItem(from.right, where, lower), true);
    return [...lowerItem(from.left, where, lower), ...right.map((item) => joinTo(item, from, lower))];
  }
  // Conditions of WHERE hold for the rows of the side that an outer join keeps.
  const left = lowerFrom([from.left], type === 'left' ? where : undefined, lower);
  const right = lowerFrom([from.right], type === 'right' ? where : undefined, lower);
  return [...left, ...asOne(right, true).map((item) => joinTo(item, from, lower))];
}

function asOne(items: readonly SqlFrom[], inParentheses: boolean): readonly SqlFrom[] {
  return items.length > 1 && inParentheses ? [parenthesised(items)] : items;
}

function joinTo(item: SqlFrom, join: TypedJoin, { nested }: LowerQueries): SqlFrom {
  const { type, on } = join;
  if (!on)
    return type === 'inner'
      ? build.joined(item, 'CROSS JOIN', undefined)
      : build.joined(item, JOINS[type], build.boolean(true));
  if (type === 'full') requireEquality(join, on);
  return build.joined(item, JOINS[type], lowerPredicate(on, nested));
}

/** @param inPlace a table of WITH is written out where it stands, for an index to be used within */
function lowerSource(source: Source, lower: LowerQueries, inPlace = false): SqlFrom {
  switch (source.kind) {
    case 'table':
      return lowerTable(source.table, sourceAlias(source));
    case 'derived':
      return build.derived(lower.source(source.query), sourceAlias(source));
    case 'common':
      return inPlace
        ? build.derived(lower.source(source.common.query), sourceAlias(source))
        : build.commonTable(commonName(source.common), sourceAlias(source));
    case 'result':
    case 'row':
      throw new Error(`a source of kind ${source.kind} cannot stand in FROM`);
  }
}

function lowerTable({ schema, name, stored }: Table, alias: string): SqlFrom {
  return build.table(stored?.schema ?? schema.toLowerCase(), stored?.name ?? name.toLowerCase(), alias);
}

/** PostgreSQL carries out a full join only if its condition holds an equality between the two sides. */
function requireEquality({ left, right, span }: TypedJoin, on: Predicate): void {
  const [ours, theirs] = [new Set(sourceIds(left)), new Set(sourceIds(right))];
  const within = (value: Value, side: ReadonlySet<number>) => {
    const ids = columnSources(value);
    return ids.length > 0 && ids.every((id) => side.has(id));
  };
  const conditions = on.kind === 'and' ? on.operands : [on];
  const joinable = conditions.some((condition) => {
    if (condition.kind !== 'comparison' || condition.operator !== '=') return false;
    const { left: one, right: other } = condition;
    return (within(one, ours) && within(other, theirs)) || (within(one, theirs) && within(other, ours));
  });
  if (joinable) return;
  fail('Q301', 'FULL JOIN needs an equality between columns of both sides among its conditions', {
    span,
    hint: 'Write it as LEFT JOIN, and add the rows of the other side with UNION ALL.',
  });
}

const sourceIds = (from: TypedFrom): readonly number[] =>
  from.kind === 'source' ? [from.source.id] : [...sourceIds(from.left), ...sourceIds(from.right)];

const columnSources = (value: Value): readonly number[] =>
  value.kind === 'column' ? [value.source.id] : partsOf(value).flatMap(columnSources);
