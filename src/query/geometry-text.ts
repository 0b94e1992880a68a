import { problemOf } from '../model/sky/region.ts';
import { parseRegion } from '../model/sky/region-text.ts';
import { constantShape } from './constant-shape.ts';
import { readFrame } from './functions/frame.ts';
import type { TextValue, Value } from './typed.ts';

const FORMS = {
  point: "A point is 'longitude latitude' in degrees, such as '12.3 45.6'.",
  circle: "A circle is 'longitude latitude radius' in degrees, such as '12.3 45.6 1.0'.",
  polygon: "A polygon is 'longitude latitude' of three vertices or more in degrees, such as '1 0.1 2 0.2 3 0.3'.",
} as const;

/** Reads the text of a CAST to a geometry, in the form of DALI 1.1 sec 3.3 or in STC-S, as the constructor that it stands for; or says why it is none. */
export function readGeometry(
  { value: text, span }: TextValue,
  kind: keyof typeof FORMS,
): Value | { readonly message: string; readonly hint: string } {
  const hint = FORMS[kind];
  const written = /^[\s\d.,+-]/.test(text) ? `${kind} ${text}` : text;
  const read = parseRegion(written);
  if (read.kind === 'problem') return { message: `the text '${text}' is not a ${kind}: ${read.problem}`, hint };
  const { region, frame } = read;
  if (region.kind !== kind) return { message: `the text '${text}' is a ${region.kind}, not a ${kind}`, hint };
  const problem = problemOf(region);
  if (problem !== undefined) return { message: `the text '${text}' is not a ${kind}: ${problem}`, hint };
  const term = readFrame(frame ?? '');
  if (typeof term !== 'string') return { message: `the text '${text}' is not a ${kind}: ${term.refused}`, hint };
  return { ...constantShape(region, span), ...(term !== '' && { frame: term }) };
}
