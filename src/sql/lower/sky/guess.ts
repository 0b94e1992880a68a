import { areaOf } from '../../../model/sky/region.ts';
import type { Table } from '../../../model/table.ts';
import type { Predicate, Source, TypedFrom, TypedQueryExpression, TypedTerm, Value } from '../../../query/typed.ts';
import { partsOf, valuesOf } from '../../../query/walk.ts';
import { skyConditionOf } from './condition.ts';

/** Rows of a table that says nothing about its size, such as one that is not loaded. */
const USUAL_ROWS = 1e6;

/** How many rows the whole sky would have, if all of it had as many as what the table covers. */
export function rowsPerSky({ rowCount = USUAL_ROWS, coverage }: Table): number {
  return Math.max(1, rowCount) / (coverage?.fraction || 1);
}

/** About how many rows of a source meet those conditions that concern it alone: good enough to tell the smaller of two. */
export function guessRows(source: Source, conditions: readonly Predicate[]): number {
  const own = conditions.filter((condition) => sourcesOf(condition).every((id) => id === source.id));
  return own.reduce((rows, condition) => rows * share(condition), rowsOf(source));
}

function rowsOf(source: Source): number {
  switch (source.kind) {
    case 'table':
      return source.table.rowCount ?? USUAL_ROWS;
    case 'derived':
      return rowsOfQuery(source.query);
    case 'common':
      return rowsOfQuery(source.common.query);
    case 'result':
    case 'row':
      return 1;
  }
}

function rowsOfQuery({ body }: TypedQueryExpression): number {
  return rowsOfTerm(body);
}

function rowsOfTerm(term: TypedTerm): number {
  switch (term.kind) {
    case 'query':
      return rowsOfQuery(term);
    case 'set-operation':
      return rowsOfTerm(term.left) + rowsOfTerm(term.right);
    case 'select': {
      const { from, where, groupBy, top } = term;
      const conditions = conjuncts(where);
      const rows = Math.max(1, ...from.flatMap(sourcesIn).map((source) => guessRows(source, conditions)));
      const groups = groupBy.length > 0 ? rows / 10 : rows;
      return top === undefined ? groups : Math.min(Number(top), groups);
    }
  }
}

/** The part of the rows that meet a condition. */
function share(condition: Predicate): number {
  const sky = skyConditionOf(condition);
  if (sky?.kind === 'inside') return Math.min(1, areaOf(sky.region) / 41253);
  if (condition.kind === 'comparison' && condition.operator === '=') return 0.01;
  return condition.kind === 'in-values' ? 0.01 * condition.values.length : 0.3;
}

/** The conditions that must all hold. */
export function conjuncts(predicate: Predicate | undefined): readonly Predicate[] {
  if (predicate?.kind === 'and') return predicate.operands.flatMap(conjuncts);
  return predicate ? [predicate] : [];
}

export const sourcesIn = (from: TypedFrom): readonly Source[] =>
  from.kind === 'source' ? [from.source] : [...sourcesIn(from.left), ...sourcesIn(from.right)];

/** The numbers of the sources that a condition reads, nested queries included. */
export const sourcesOf = (condition: Predicate): readonly number[] => valuesOf(condition).flatMap(sourcesOfValue);

export const sourcesOfValue = (value: Value): readonly number[] =>
  value.kind === 'column' ? [value.source.id] : partsOf(value).flatMap(sourcesOfValue);
