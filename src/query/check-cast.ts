import type { Cast, CastTarget } from '../adql/ast.ts';
import {
  CIRCLE,
  type Datatype,
  DOUBLE,
  FLOAT,
  geometryOf,
  INT,
  isNumber,
  isText,
  isTimestamp,
  LONG,
  POINT,
  POLYGON,
  SHORT,
  TEXT,
  TIMESTAMP,
  textOf,
} from '../model/datatype.ts';
import { type Context, report } from './context.ts';
import { readGeometry } from './geometry-text.ts';
import { numberProblem } from './number-text.ts';
import { unresolved } from './resolve-names.ts';
import { describeValue, meaning } from './resolve-types.ts';
import { readTimestamp } from './timestamp.ts';
import type { TextValue, Value } from './typed.ts';

/** CAST of a value to one of the targets of ADQL 2.1 sec 4.7.2. Constant texts are read here, so that what is wrong has its place. */
export function checkCast({ target, span }: Cast, operand: Value, context: Context): Value {
  const datatype = targetType(target);
  const refuse = (message: string, hint?: string) => {
    report(context, 'Q208', operand.span, message, hint === undefined ? {} : { hint });
    return unresolved(span);
  };
  if (!castable(operand, datatype))
    return refuse(
      `${describeValue(operand)} cannot be cast to ${target.name.toUpperCase()}`,
      castHint(operand, datatype),
    );

  const read = operand.kind === 'text' ? readLiteral(operand, datatype) : undefined;
  if (read && 'message' in read) return refuse(read.message, read.hint);
  if (read) return { ...read, span };
  const problem = isNumber(datatype) ? numberProblem(operand, datatype) : undefined;
  if (problem !== undefined) return refuse(problem);

  const length = isText(datatype) ? target.length : undefined;
  const cast = { kind: 'cast', operand, span, ...(length !== undefined && { length }) } as const;
  if (geometryOf(datatype)) return { ...cast, ...meaning(datatype, 'deg', ucdOf(datatype)) };
  const kept = isNumber(datatype) && isNumber(operand.datatype) ? operand : undefined;
  return { ...cast, ...meaning(isText(datatype) ? textOf(operand.datatype) : datatype, kept?.unit, kept?.ucd) };
}

const ucdOf = (type: Datatype): string => (geometryOf(type) === 'point' ? 'pos' : 'pos.outline');

function readLiteral(literal: TextValue, target: Datatype) {
  if (isTimestamp(target)) return readTimestamp(literal);
  const kind = geometryOf(target);
  return kind === 'point' || kind === 'circle' || kind === 'polygon' ? readGeometry(literal, kind) : undefined;
}

function targetType({ name }: CastTarget): Datatype {
  switch (name) {
    case 'smallint':
      return SHORT;
    case 'integer':
      return INT;
    case 'bigint':
      return LONG;
    case 'real':
      return FLOAT;
    case 'double precision':
      return DOUBLE;
    // CHAR is not padded with blanks: they mean nothing in a VOTable, and would make equal texts unequal.
    case 'char':
    case 'varchar':
      // Not `n*`, which astropy 5 reads as exactly n.
      return TEXT;
    case 'timestamp':
      return TIMESTAMP;
    case 'point':
      return POINT;
    case 'circle':
      return CIRCLE;
    case 'polygon':
      return POLYGON;
  }
}

function castable({ kind, datatype }: Value, target: Datatype): boolean {
  if (kind === 'null') return true;
  if (geometryOf(target)) return isPlainText(datatype) || geometryOf(datatype) === geometryOf(target);
  if (isTimestamp(target)) return isText(datatype) || isTimestamp(datatype);
  if (isNumber(target)) return isNumber(datatype) || isText(datatype);
  const scalarBoolean = datatype.primitive === 'boolean' && datatype.arraysize === undefined;
  const oneValue = isNumber(datatype) || isText(datatype) || isTimestamp(datatype) || scalarBoolean;
  return oneValue || geometryOf(datatype) !== undefined;
}

/** A region is text as well, but not in the form that a cast reads. */
const isPlainText = (type: Datatype): boolean => isText(type) && geometryOf(type) === undefined;

function castHint({ datatype }: Value, target: Datatype): string | undefined {
  if (geometryOf(target))
    return isNumber(datatype) ? `Write ${geometryOf(target)?.toUpperCase()}(...) with its coordinates.` : undefined;
  if (isTimestamp(target) && isNumber(datatype))
    return 'almagest_mjd_to_iso and almagest_jd_to_iso turn days into texts, which can be cast.';
  return isTimestamp(datatype) ? 'ivo_to_mjd and ivo_to_jd turn a timestamp into days.' : undefined;
}
