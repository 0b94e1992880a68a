import type { Span } from '../core/span.ts';
import { CIRCLE, DOUBLE, MOC, POINT, POLYGON, REGION } from '../model/datatype.ts';
import type { Position } from '../model/sky/position.ts';
import type { Region } from '../model/sky/region.ts';
import { writeRegion } from '../model/sky/region-text.ts';
import { meaning } from './resolve-types.ts';
import type { FunctionValue, NumberValue, RegionValue } from './typed.ts';

/** A number of the query that was computed before it runs. */
const constantValue = (value: number, span: Span): NumberValue => ({
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

/** A region as if it had been written in the query. */
export function constantShape(region: Region, span: Span): FunctionValue | RegionValue {
  switch (region.kind) {
    case 'point':
      return constantPoint(region, span);
    case 'circle': {
      const parts = [constantPoint(region, span), constantValue(region.radius, span)];
      return { kind: 'function', name: 'circle', arguments: parts, span, ...meaning(CIRCLE, 'deg', 'pos.outline') };
    }
    case 'polygon': {
      const vertices = region.vertices.map((vertex) => constantPoint(vertex, span));
      return {
        kind: 'function',
        name: 'polygon',
        arguments: vertices,
        span,
        ...meaning(POLYGON, 'deg', 'pos.outline'),
      };
    }
    case 'moc':
    case 'union': {
      const datatype = region.kind === 'moc' ? MOC : REGION;
      return {
        kind: 'region',
        region,
        text: writeRegion(region),
        span,
        ...meaning(datatype, undefined, 'pos.outline'),
      };
    }
  }
}
