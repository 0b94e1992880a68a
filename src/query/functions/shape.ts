import { CIRCLE, POINT, POLYGON } from '../../model/datatype.ts';
import { problemOf } from '../../model/sky/region.ts';
import { constantNumber } from '../constant-number.ts';
import { constantRegion } from '../constant-region.ts';
import { meaning } from '../resolve-types.ts';
import type { FunctionValue, Value } from '../typed.ts';
import { type Call, type Form, functionValue, parameter, type Refusal } from './definition.ts';
import { readFrame, unlikeFrames } from './frame.ts';
import { readRegion } from './region-text.ts';

type Made = FunctionValue | Refusal;

/** One way to write a geometry. */
interface ShapeForm extends Form {
  build(call: Call): Made;
}

const LON = parameter('lon', 'number');
const LAT = parameter('lat', 'number');
const POINT_AT = parameter('point', 'point');
const CENTER = parameter('center', 'point');
const FRAME = parameter('coordsys', 'frame');

const isRefusal = (made: Made): made is Refusal => 'refused' in made;

/** The form, and the same with the deprecated coordinate system before it (ADQL 2.1 sec 4.2.5). */
function withFrame(plain: ShapeForm): ShapeForm[] {
  const build = (call: Call): Made => {
    const [system, ...rest] = call.arguments;
    const made = plain.build({ ...call, arguments: rest });
    if (isRefusal(made) || system?.kind !== 'text') return made;
    const frame = readFrame(system.value);
    if (typeof frame !== 'string') return { ...frame, span: system.span };
    return frame === '' ? made : (unlikeFrames([{ ...made, frame }, ...made.arguments], true) ?? { ...made, frame });
  };
  return [plain, { ...plain, parameters: [FRAME, ...plain.parameters], build }];
}

// ---- parts

export function point(call: Call, lon: Value, lat: Value, role = 'its second coordinate, the latitude,'): Made {
  const latitude = constantNumber(lat);
  if (latitude !== undefined && Math.abs(latitude) > 90)
    return { refused: `${role} must lie between -90 and 90 degrees, not at ${latitude}`, span: lat.span };
  return functionValue({ ...call, name: 'point' }, [lon, lat], meaning(POINT, 'deg', 'pos'));
}

/** A size that must not be negative. */
function negativeSize(role: string, size: Value): Refusal | undefined {
  const known = constantNumber(size);
  return known !== undefined && known < 0
    ? { refused: `its ${role} must not be negative, as ${known} is`, span: size.span }
    : undefined;
}

/** A geometry that cannot be, as far as constants tell. */
function sound(made: FunctionValue): Made {
  const region = constantRegion(made);
  const problem = region && problemOf(region);
  return problem === undefined ? made : { refused: problem };
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the check counted the arguments');
  return value;
}

// ---- constructors

const pointForm: ShapeForm = {
  parameters: [LON, LAT],
  build: (call) => point(call, must(call.arguments[0]), must(call.arguments[1])),
};

export const POINT_FORMS: readonly Form[] = withFrame(pointForm);

/** A centre, as two numbers or one point, and sizes. */
function centred(sizes: readonly string[], make: (call: Call, center: Value, sizes: readonly Value[]) => Made): Form[] {
  const parameters = sizes.map((name) => parameter(name, 'number'));
  const numbers: ShapeForm = {
    parameters: [LON, LAT, ...parameters],
    build: (call) => {
      const [lon, lat, ...rest] = call.arguments;
      const center = point(call, must(lon), must(lat));
      return isRefusal(center) ? center : make(call, center, rest);
    },
  };
  const whole: ShapeForm = {
    parameters: [CENTER, ...parameters],
    build: (call) => {
      const [center, ...rest] = call.arguments;
      return make(call, must(center), rest);
    },
  };
  return [...withFrame(numbers), ...withFrame(whole)];
}

export const CIRCLE_FORMS: readonly Form[] = centred(['radius'], (call, center, [radius]) => {
  const size = must(radius);
  return (
    negativeSize('radius', size) ??
    sound(functionValue({ ...call, name: 'circle' }, [center, size], meaning(CIRCLE, 'deg', 'pos.outline')))
  );
});

/** ADQL 2.1 sec 4.2.8: a polygon in the end. */
export const BOX_FORMS: readonly Form[] = centred(['width', 'height'], (call, center, [first, second]) => {
  const [width, height] = [must(first), must(second)];
  return (
    negativeSize('width', width) ??
    negativeSize('height', height) ??
    sound(functionValue({ ...call, name: 'box' }, [center, width, height], meaning(POLYGON, 'deg', 'pos.outline')))
  );
});

function polygon(call: Call, vertices: readonly Value[]): Made {
  const made = functionValue({ ...call, name: 'polygon' }, vertices, meaning(POLYGON, 'deg', 'pos.outline'));
  return unlikeFrames(vertices) ?? sound(made);
}

const verticesForm: ShapeForm = {
  parameters: [POINT_AT, POINT_AT, POINT_AT],
  open: true,
  build: (call) => polygon(call, call.arguments),
};

const coordinatesForm: ShapeForm = {
  parameters: [LON, LAT, LON, LAT, LON, LAT],
  open: true,
  build: (call) => {
    const { arguments: numbers } = call;
    const vertices: Value[] = [];
    for (let at = 0; at < numbers.length; at += 2) {
      const [lon, lat] = [numbers[at], numbers[at + 1]];
      if (!lon || !lat) return { refused: `it has ${numbers.length} coordinates, and each vertex needs two` };
      const vertex = point(call, lon, lat, `the latitude of vertex ${at / 2 + 1}`);
      if (isRefusal(vertex)) return vertex;
      vertices.push(vertex);
    }
    return polygon(call, vertices);
  },
};

/** With a NULL in front, the number of the others tells whether it stands for the coordinate system. */
const [plainCoordinates, framedCoordinates] = withFrame(coordinatesForm);
const [plainVertices, framedVertices] = withFrame(verticesForm);
export const POLYGON_FORMS: readonly Form[] = [
  {
    ...must(plainCoordinates),
    build: (call) => must(call.arguments.length % 2 === 1 ? framedCoordinates : plainCoordinates).build(call),
  },
  must(framedCoordinates),
  must(framedVertices),
  must(plainVertices),
];

/** ADQL 2.1 sec 4.2.19; the grammar lets a literal alone stand here. */
export const REGION_FORMS: readonly Form[] = [
  {
    parameters: [parameter('region', 'literal')],
    build: ({ arguments: [text] }) =>
      text?.kind === 'text' ? readRegion(text) : { refused: 'it takes a text in single quotes' },
  },
];
