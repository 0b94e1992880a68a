import { DOUBLE, INT, POINT, TEXT } from '../../model/datatype.ts';
import { meaning } from '../resolve-types.ts';
import type { Meaning, Value } from '../typed.ts';
import {
  type Call,
  type Definitions,
  type Form,
  functionValue,
  type Parameter,
  parameter,
  type Refusal,
} from './definition.ts';
import { frameOf, unlikeFrames } from './frame.ts';
import type { GeometryName } from './name.ts';
import { readRegion } from './region-text.ts';
import { BOX_FORMS, CIRCLE_FORMS, POINT_FORMS, POLYGON_FORMS, point, REGION_FORMS } from './shape.ts';

const SHAPE = parameter('geometry', 'shape');

/** The arguments as geometries: a text literal is read as a region or a coverage map. */
function shapes(values: readonly Value[]): readonly Value[] | Refusal {
  const read: Value[] = [];
  for (const value of values) {
    const shape = value.kind === 'text' ? readRegion(value) : value;
    if ('refused' in shape) return shape;
    read.push(shape);
  }
  return read;
}

/** A form whose parameters are geometries, and what comes out of it. */
const ofShapes = (parameters: readonly Parameter[], result: Meaning): Form => ({
  parameters,
  build: (call) => {
    const read = shapes(call.arguments);
    if ('refused' in read) return read;
    return unlikeFrames(read) ?? functionValue(call, read, result);
  },
});

const distance = (call: Call, points: readonly Value[]): Value | Refusal =>
  unlikeFrames(points) ?? functionValue(call, points, meaning(DOUBLE, 'deg', 'pos.angDistance'));

const distanceForms: readonly Form[] = [
  {
    parameters: [parameter('point1', 'point'), parameter('point2', 'point')],
    build: (call) => distance(call, call.arguments),
  },
  {
    parameters: ['lon1', 'lat1', 'lon2', 'lat2'].map((name) => parameter(name, 'number')),
    build: (call) => {
      const [lon1, lat1, lon2, lat2] = call.arguments;
      if (!lon1 || !lat1 || !lon2 || !lat2) return 'it needs four coordinates';
      const from = point(call, lon1, lat1, 'the first latitude');
      if ('refused' in from) return from;
      const to = point(call, lon2, lat2, 'the second latitude');
      return 'refused' in to ? to : distance(call, [from, to]);
    },
  },
];

const coordinate = (which: 0 | 1): Form => ({
  parameters: [parameter('point', 'point')],
  build: (call) => {
    const [value] = call.arguments;
    const written = value?.kind === 'function' && value.name === 'point' ? value.arguments[which] : undefined;
    return functionValue(call, call.arguments, meaning(DOUBLE, 'deg', written?.ucd));
  },
});

/** ADQL 2.1 sec 4.2. Angles in degrees. */
export const GEOMETRY: Definitions<GeometryName> = {
  point: { description: 'A position on the sky.', forms: POINT_FORMS },
  circle: { description: 'All positions within a radius of a centre.', forms: CIRCLE_FORMS },
  box: {
    description:
      'The polygon whose sides cross a great circle through the centre, and its meridian, at right angles. Deprecated in ADQL 2.1.',
    forms: BOX_FORMS,
  },
  polygon: {
    description:
      'The smaller of the two areas that great circles from vertex to vertex enclose, whatever their direction; larger than half the sky are only circles, coverage maps and unions.',
    forms: POLYGON_FORMS,
  },
  region: {
    description: "A region in STC-S, such as 'CIRCLE ICRS 10 20 0.5', as a DALI shape, or as an ASCII MOC.",
    forms: REGION_FORMS,
  },
  centroid: {
    description: 'The centre of mass of a geometry.',
    forms: [ofShapes([SHAPE], meaning(POINT, 'deg', 'pos'))],
  },
  area: {
    description: 'The area of a geometry in square degrees.',
    forms: [ofShapes([SHAPE], meaning(DOUBLE, 'deg**2', 'phys.angArea'))],
  },
  coord1: { description: 'The longitude of a point.', forms: [coordinate(0)] },
  coord2: { description: 'The latitude of a point.', forms: [coordinate(1)] },
  coordsys: {
    description: 'The coordinate system of a geometry, as far as the query or the table names it, or an empty text.',
    forms: [
      {
        parameters: [SHAPE],
        build: ({ arguments: values, span }) => {
          const read = shapes(values);
          if ('refused' in read) return read;
          const [shape] = read;
          return { kind: 'text', value: (shape && frameOf(shape)?.term) ?? '', datatype: TEXT, span };
        },
      },
    ],
  },
  contains: {
    description: '1 if the first geometry lies in the second, boundary included, else 0.',
    forms: [ofShapes([parameter('inner', 'shape'), parameter('outer', 'shape')], meaning(INT))],
  },
  intersects: {
    description: '1 if the geometries have a point in common, else 0.',
    forms: [ofShapes([SHAPE, SHAPE], meaning(INT))],
  },
  distance: { description: 'The angle between two points.', forms: distanceForms },
};
