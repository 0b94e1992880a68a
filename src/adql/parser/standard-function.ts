import type { Expression } from '../ast.ts';
import { isWholeNumber } from './literal.ts';

/** A function of the standard, as far as its grammar fixes it. */
export interface StandardFunction {
  /** As a user should write it. */
  readonly form: string;
  readonly fits: (list: readonly Expression[]) => boolean;
}

type Fits = StandardFunction['fits'];

const count =
  (...counts: readonly number[]): Fits =>
  (list) =>
    counts.includes(list.length);

const isText = (value: Expression | undefined): boolean => value?.kind === 'string';

/** `5`, `-5` or `+5`. */
const isSignedWholeNumber = (value: Expression): boolean =>
  value.kind === 'unary' ? isUnsignedWholeNumber(value.operand) : isUnsignedWholeNumber(value);

const isUnsignedWholeNumber = (value: Expression): boolean => value.kind === 'number' && isWholeNumber(value.text);

/** `x` and, if given, a number of digits, which the BNF wants as a literal. */
const valueAndDigits: Fits = ([value, digits, ...more]) =>
  value !== undefined && more.length === 0 && (digits === undefined || isSignedWholeNumber(digits));

/** Whether this can be a position as a whole: what the BNF calls `coord_value`. */
const canBePoint = (value: Expression | undefined): boolean =>
  value !== undefined && !['number', 'string', 'unary', 'binary', 'aggregate'].includes(value.kind);

/**
 * Allows the deprecated coordinate system in front: a text, or NULL where the other arguments fit without it
 * (ADQL 2.1 sec 4.2.5; the IVOA's test queries have POINT(NULL, 2, 3)).
 */
const afterSystem =
  (fits: Fits): Fits =>
  (list) => {
    const [first, ...rest] = list;
    if (first?.kind === 'string') return fits(rest);
    return fits(list) || (first?.kind === 'null' && fits(rest));
  };

/** A centre, as one point or two numbers, and `more` numbers. */
const centreAnd =
  (more: number): Fits =>
  (list) =>
    list.length === more + 2 || (list.length === more + 1 && canBePoint(list[0]));

const vertices: Fits = (list) =>
  (list.length >= 3 && list.every(canBePoint)) || (list.length >= 6 && list.length % 2 === 0);

const distance: Fits = (list) => list.length === 4 || (list.length === 2 && list.every(canBePoint));

const one = (names: string, form: string): [string, StandardFunction][] =>
  names.split(' ').map((name) => [name, { form: `${name}(${form})`, fits: count(1) }]);

const entry = (form: string, fits: Fits): [string, StandardFunction] => [
  form.slice(0, form.indexOf('(')),
  { form, fits },
];

/** By name in upper case: every function of ADQL 2.1 but the aggregates and CAST, which have a syntax of their own. */
export const STANDARD_FUNCTIONS: ReadonlyMap<string, StandardFunction> = new Map([
  entry('LOG(x), to base e; LOG10(x) is that to base 10', count(1)),
  ...one('ABS CEILING DEGREES EXP FLOOR LOG10 RADIANS SQRT ACOS ASIN ATAN COS COT SIN TAN', 'x'),
  ...one('LOWER UPPER', 'text'),
  ...one('AREA CENTROID COORDSYS', 'region'),
  ...one('COORD1 COORD2', 'point'),
  entry('ATAN2(y, x)', count(2)),
  entry('MOD(x, y)', count(2)),
  entry('PI()', count(0)),
  entry('POWER(x, y)', count(2)),
  entry(
    'RAND() or RAND(12345), a whole number as seed',
    (list) => list.length === 0 || (list.length === 1 && list.every(isUnsignedWholeNumber)),
  ),
  entry('ROUND(x) or ROUND(x, 2), a whole number of digits', valueAndDigits),
  entry('TRUNCATE(x) or TRUNCATE(x, 2), a whole number of digits', valueAndDigits),
  entry('COALESCE(value, other value, ...)', (list) => list.length > 0),
  entry("IN_UNIT(x, 'unit'), the unit as a text in single quotes", (list) => list.length === 2 && isText(list[1])),
  entry('POINT(longitude, latitude)', afterSystem(count(2))),
  entry('CIRCLE(longitude, latitude, radius) or CIRCLE(point, radius)', afterSystem(centreAnd(1))),
  entry('BOX(longitude, latitude, width, height) or BOX(point, width, height)', afterSystem(centreAnd(2))),
  entry(
    'POLYGON(longitude, latitude, longitude, latitude, ...) with three vertices or more, or POLYGON(point, point, point, ...)',
    afterSystem(vertices),
  ),
  entry("REGION('text'), the text in single quotes", (list) => list.length === 1 && isText(list[0])),
  entry('CONTAINS(inner, outer), such as CONTAINS(POINT(ra, dec), CIRCLE(10, 20, 1))', count(2)),
  entry('INTERSECTS(region, region)', count(2)),
  entry('DISTANCE(point, point) or DISTANCE(longitude1, latitude1, longitude2, latitude2)', distance),
]);
