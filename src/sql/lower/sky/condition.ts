import { spanOver } from '../../../core/span.ts';
import { geometryOf } from '../../../model/datatype.ts';
import { problemOf, type Region } from '../../../model/sky/region.ts';
import { arithmeticMeaning } from '../../../query/arithmetic-meaning.ts';
import { compareNumbers } from '../../../query/compare-numbers.ts';
import { constantNumber } from '../../../query/constant-number.ts';
import { constantRegion } from '../../../query/constant-region.ts';
import type { ColumnValue, ComparisonOperator, FunctionValue, Predicate, Value } from '../../../query/typed.ts';

/** What a condition asks of places on the sky, in whatever form it is written: it holds nowhere else. */
export type SkyCondition =
  /** A position lies in a constant region (within it and not on its edge: `strictly`); `partly` where that is not all that is asked. */
  | {
      readonly kind: 'inside';
      readonly point: Value;
      readonly region: Region;
      readonly strictly?: boolean;
      readonly partly?: true;
    }
  /** Two positions are no farther apart than a radius in degrees, which may differ from row to row. */
  | { readonly kind: 'near'; readonly points: readonly [Value, Value]; readonly radius: Value }
  /** A column of regions has a point in common with a constant region, or with a position. */
  | { readonly kind: 'touching'; readonly column: ColumnValue; readonly shape: Region | Value };

/** The sky condition that follows from a predicate; undefined if none does. */
export function skyConditionOf(predicate: Predicate): SkyCondition | undefined {
  switch (predicate.kind) {
    case 'comparison':
      return comparisonCondition(predicate.left, predicate.operator, predicate.right);
    case 'between':
      return predicate.negated ? undefined : partly(comparisonCondition(predicate.operand, '<=', predicate.high));
    case 'not':
      if (predicate.operand.kind !== 'comparison') return undefined;
      return skyConditionOf({ ...predicate.operand, operator: OPPOSITE[predicate.operand.operator] });
    default:
      return undefined;
  }
}

/** Of a condition that asks for more. */
const partly = (condition: SkyCondition | undefined): SkyCondition | undefined =>
  condition?.kind === 'inside' ? { ...condition, partly: true } : condition;

const OPPOSITE: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  '=': '<>',
  '<>': '=',
  '<': '>=',
  '>=': '<',
  '>': '<=',
  '<=': '>',
};

const MIRRORED: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  '=': '=',
  '<>': '<>',
  '<': '>',
  '>': '<',
  '<=': '>=',
  '>=': '<=',
};

function comparisonCondition(left: Value, operator: ComparisonOperator, right: Value): SkyCondition | undefined {
  if (left.kind === 'function') {
    if (left.name === 'distance' && operator === '=') return partly(distanceCondition(left, right));
    if (left.name === 'distance' && isUpperBound(operator)) {
      const condition = distanceCondition(left, right);
      return condition?.kind === 'inside' ? { ...condition, strictly: operator === '<' } : condition;
    }
    if (left.name === 'contains' || left.name === 'intersects')
      return holdsIfTrue(operator, right) ? relationCondition(left) : undefined;
  }
  if (right.kind === 'function' && SKY_FUNCTIONS.has(right.name))
    return left.kind === 'function' && SKY_FUNCTIONS.has(left.name)
      ? undefined
      : comparisonCondition(right, MIRRORED[operator], left);
  return undefined;
}

const SKY_FUNCTIONS: ReadonlySet<string> = new Set(['distance', 'contains', 'intersects']);

const isUpperBound = (operator: ComparisonOperator): boolean => operator === '<' || operator === '<=';

/** CONTAINS and INTERSECTS give 1 or 0: true if the comparison holds for 1 alone. */
function holdsIfTrue(operator: ComparisonOperator, value: Value): boolean {
  const number = constantNumber(value);
  return number !== undefined && compareNumbers(1, operator, number) && !compareNumbers(0, operator, number);
}

function distanceCondition({ arguments: [one, other] }: FunctionValue, radius: Value): SkyCondition | undefined {
  return one && other && nearCondition(one, other, radius);
}

/** Within a circle, if one of the points and the radius are constant. */
function nearCondition(one: Value, other: Value, radius: Value): SkyCondition | undefined {
  const [first, second, size] = [constantRegion(one), constantRegion(other), constantNumber(radius)];
  const [center, point] = first ? [first, other] : [second, one];
  if (center?.kind !== 'point') return { kind: 'near', points: [one, other], radius };
  return size === undefined
    ? undefined
    : insideCondition(point, { kind: 'circle', lon: center.lon, lat: center.lat, radius: size });
}

/** Of a region that is none, nothing is known but what the exact test says. */
function insideCondition(point: Value, region: Region): SkyCondition | undefined {
  return problemOf(region) === undefined ? { kind: 'inside', point, region } : undefined;
}

function relationCondition({ name, arguments: [first, second] }: FunctionValue): SkyCondition | undefined {
  if (!first || !second) return undefined;
  // A point lies in what it touches; a shape that lies in another touches it.
  return (
    pointCondition(first, second) ??
    (name === 'intersects' ? pointCondition(second, first) : undefined) ??
    columnCondition(first, second) ??
    columnCondition(second, first) ??
    circleCondition(name, first, second)
  );
}

/** The centre of a circle within another lies in that; those of two that touch are no farther apart than both radii reach. */
function circleCondition(name: string, first: Value, second: Value): SkyCondition | undefined {
  const [one, other] = [writtenCircle(first), writtenCircle(second)];
  if (!one || !other) return undefined;
  if (name === 'contains') return partly(nearCondition(one.center, other.center, other.radius));
  const reach: Value = {
    kind: 'arithmetic',
    operator: '+',
    left: one.radius,
    right: other.radius,
    span: spanOver(one.radius.span, other.radius.span),
    ...arithmeticMeaning('+', one.radius, other.radius),
  };
  return partly(nearCondition(one.center, other.center, reach));
}

function writtenCircle(value: Value): { readonly center: Value; readonly radius: Value } | undefined {
  const [center, radius] = value.kind === 'function' && value.name === 'circle' ? value.arguments : [];
  return center && radius && { center, radius };
}

function pointCondition(point: Value, shape: Value): SkyCondition | undefined {
  if (geometryOf(point.datatype) !== 'point') return undefined;
  const region = constantRegion(shape);
  if (region) return constantRegion(point) ? undefined : insideCondition(point, region);
  const circle = writtenCircle(shape);
  return circle && nearCondition(point, circle.center, circle.radius);
}

function columnCondition(column: Value, shape: Value): SkyCondition | undefined {
  if (column.kind !== 'column' || geometryOf(column.datatype) === 'point') return undefined;
  const region = constantRegion(shape);
  if (region) return problemOf(region) === undefined ? { kind: 'touching', column, shape: region } : undefined;
  return geometryOf(shape.datatype) === 'point' ? { kind: 'touching', column, shape } : undefined;
}
