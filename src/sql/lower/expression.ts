import { assertNever } from '../../core/assert-never.ts';
import { type Datatype, isInteger, isTimestamp } from '../../model/datatype.ts';
import { isUserFunctionName } from '../../query/functions/name.ts';
import type { AggregateValue, Arithmetic, CastValue, Value } from '../../query/typed.ts';
import type { SqlExpression } from '../build.ts';
import * as build from '../build.ts';
import { sqlType } from '../column-type.ts';
import { loweringOf } from '../udf/index.ts';
import { lowerFunction } from './function.ts';
import { castGeometry, lowerRegion } from './geometry-value.ts';
import { sourceColumn } from './source.ts';

/** The SQL of a value. Its PostgreSQL type is exactly that of its datatype; a NULL literal alone has none. */
export function lowerValue(value: Value): SqlExpression {
  switch (value.kind) {
    case 'number':
      if (isInteger(value.datatype)) return build.integer(value.text);
      return value.datatype.primitive === 'float' ? build.float(value.text) : build.double(value.text);
    case 'text':
      return build.text(value.value);
    case 'boolean':
      return build.boolean(value.value);
    case 'timestamp':
      return build.timestamp(value.value);
    case 'null':
      return build.NULL;
    case 'region':
      return lowerRegion(value);
    case 'column':
      return sourceColumn(value.source, value.index);
    case 'negative':
      return build.negative(lowerValue(value.operand));
    case 'arithmetic':
      return lowerArithmetic(value);
    case 'concatenation':
      return build.chain('||', value.operands.map(lowerTyped));
    case 'function':
      return lowerFunction(value, { plain: lowerValue, as: lowerAs });
    case 'aggregate':
      return lowerAggregate(value);
    case 'cast':
      return lowerCast(value);
    default:
      return assertNever(value);
  }
}

/** The same, with a type for NULL too. */
export function lowerTyped(value: Value): SqlExpression {
  return value.kind === 'null' ? castTo(build.NULL, value.datatype) : lowerValue(value);
}

/** The value in another type. */
export function lowerAs(value: Value, type: Datatype): SqlExpression {
  const [from, to] = [sqlType(value.datatype), sqlType(type)];
  if (value.kind === 'number' && to.name === 'double precision' && !to.array) return build.double(value.text);
  const lowered = lowerValue(value);
  return value.kind !== 'null' && from.name === to.name && from.array === to.array ? lowered : castTo(lowered, type);
}

function castTo(expression: SqlExpression, type: Datatype): SqlExpression {
  const { name, array } = sqlType(type);
  return build.cast(expression, name, array);
}

/**
 * Operands are brought to the type of the result first: PostgreSQL would compute `real * real` in single precision and
 * `smallint + smallint` in 16 bits. Integers are divided without remainder, as in SQL-92.
 */
function lowerArithmetic({ operator, left, right, datatype }: Arithmetic): SqlExpression {
  return build.operation(operator, lowerAs(left, datatype), lowerAs(right, datatype));
}

function lowerAggregate({ name, distinct, argument, settings = [], datatype }: AggregateValue): SqlExpression {
  if (!argument) return build.aggregate('count', false, '*');
  if (isUserFunctionName(name))
    return loweringOf(name)({ arguments: [argument, ...settings], datatype }, { plain: lowerValue, as: lowerAs });
  switch (name) {
    case 'count':
    case 'min':
    case 'max':
      return build.aggregate(name, distinct, lowerTyped(argument));
    case 'avg':
      return build.aggregate('avg', distinct, lowerAs(argument, datatype));
    case 'sum':
      // The sum of bigints is of type numeric in PostgreSQL.
      return castTo(build.aggregate('sum', distinct, lowerAs(argument, datatype)), datatype);
  }
}

function lowerCast(cast: CastValue): SqlExpression {
  const { operand, datatype, length } = cast;
  const geometry = castGeometry(cast, { plain: lowerValue, as: lowerAs });
  const plain =
    geometry ??
    (isTimestamp(operand.datatype) && sqlType(datatype).name === 'text'
      ? timestampText(lowerValue(operand))
      : lowerAs(operand, datatype));
  return length === undefined ? plain : build.call('left', plain, build.integer(length));
}

/** A timestamp in DALI form (DALI 1.1 sec 3.3.3); the query role writes dates in ISO form, with a blank before the time. */
export function timestampText(timestamp: SqlExpression): SqlExpression {
  return build.call('replace', build.cast(timestamp, 'text'), build.text(' '), build.text('T'));
}
