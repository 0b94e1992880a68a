import { adviseSexagesimal } from '../adql/sexagesimal.ts';
import {
  BOOLEAN,
  type Datatype,
  DOUBLE,
  describeDatatype,
  FLOAT,
  geometryOf,
  INT,
  isArray,
  isCharacter,
  isInteger,
  isNumber,
  isText,
  isTimestamp,
  LONG,
  MOC,
  TIMESTAMP,
  textOf,
} from '../model/datatype.ts';
import { modifiedJulianDay } from './julian-day.ts';
import { readTimestamp } from './timestamp.ts';
import type { ComparisonOperator, Meaning, Value } from './typed.ts';

export function meaning(datatype: Datatype, unit?: string, ucd?: string): Meaning {
  return { datatype, ...(unit !== undefined && { unit }), ...(ucd !== undefined && { ucd }) };
}

/** The type that an integer literal has by its size: int, long, or double beyond (as for any number with a point or exponent). */
export function literalType(text: string): Datatype {
  if (!/^\d+$/.test(text)) return DOUBLE;
  const value = BigInt(text);
  if (value <= 2_147_483_647n) return INT;
  return value <= 9_223_372_036_854_775_807n ? LONG : DOUBLE;
}

/** The type of `left operator right`. Integers stay integers, also in a division (as in SQL-92); all else is computed in double. */
export function arithmeticType(left: Datatype, right: Datatype): Datatype {
  if (!isInteger(left) || !isInteger(right)) return DOUBLE;
  return left.primitive === 'long' || right.primitive === 'long' ? LONG : INT;
}

const INTEGER_ORDER = ['unsignedByte', 'short', 'int', 'long'];

/** The narrowest type that holds values of both, or nothing if they have none in common. NULL literals fit everything. */
export function commonType(
  left: Meaning & { kind?: string },
  right: Meaning & { kind?: string },
): Datatype | undefined {
  if (left.kind === 'null') return right.datatype;
  if (right.kind === 'null') return left.datatype;
  const [a, b] = [left.datatype, right.datatype];
  if (a.primitive === b.primitive && a.arraysize === b.arraysize && a.xtype === b.xtype) return a;
  if (isNumber(a) && isNumber(b)) {
    if (isInteger(a) && isInteger(b))
      return INTEGER_ORDER.indexOf(a.primitive) >= INTEGER_ORDER.indexOf(b.primitive) ? a : b;
    return a.primitive === 'float' && b.primitive === 'float' ? FLOAT : DOUBLE;
  }
  if (isTimestamp(a) && isTimestamp(b)) return TIMESTAMP;
  if (geometryOf(a) === 'moc' && geometryOf(b) === 'moc') return MOC;
  if (isText(a) && isText(b)) {
    const wide = textOf(a, b);
    return a.xtype !== undefined && a.xtype === b.xtype ? { ...wide, xtype: a.xtype } : wide;
  }
  if (isArray(a) && isArray(b) && a.primitive === b.primitive) {
    if (geometryOf(a) !== geometryOf(b)) return undefined;
    return {
      primitive: a.primitive,
      arraysize: '*',
      ...(a.xtype !== undefined && a.xtype === b.xtype && { xtype: a.xtype }),
    };
  }
  return undefined;
}

/** `a number (int)`, `a text`, `the text 'x'`: for messages. */
export function describeValue(value: Value): string {
  const { datatype } = value;
  if (value.kind === 'number') return `the number ${value.text}`;
  if (value.kind === 'text')
    return `the text '${value.value.length > 40 ? `${value.value.slice(0, 40)}…` : value.value}'`;
  if (value.kind === 'null') return 'NULL';
  if (isNumber(datatype)) return `a number (${datatype.primitive})`;
  if (isTimestamp(datatype)) return 'a timestamp';
  const geometry = geometryOf(datatype);
  if (geometry) return geometry === 'moc' ? 'a coverage map' : `a ${geometry}`;
  if (isCharacter(datatype)) return 'a text';
  return datatype.arraysize === undefined ? 'a boolean' : `an array (${describeDatatype(datatype)})`;
}

type Comparable =
  | { readonly left: Value; readonly right: Value }
  /** `culprit` is the one of the two that is wrong by itself. */
  | { readonly message: string; readonly hint?: string; readonly culprit?: Value };

/**
 * Makes two values comparable: a text literal beside a timestamp becomes a timestamp (TAP 1.1 sec 2.7.2 asks for the DALI form), a literal
 * beside a boolean becomes a boolean, as ADQL has literals of neither type. A number beside a float becomes one, too.
 */
export function makeComparable(left: Value, right: Value, operator: ComparisonOperator): Comparable {
  if (left.kind === 'null' || right.kind === 'null') return { left, right };
  if (isTimestamp(left.datatype) && right.kind === 'text') return withRight(left, right, readTimestamp(right));
  if (isTimestamp(right.datatype) && left.kind === 'text') return withLeft(left, right, readTimestamp(left));
  if (isBoolean(left)) return booleans(left, right, operator);
  if (isBoolean(right)) return booleans(right, left, operator, true);

  const [a, b] = [left.datatype, right.datatype];
  if (isNumber(a) && isNumber(b)) return { left: inPrecisionOf(right, left), right: inPrecisionOf(left, right) };
  if (isText(a) && isText(b)) return { left, right };
  if (isTimestamp(a) && isTimestamp(b)) return { left, right };
  const message = `${describeValue(left)} cannot be compared with ${describeValue(right)}`;
  const hint = comparisonHint(left, right);
  return hint === undefined ? { message } : { message, hint };
}

const isBoolean = (value: Value): boolean =>
  value.datatype.primitive === 'boolean' && value.datatype.arraysize === undefined;

/**
 * A literal with a fraction beside a value in single precision is meant in that precision: `log_e = 4.73` finds the rows that show 4.73,
 * although neither the double nor the float that is nearest to it equals the other.
 */
function inPrecisionOf(other: Value, literal: Value): Value {
  if (other.datatype.primitive !== 'float' || literal.datatype.primitive !== 'double') return literal;
  if (literal.kind === 'negative') {
    const operand = inPrecisionOf(other, literal.operand);
    return operand === literal.operand ? literal : { ...literal, operand, datatype: FLOAT };
  }
  const size = literal.kind === 'number' ? Number(literal.text) : 0;
  return size >= SMALLEST_FLOAT && size <= LARGEST_FLOAT ? { ...literal, datatype: FLOAT } : literal;
}

/** Those that are normalised (IEEE 754). */
const SMALLEST_FLOAT = 2 ** -126;
const LARGEST_FLOAT = (2 - 2 ** -23) * 2 ** 127;

type Read = Value | { readonly message: string; readonly hint: string };

const withRight = (left: Value, right: Value, read: Read): Comparable =>
  'message' in read ? { ...read, culprit: right } : { left, right: read };
const withLeft = (left: Value, right: Value, read: Read): Comparable =>
  'message' in read ? { ...read, culprit: left } : { left: read, right };

const TRUTHS: Readonly<Record<string, boolean>> = {
  true: true,
  t: true,
  '1': true,
  false: false,
  f: false,
  '0': false,
};

function booleans(flag: Value, other: Value, operator: ComparisonOperator, swapped = false): Comparable {
  if (operator !== '=' && operator !== '<>') {
    return {
      message: `a boolean has no order, so it cannot be compared with ${operator}`,
      hint: 'Use = or <> with 1 or 0.',
    };
  }
  const ordered = (right: Value): Comparable => (swapped ? { left: right, right: flag } : { left: flag, right });
  if (isBoolean(other)) return ordered(other);
  const written = other.kind === 'number' ? other.text : other.kind === 'text' ? other.value.trim().toLowerCase() : '';
  const truth = TRUTHS[written];
  if (truth !== undefined) return ordered({ kind: 'boolean', value: truth, datatype: BOOLEAN, span: other.span });
  return {
    message: `a boolean cannot be compared with ${describeValue(other)}`,
    hint: "Compare it with 1 or 0 (or 'true' or 'false').",
  };
}

/** How a text that stands for a number is made one. */
export function numberHint(value: Value): string | undefined {
  if (!isText(value.datatype)) return undefined;
  if (value.kind !== 'text') return 'CAST(... AS DOUBLE PRECISION) turns a text into a number.';
  const written = value.value.trim();
  if (written === '') return 'A number that is missing is NULL: write IS NULL.';
  return Number.isFinite(Number(written)) ? `Write the number without quotes: ${written}.` : adviseSexagesimal(written);
}

/** A date beside a number: most times are modified Julian dates. */
function dateHint(written: string, { unit, kind }: Value): string | undefined {
  const days = /^\d{4}-\d\d?-\d\d?/.test(written) ? modifiedJulianDay(written) : undefined;
  if (days === undefined || kind === 'number') return undefined;
  const julian = Number((days + 2_400_000.5).toFixed(3));
  return unit === undefined || unit === 'd'
    ? `As a modified Julian date this is ${days}, as a Julian date ${julian}.`
    : `The other is a number in ${unit}; as a modified Julian date this is ${days}.`;
}

function comparisonHint(left: Value, right: Value): string | undefined {
  const texts = [left, right].filter(({ datatype }) => isText(datatype));
  const others = [left, right].filter(({ datatype }) => !isText(datatype));
  const [text, other] = [texts[0], others[0]];
  if (text && other && isNumber(other.datatype)) {
    if (other.kind === 'function' && (other.name === 'contains' || other.name === 'intersects'))
      return `It gives 1 or 0: write ${other.name.toUpperCase()}(...) = 1.`;
    if (other.kind === 'number') return `Write it as a text: '${other.text}'.`;
    if (text.kind === 'text')
      return (
        dateHint(text.value, other) ??
        numberHint(text) ??
        'A number is compared with a number, which stands without quotes.'
      );
    if (other.kind === 'arithmetic' && other.operator === '-' && other.right.kind === 'number')
      return "Is it a date? A date is a text in single quotes: '2020-12-31'.";
    return 'CAST(... AS VARCHAR) turns a number into a text, CAST(... AS DOUBLE PRECISION) a text into a number.';
  }
  if (text && other && isTimestamp(other.datatype)) return 'CAST(... AS TIMESTAMP) turns a text into a timestamp.';
  if ([left, right].some(({ datatype }) => isTimestamp(datatype)))
    return "A timestamp is compared with a text in the form '2020-12-31T23:59:59'.";
  if ([left, right].some(({ datatype }) => isArray(datatype) && !geometryOf(datatype)))
    return 'An array can be selected, but ADQL has no way to its elements.';
  if ([left, right].some(({ datatype }) => geometryOf(datatype)))
    return 'Geometries are compared by CONTAINS(...) = 1, INTERSECTS(...) = 1 or DISTANCE(...) < r.';
  return undefined;
}
