import type { Caps } from '../../../model/sky/caps.ts';
import { type Position, reduceLongitude } from '../../../model/sky/position.ts';
import type { SqlExpression } from '../../build.ts';
import * as build from '../../build.ts';

const RADIANS = Math.PI / 180;
/** Far more than the rounding of a scalar product made from angles of a few turns. */
const ROUNDING = 1e-12;
const NEARLY_0 = 1e-40;

export interface PositionOfRow {
  /** The hidden column with the cell; NULL where the coordinates name no direction. */
  readonly cell: SqlExpression;
  readonly lon: SqlExpression;
  readonly lat: SqlExpression;
}

/**
 * Whether a position lies in all of the caps, by scalar products: that takes a fifth of the time of a distance, and a tenth of that
 * of a polygon. Near an edge, where they are too rough to tell, it is left to the exact test.
 *
 * What names no direction is kept from the functions: PostgreSQL has no sine of infinity, but an error.
 */
export function isInCaps(position: PositionOfRow, { centers, height }: Caps, exact: SqlExpression): SqlExpression {
  const products = centers.map((center) => product(center, position));
  const [first] = products;
  const lowest = first && products.length === 1 ? first : build.call('least', ...products);
  // width_bucket counts the bounds up to a number: 0 outside, 2 inside, 1 at the edge.
  const bounds = [number(height - ROUNDING), number(height + ROUNDING)];
  const side = build.call('width_bucket', lowest, ...bounds, build.integer(1));
  const test = build.choice(
    side,
    [
      [build.integer(0), build.boolean(false)],
      [build.integer(2), build.boolean(true)],
    ],
    exact,
  );
  return build.choice(undefined, [[build.isNull(position.cell, false), build.boolean(false)]], test);
}

/**
 * The scalar product of the directions of a centre and a position. Neither factor is so near 0 that a product could underflow, which
 * ends a query: NEARLY_0 makes no difference to any sine but that of nearly nothing.
 */
function product(center: Position, { lon, lat }: PositionOfRow): SqlExpression {
  const turn = build.call('cosd', build.operation('-', lon, number(reduceLongitude(center.lon))));
  const across = build.operation('*', build.call('cosd', lat), turn);
  const rise = build.call('sind', build.operation('+', lat, number(NEARLY_0)));
  const sine = Math.sin(center.lat * RADIANS);
  return build.operation(
    '+',
    build.operation('*', across, number(Math.cos(center.lat * RADIANS))),
    build.operation('*', rise, number(Math.abs(sine) < 1e-18 ? 0 : sine)),
  );
}

const number = (value: number): SqlExpression => build.double(String(value));
