import { fail } from '../../core/error.ts';
import type { Predicate, Source, TypedFrom, TypedJoin, Value } from '../../query/typed.ts';
import { partsOf } from '../../query/walk.ts';
import type { SqlFrom } from '../build.ts';
import * as build from '../build.ts';
import { parenthesised } from '../print.ts';
import { type LowerNested, lowerPredicate } from './predicate.ts';
import { commonName, sourceAlias } from './source.ts';

const JOINS = { inner: 'INNER JOIN', left: 'LEFT JOIN', right: 'RIGHT JOIN', full: 'FULL JOIN' } as const;

/** One item of FROM as the printer wants it: a list in which each item but the first is joined to those before it. */
export function lowerFrom(from: TypedFrom, nested: LowerNested): readonly SqlFrom[] {
  if (from.kind === 'source') return [lowerSource(from.source, nested)];
  const left = lowerFrom(from.left, nested);
  const right = lowerFrom(from.right, nested);
  const [only, ...more] = right;
  if (!only) throw new Error('a join has two sides');
  const item = more.length === 0 ? only : parenthesised(right);
  return [...left, joinTo(item, from, nested)];
}

function joinTo(item: SqlFrom, join: TypedJoin, nested: LowerNested): SqlFrom {
  const { type, on } = join;
  if (!on)
    return type === 'inner'
      ? build.joined(item, 'CROSS JOIN', undefined)
      : build.joined(item, JOINS[type], build.boolean(true));
  if (type === 'full') requireEquality(join, on);
  return build.joined(item, JOINS[type], lowerPredicate(on, nested));
}

function lowerSource(source: Source, nested: LowerNested): SqlFrom {
  switch (source.kind) {
    case 'table':
      return build.table(source.table.schema.toLowerCase(), source.table.name.toLowerCase(), sourceAlias(source));
    case 'derived':
      return build.derived(nested(source.query), sourceAlias(source));
    case 'common':
      return build.commonTable(commonName(source.common), sourceAlias(source));
    case 'result':
    case 'row':
      throw new Error(`a source of kind ${source.kind} cannot stand in FROM`);
  }
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
    hint: 'write it as LEFT JOIN, and add the rows of the other side with UNION ALL',
  });
}

const sourceIds = (from: TypedFrom): readonly number[] =>
  from.kind === 'source' ? [from.source.id] : [...sourceIds(from.left), ...sourceIds(from.right)];

const columnSources = (value: Value): readonly number[] =>
  value.kind === 'column' ? [value.source.id] : partsOf(value).flatMap(columnSources);
