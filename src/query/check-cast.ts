import type { Cast, CastTarget } from '../adql/ast.ts';
import {
  type Datatype,
  DOUBLE,
  FLOAT,
  INT,
  isNumber,
  isText,
  isTimestamp,
  LONG,
  SHORT,
  TEXT,
  TIMESTAMP,
  textOf,
} from '../model/datatype.ts';
import { type Context, report } from './context.ts';
import { unresolved } from './resolve-names.ts';
import { describeValue, meaning } from './resolve-types.ts';
import { readTimestamp } from './timestamp.ts';
import type { Value } from './typed.ts';

/** CAST of a value to one of the scalar targets (ADQL 2.1 sec 4.4). */
export function checkCast({ target, span }: Cast, operand: Value, context: Context): Value {
  const datatype = targetType(target);
  if (datatype === undefined) {
    report(context, 'Q209', target.span, `CAST to ${target.name.toUpperCase()} is not offered by this service`);
    return unresolved(span);
  }
  if (operand.kind === 'text' && isTimestamp(datatype)) {
    const read = readTimestamp(operand);
    if (!('message' in read)) return { ...read, span };
    report(context, 'Q208', operand.span, read.message, { hint: read.hint });
    return unresolved(span);
  }
  if (!castable(operand, datatype)) {
    report(context, 'Q208', operand.span, `${describeValue(operand)} cannot be cast to ${target.name.toUpperCase()}`);
    return unresolved(span);
  }
  const made = isText(datatype) ? textOf(operand.datatype) : datatype;
  const kept = isNumber(datatype) && isNumber(operand.datatype) ? operand : undefined;
  const length = isText(datatype) ? target.length : undefined;
  return {
    kind: 'cast',
    operand,
    span,
    ...meaning(made, kept?.unit, kept?.ucd),
    ...(length !== undefined && { length }),
  };
}

function targetType({ name }: CastTarget): Datatype | undefined {
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
    case 'circle':
    case 'polygon':
      return undefined;
  }
}

function castable({ kind, datatype }: Value, target: Datatype): boolean {
  if (kind === 'null') return true;
  if (isTimestamp(target)) return isText(datatype) || isTimestamp(datatype);
  if (isNumber(target)) return isNumber(datatype) || isText(datatype);
  const scalarBoolean = datatype.primitive === 'boolean' && datatype.arraysize === undefined;
  return isNumber(datatype) || isText(datatype) || isTimestamp(datatype) || scalarBoolean;
}
