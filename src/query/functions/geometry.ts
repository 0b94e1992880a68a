import { CIRCLE, DOUBLE, geometryOf, INT, POINT, TEXT } from '../../model/datatype.ts';
import { meaning } from '../resolve-types.ts';
import type { FunctionValue, Value } from '../typed.ts';
import { type Call, type Definitions, type Form, functionValue, parameter } from './definition.ts';
import type { GeometryName } from './name.ts';

const LON = parameter('lon', 'number');
const LAT = parameter('lat', 'number');
const RADIUS = parameter('radius', 'number');
const FRAME = parameter('coordsys', 'frame');
const SHAPE = parameter('geometry', 'geometry');

/** The form, and the same with the deprecated coordinate system before it (ADQL 2.1 sec 4.2.5). */
function withFrame(plain: Form): Form[] {
  const framed: Form = {
    parameters: [FRAME, ...plain.parameters],
    build: (call) => {
      const [system, ...rest] = call.arguments;
      const made = plain.build({ ...call, arguments: rest });
      const frame = system?.kind === 'text' ? system.value.trim().toUpperCase() : '';
      return typeof made === 'string' || made.kind !== 'function' || frame === '' ? made : { ...made, frame };
    },
  };
  return [plain, framed];
}

/** The value of a literal number, signed or not; else undefined. */
function constant(value: Value | undefined): number | undefined {
  if (value?.kind === 'number') return Number(value.text);
  if (value?.kind !== 'negative') return undefined;
  const operand = constant(value.operand);
  return operand === undefined ? undefined : -operand;
}

function point(call: Call, lon: Value, lat: Value): FunctionValue | string {
  const latitude = constant(lat);
  if (latitude !== undefined && Math.abs(latitude) > 90)
    return `its second coordinate, the latitude, must lie between -90 and 90 degrees, not at ${latitude}`;
  return functionValue({ ...call, name: 'point' }, [lon, lat], meaning(POINT, 'deg', 'pos'));
}

function circle(call: Call, center: Value | string | undefined, radius: Value | undefined): FunctionValue | string {
  if (!center || !radius) return 'it needs a centre and a radius';
  if (typeof center === 'string') return center;
  const size = constant(radius);
  if (size !== undefined && size < 0) return `its radius must not be negative, as ${size} is`;
  return functionValue(call, [center, radius], meaning(CIRCLE, 'deg', 'pos.outline'));
}

const pointForm: Form = {
  parameters: [LON, LAT],
  build: (call) => {
    const [lon, lat] = call.arguments;
    return lon && lat ? point(call, lon, lat) : 'it needs two coordinates';
  },
};

const circleForms: Form[] = [
  {
    parameters: [LON, LAT, RADIUS],
    build: (call) => {
      const [lon, lat, radius] = call.arguments;
      return lon && lat ? circle(call, point(call, lon, lat), radius) : 'it needs a centre';
    },
  },
  {
    parameters: [parameter('center', 'point'), RADIUS],
    build: (call) => {
      const [center, radius] = call.arguments;
      return circle(call, center, radius);
    },
  },
];

/** `contains` and `intersects`: 1 or 0 (ADQL 2.1 sec 4.2.10 and 4.2.15). */
const relation: Form = {
  parameters: [SHAPE, SHAPE],
  build: (call) => unlikeFrames(call) ?? refusedShape(call) ?? functionValue(call, call.arguments, meaning(INT)),
};

const distanceForms: Form[] = [
  {
    parameters: [parameter('point1', 'point'), parameter('point2', 'point')],
    build: (call) => unlikeFrames(call) ?? distance(call, call.arguments),
  },
  {
    parameters: [
      parameter('lon1', 'number'),
      parameter('lat1', 'number'),
      parameter('lon2', 'number'),
      parameter('lat2', 'number'),
    ],
    build: (call) => {
      const [lon1, lat1, lon2, lat2] = call.arguments;
      if (!lon1 || !lat1 || !lon2 || !lat2) return 'it needs four coordinates';
      const [from, to] = [point(call, lon1, lat1), point(call, lon2, lat2)];
      if (typeof from === 'string') return from;
      return typeof to === 'string' ? to : distance(call, [from, to]);
    },
  },
];

const distance = (call: Call, points: readonly Value[]): Value =>
  functionValue(call, points, meaning(DOUBLE, 'deg', 'pos.angDistance'));

/** Coordinates in two systems are not converted into each other, so a comparison of the two would be a wrong answer. */
function unlikeFrames({ arguments: values }: Call): string | undefined {
  const frames = new Set(values.map(frameOf).filter((frame) => frame !== undefined));
  return frames.size > 1
    ? `its arguments are in different coordinate systems: ${[...frames].join(' and ')}`
    : undefined;
}

function frameOf(value: Value): string | undefined {
  if (value.kind !== 'function') return undefined;
  if (value.frame !== undefined) return value.frame.split(/[\s_]/)[0];
  const [inner] = value.arguments;
  return (value.name === 'circle' || value.name === 'centroid') && inner ? frameOf(inner) : undefined;
}

function refusedShape({ arguments: values }: Call): string | undefined {
  return values.some(({ datatype }) => geometryOf(datatype) === 'polygon') ? 'polygons are not offered yet' : undefined;
}

const coordinate = (which: 0 | 1): Form => ({
  parameters: [parameter('point', 'point')],
  build: (call) => {
    const [value] = call.arguments;
    const written = value?.kind === 'function' && value.name === 'point' ? value.arguments[which] : undefined;
    const result = meaning(DOUBLE, 'deg', written?.ucd);
    return functionValue(call, call.arguments, result);
  },
});

/** ADQL 2.1 sec 4.2. Angles in degrees. */
export const GEOMETRY: Definitions<GeometryName> = {
  point: { description: 'A position on the sky.', forms: withFrame(pointForm) },
  circle: { description: 'A circle on the sky.', forms: circleForms.flatMap(withFrame) },
  centroid: {
    description: 'The centre of a geometry.',
    forms: [
      {
        parameters: [SHAPE],
        build: (call) => refusedShape(call) ?? functionValue(call, call.arguments, meaning(POINT, 'deg', 'pos')),
      },
    ],
  },
  area: {
    description: 'The area of a geometry in square degrees.',
    forms: [
      {
        parameters: [SHAPE],
        build: (call) =>
          refusedShape(call) ?? functionValue(call, call.arguments, meaning(DOUBLE, 'deg**2', 'phys.angArea')),
      },
    ],
  },
  coord1: { description: 'The longitude of a point.', forms: [coordinate(0)] },
  coord2: { description: 'The latitude of a point.', forms: [coordinate(1)] },
  coordsys: {
    description: 'The coordinate system that a geometry was written with, or an empty text.',
    forms: [
      {
        parameters: [SHAPE],
        build: ({ arguments: [shape], span }) => ({
          kind: 'text',
          value: shape?.kind === 'function' ? (shape.frame ?? '') : '',
          datatype: TEXT,
          span,
        }),
      },
    ],
  },
  contains: {
    description: '1 if the first geometry lies in the second, boundary included, else 0.',
    forms: [relation],
  },
  intersects: { description: '1 if the geometries have a point in common, else 0.', forms: [relation] },
  distance: { description: 'The angle between two points.', forms: distanceForms },
};
