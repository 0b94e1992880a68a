import { geometryOf, isText } from '../../model/datatype.ts';
import type { CastValue, FunctionValue, RegionValue } from '../../query/typed.ts';
import type { SqlExpression } from '../build.ts';
import * as build from '../build.ts';
import { centerOf, constantShape, type LowerValue, shapeOf, wholeOf } from './geometry.ts';
import { lowerSeparation } from './geometry-relation.ts';

/** POINT, CIRCLE, BOX and POLYGON as values. */
export const lowerShape = (value: FunctionValue, lower: LowerValue): SqlExpression => wholeOf(shapeOf(value, lower));

/** A region that was written as a text stays that text; a coverage map is the set of its cells. */
export function lowerRegion({ region, text, datatype }: RegionValue): SqlExpression {
  return geometryOf(datatype) === 'moc' ? wholeOf(constantShape(region)) : build.text(text);
}

/** Square degrees; that of a point is 0, and NULL if the point is. */
export function lowerArea({ arguments: [value] }: FunctionValue, lower: LowerValue): SqlExpression {
  if (!value) throw new Error('AREA has an argument');
  const shape = shapeOf(value, lower);
  switch (shape.kind) {
    case 'point':
      return build.call('adql.area_circle', lowerSeparation(shape, shape));
    case 'circle':
      return build.call('adql.area_circle', shape.radius);
    case 'union':
      return build.call('adql.area_region', shape.whole);
    default:
      return build.call(`adql.area_${shape.kind}`, shape.whole);
  }
}

export function lowerCentroid({ arguments: [value] }: FunctionValue, lower: LowerValue): SqlExpression {
  if (!value) throw new Error('CENTROID has an argument');
  const shape = shapeOf(value, lower);
  if (shape.kind === 'point' || shape.kind === 'circle') {
    const { lon, lat } = centerOf(shape);
    return build.call('adql.point', lon, lat);
  }
  return build.call(`adql.centroid_${shape.kind === 'union' ? 'region' : shape.kind}`, shape.whole);
}

/** CAST of a text to a geometry, or of a geometry to a text, in the forms of DALI 1.2 sec 3.3; undefined where no geometry has a part in it. */
export function castGeometry({ operand, datatype }: CastValue, lower: LowerValue): SqlExpression | undefined {
  const [from, to] = [geometryOf(operand.datatype), geometryOf(datatype)];
  if (operand.kind === 'null') return undefined;
  if (to === 'point' || to === 'circle' || to === 'polygon')
    return from === to ? lower.as(operand, datatype) : build.call(`adql.${to}_from_text`, lower.plain(operand));
  if (!isText(datatype) || from === undefined || from === 'region') return undefined;
  if (from === 'moc') return build.call('adql.moc_text', lower.plain(operand));
  return build.call('array_to_string', lower.plain(operand), build.text(' '));
}
