import { CIRCLE, DOUBLE, POINT, POLYGON } from '../model/datatype.ts';
import { problemOf, type Region } from '../model/sky/region.ts';
import { parseRegion } from '../model/sky/region-text.ts';
import { meaning } from './resolve-types.ts';
import type { FunctionValue, TextValue, Value } from './typed.ts';

const FORMS = {
  point: "a point is 'longitude latitude' in degrees, such as '12.3 45.6'",
  circle: "a circle is 'longitude latitude radius' in degrees, such as '12.3 45.6 1.0'",
  polygon: "a polygon is 'longitude latitude' of three vertices or more in degrees, such as '1 0.1 2 0.2 3 0.3'",
} as const;

/** Reads the text of a CAST to a geometry, in the form of DALI 1.1 sec 3.3 or in STC-S, as the constructor that it stands for; or says why it is none. */
export function readGeometry(
  { value: text, span }: TextValue,
  kind: keyof typeof FORMS,
): FunctionValue | { readonly message: string; readonly hint: string } {
  const hint = FORMS[kind];
  const written = /^[\s\d.,+-]/.test(text) ? `${kind} ${text}` : text;
  const read = parseRegion(written);
  if (read.kind === 'problem') return { message: `the text '${text}' is not a ${kind}: ${read.problem}`, hint };
  const { region, frame } = read;
  if (region.kind !== kind) return { message: `the text '${text}' is a ${region.kind}, not a ${kind}`, hint };
  const problem = problemOf(region);
  if (problem !== undefined) return { message: `the text '${text}' is not a ${kind}: ${problem}`, hint };
  return { ...constructorOf(region, span), ...(frame !== undefined && { frame }) };
}

function constructorOf(region: Region, span: TextValue['span']): FunctionValue {
  const number = (value: number): Value => {
    const size: Value = { kind: 'number', text: String(Math.abs(value)), datatype: DOUBLE, span };
    return value < 0 ? { kind: 'negative', operand: size, datatype: DOUBLE, span } : size;
  };
  const point = ({ lon, lat }: { lon: number; lat: number }): FunctionValue => ({
    kind: 'function',
    name: 'point',
    arguments: [number(lon), number(lat)],
    span,
    ...meaning(POINT, 'deg', 'pos'),
  });
  switch (region.kind) {
    case 'point':
      return point(region);
    case 'circle': {
      const parts = [point(region), number(region.radius)];
      return { kind: 'function', name: 'circle', arguments: parts, span, ...meaning(CIRCLE, 'deg', 'pos.outline') };
    }
    case 'polygon': {
      const vertices = region.vertices.map(point);
      return {
        kind: 'function',
        name: 'polygon',
        arguments: vertices,
        span,
        ...meaning(POLYGON, 'deg', 'pos.outline'),
      };
    }
    default:
      throw new Error(`a ${region.kind} has no constructor`);
  }
}
