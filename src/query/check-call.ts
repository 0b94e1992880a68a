import type { FunctionCall } from '../adql/ast.ts';
import { writeIdentifier } from '../adql/identifier.ts';
import { didYouMean } from '../core/suggest.ts';
import { isNumber } from '../model/datatype.ts';
import { type Context, report } from './context.ts';
import {
  accepts,
  type Call,
  describeKind,
  type Form,
  type FunctionDefinition,
  isUnresolved,
  type ParameterKind,
  shownName,
  usage,
} from './functions/definition.ts';
import { ELSEWHERE } from './functions/elsewhere.ts';
import { FUNCTIONS, isFunctionName } from './functions/index.ts';
import { unresolved } from './resolve-names.ts';
import { describeValue, numberHint } from './resolve-types.ts';
import type { Value } from './typed.ts';

/** Finds the form of the function that these arguments fit, and the value that it makes. */
export function checkCall(call: FunctionCall, values: readonly Value[], context: Context): Value {
  const name = call.name.name.toLowerCase();
  const shown = shownName(name);
  const found = findFunction(name, context);
  if (!found) {
    const hint = functionHint(name, context);
    report(context, 'Q204', call.name.span, `there is no function ${call.name.name}`, { hint });
    return unresolved(call.span);
  }

  const { forms } = found.definition;
  const hint = `It is called as ${forms.map((form) => usage(name, form)).join(' or ')}.`;
  const counted = forms.filter(({ parameters, open }) =>
    open ? values.length >= parameters.length : values.length === parameters.length,
  );
  const fitting = counted.find((form) => misfit(form, values) === undefined);
  if (fitting) {
    const made = fitting.build({ name: found.name, arguments: values, span: call.span });
    if (typeof made !== 'string' && !('refused' in made)) return made;
    // Very likely that follows from what was told already.
    if (values.some(isUnresolved)) return unresolved(call.span);
    const { refused, span = call.span, ...detail } = typeof made === 'string' ? { refused: made } : made;
    report(context, 'Q205', span, `${shown} cannot take these arguments: ${refused}`, detail);
    return unresolved(call.span);
  }

  const wrong = nearestMisfit(counted, values);
  if (wrong === undefined) {
    const counts = [...new Set(forms.map(({ parameters }) => parameters.length))].sort((a, b) => a - b).join(' or ');
    report(context, 'Q205', call.span, `${shown} takes ${counts} arguments, not ${values.length}`, { hint });
    return unresolved(call.span);
  }
  const { value, index, form } = wrong;
  const { name: parameterName, kind } = parameterAt(form, index);
  report(
    context,
    'Q205',
    value.span,
    `argument ${index + 1} of ${shown}, ${parameterName}, must be ${describeKind(kind)}, not ${describeValue(value)}`,
    { hint: remedy(kind, values.slice(index)) ?? hint },
  );
  return unresolved(call.span);
}

/** What to write in place of the first of these values, which is not of this kind. */
function remedy(kind: ParameterKind, [value, next]: readonly Value[]): string | undefined {
  if (!value) return undefined;
  if (kind === 'number' || kind === 'integer') return numberHint(value);
  const wantsPosition = kind === 'point' || kind === 'shape' || kind === 'geometry';
  if (!wantsPosition || !isNumber(value.datatype)) return undefined;
  const [lon, lat] = [value, next].map((part) => part?.kind === 'column' && part.source.columns[part.index]?.name);
  return lon && lat
    ? `Two coordinates are made a position by POINT(${writeIdentifier(lon)}, ${writeIdentifier(lat)}).`
    : 'Two coordinates are made a position by POINT(longitude, latitude).';
}

/** Whether the call is of an aggregate of its own, whose arguments are taken over rows. */
export const isAggregateCall = ({ name }: FunctionCall, { functions }: Context): boolean =>
  functions.get(name.name.toLowerCase())?.aggregate === true;

function findFunction(
  name: string,
  { functions }: Context,
): { name: Call['name']; definition: FunctionDefinition } | undefined {
  if (isFunctionName(name)) return { name, definition: FUNCTIONS[name] };
  const definition = functions.get(name);
  return definition && { name: definition.name, definition };
}

function functionHint(name: string, { functions }: Context): string {
  const known = Object.hasOwn(ELSEWHERE, name) ? ELSEWHERE[name] : undefined;
  const names = [...Object.keys(FUNCTIONS), ...functions.keys()].map(shownName);
  return known ?? didYouMean(name, names) ?? 'The capabilities of the service list its functions.';
}

function parameterAt({ parameters }: Form, index: number) {
  const found = parameters[Math.min(index, parameters.length - 1)];
  if (!found) throw new Error('a form without parameters takes no argument');
  return found;
}

/** The first argument that the form does not take. */
function misfit(form: Form, values: readonly Value[]): number | undefined {
  const index = values.findIndex((value, at) => !accepts(parameterAt(form, at).kind, value));
  return index < 0 ? undefined : index;
}

/** Of all forms, what the one that gets furthest stumbles over. */
function nearestMisfit(forms: readonly Form[], values: readonly Value[]) {
  let furthest: { value: Value; index: number; form: Form } | undefined;
  for (const form of forms) {
    const index = misfit(form, values);
    const value = index === undefined ? undefined : values[index];
    if (index !== undefined && value && (!furthest || index > furthest.index)) furthest = { value, index, form };
  }
  return furthest;
}
