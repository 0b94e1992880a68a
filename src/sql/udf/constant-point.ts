import type { Span } from '../../core/span.ts';
import { DOUBLE, POINT } from '../../model/datatype.ts';
import type { Position } from '../../model/sky/position.ts';
import { meaning } from '../../query/resolve-types.ts';
import type { FunctionValue, NumberValue } from '../../query/typed.ts';

/** A number of the query that was computed before it runs. */
export const constantValue = (value: number, span: Span): NumberValue => ({
  kind: 'number',
  text: String(value),
  datatype: DOUBLE,
  span,
});

/** A position, in degrees, as if POINT had been written with its coordinates: so that an index of the sky can be used for it. */
export const constantPoint = ({ lon, lat }: Position, span: Span): FunctionValue => ({
  kind: 'function',
  name: 'point',
  arguments: [constantValue(lon, span), constantValue(lat, span)],
  span,
  ...meaning(POINT, 'deg', 'pos'),
});
