import type { Predicate, Source, TypedFrom, TypedJoin, Value } from '../../../query/typed.ts';
import { skyConditionOf } from './condition.ts';
import { conjuncts, guessRows, sourcesIn, sourcesOf, sourcesOfValue } from './guess.ts';
import { cellOf, type Indexed } from './hidden-column.ts';

/** A crossmatch: for each row that has `point`, the rows of the other source whose cells lie within the radius of it. */
export interface Match {
  readonly point: Value;
  readonly radius: Value;
  /** Of the source that is searched by its index. */
  readonly position: Indexed;
}

/** One of the parts that inner joins join: a table, a query, or an outer join. */
export interface Step {
  readonly from: TypedFrom;
  /** How its rows are found from those of the steps before; absent if by no index on the sky. */
  readonly match?: Match;
  /** Holds for the rows of this step and those before. */
  readonly on: readonly Predicate[];
}

/** PostgreSQL plans joins of fewer rows well enough. */
const WORTH_SEARCHING = 20;
/** Searching for the neighbours of a row takes as long as looking at so many rows. */
const ROWS_OF_A_SEARCH = 20;

/**
 * In which order to join what inner joins join, so that the smaller sides of crossmatches drive the indexes of the larger ones;
 * undefined if there is no crossmatch for an index.
 *
 * @param where what holds for the joined rows beside the conditions of the joins
 */
export function planMatches(items: readonly TypedFrom[], where: Predicate | undefined): readonly Step[] | undefined {
  const { parts, on } = flatten(items);
  const conditions = [...on, ...conjuncts(where)];
  const units = parts.map((from): Unit => {
    const sources = sourcesIn(from);
    const rows = Math.max(1, ...sources.map((source) => guessRows(source, conditions)));
    return { from, sources, rows };
  });
  const matches = conditions.flatMap((condition) => matchesOf(condition));
  if (!matches.some((match) => findUnit(units, match.position.source))) return undefined;

  const routes = [undefined, ...units].map((start) => findRoute(units, matches, conditions, start));
  const best = routes.reduce((one, other) => (other.cost < one.cost ? other : one));
  if (!best.steps.some(({ match }) => match)) return undefined;
  return withConditions(best.steps, on);
}

/** The crossmatch of an outer join that keeps the rows of `kept`; undefined if there is none for an index. */
export function outerMatch({ on }: Pick<TypedJoin, 'on'>, kept: TypedFrom, searched: TypedFrom): Match | undefined {
  if (searched.kind !== 'source') return undefined;
  const inside = new Set(sourcesIn(kept).map(({ id }) => id));
  const conditions = conjuncts(on);
  if (guessRows(searched.source, conditions) < WORTH_SEARCHING) return undefined;
  return conditions
    .flatMap(matchesOf)
    .find(
      ({ position, ...match }) =>
        position.source.id === searched.source.id && reads(match).every((id) => inside.has(id)),
    );
}

interface Unit {
  readonly from: TypedFrom;
  readonly sources: readonly Source[];
  readonly rows: number;
}

function flatten(items: readonly TypedFrom[]): {
  readonly parts: readonly TypedFrom[];
  readonly on: readonly Predicate[];
} {
  const parts: TypedFrom[] = [];
  const on: Predicate[] = [];
  const visit = (from: TypedFrom): void => {
    if (from.kind === 'source' || from.type !== 'inner') {
      parts.push(from);
      return;
    }
    visit(from.left);
    visit(from.right);
    on.push(...conjuncts(from.on));
  };
  items.forEach(visit);
  return { parts, on };
}

/** Either side may drive the other, if that has an index. */
function matchesOf(condition: Predicate): readonly Match[] {
  const sky = skyConditionOf(condition);
  if (sky?.kind !== 'near') return [];
  const { points, radius } = sky;
  return [points, points.toReversed()].flatMap(([point, searched]) => {
    const position = searched && cellOf(searched);
    if (!point || !position?.reachable) return [];
    const match = { point, radius, position };
    return reads(match).includes(position.source.id) ? [] : [match];
  });
}

const reads = ({ point, radius }: Pick<Match, 'point' | 'radius'>): readonly number[] => [
  ...sourcesOfValue(point),
  ...sourcesOfValue(radius),
];

/** An outer join is not searched: which of its rows are NULL depends on all of them. */
const findUnit = (units: readonly Unit[], source: Source): Unit | undefined =>
  units.find(({ from }) => from.kind === 'source' && from.source.id === source.id);

interface Route {
  readonly steps: readonly { readonly from: TypedFrom; readonly match?: Match }[];
  readonly cost: number;
}

/** What follows from taking one of the units first; without it, the first one is searched for a row of the query outside. */
function findRoute(
  units: readonly Unit[],
  matches: readonly Match[],
  conditions: readonly Predicate[],
  start: Unit | undefined,
): Route {
  const local = new Set(units.flatMap(({ sources }) => sources.map(({ id }) => id)));
  const placed = new Set<number>();
  const left = new Set(units);
  const steps: { from: TypedFrom; match?: Match }[] = [];
  let rows = 1;
  let cost = 0;

  const place = (unit: Unit, match?: Match) => {
    left.delete(unit);
    steps.push({ from: unit.from, ...(match && { match }) });
    if (match) cost += rows * ROWS_OF_A_SEARCH;
    else if (placed.size > 0 && isLinked(unit, placed, conditions)) {
      rows = Math.max(rows, unit.rows);
      cost += rows;
    } else {
      rows *= unit.rows;
      cost += rows;
    }
    for (const { id } of unit.sources) placed.add(id);
  };
  const isDriven = (match: Match) => reads(match).every((id) => placed.has(id) || !local.has(id));

  if (start) place(start);
  while (left.size > 0) {
    const match = matches.find((each) => {
      const unit = findUnit([...left], each.position.source);
      return unit && unit.rows >= WORTH_SEARCHING && isDriven(each);
    });
    const searched = match && findUnit([...left], match.position.source);
    if (searched) place(searched, match);
    else place(cheapest([...left], placed, conditions));
  }
  return { steps, cost };
}

/** What an equality links to the units before goes before what is joined to them row by row. */
function cheapest(units: readonly Unit[], placed: ReadonlySet<number>, conditions: readonly Predicate[]): Unit {
  const [unit] = units.toSorted((one, other) => {
    const [a, b] = [isLinked(one, placed, conditions), isLinked(other, placed, conditions)];
    return a === b ? one.rows - other.rows : a ? -1 : 1;
  });
  if (!unit) throw new Error('no unit is left');
  return unit;
}

/** True if an equality joins it to what is there. */
function isLinked({ sources }: Unit, placed: ReadonlySet<number>, conditions: readonly Predicate[]): boolean {
  const own = new Set(sources.map(({ id }) => id));
  return conditions.some((condition) => {
    if (condition.kind !== 'comparison' || condition.operator !== '=') return false;
    const ids = sourcesOf(condition);
    return ids.some((id) => own.has(id)) && ids.some((id) => placed.has(id)) && skyConditionOf(condition) === undefined;
  });
}

/** Each condition stands at the first step at which all that it reads is there. */
function withConditions(steps: Route['steps'], conditions: readonly Predicate[]): readonly Step[] {
  const missing = new Set(steps.flatMap(({ from }) => sourcesIn(from).map(({ id }) => id)));
  const open = new Set(conditions);
  return steps.map((step, index) => {
    for (const { id } of sourcesIn(step.from)) missing.delete(id);
    // The first item of FROM has no ON.
    const on = index === 0 ? [] : [...open].filter((condition) => !sourcesOf(condition).some((id) => missing.has(id)));
    for (const condition of on) open.delete(condition);
    return { ...step, on };
  });
}
