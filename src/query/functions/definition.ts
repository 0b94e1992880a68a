import type { Span } from '../../core/span.ts';
import { geometryOf, isInteger, isNumber, isText } from '../../model/datatype.ts';
import type { FunctionValue, Meaning, Value } from '../typed.ts';
import type { FunctionName } from './name.ts';

/** What a parameter takes; NULL is taken by all. `frame` is the deprecated coordinate system of geometries: a text literal. */
export type ParameterKind = 'number' | 'integer' | 'text' | 'any' | 'point' | 'circle' | 'geometry' | 'frame';

export interface Parameter {
  readonly name: string;
  readonly kind: ParameterKind;
}

/** One way to call a function. */
export interface Form {
  readonly parameters: readonly Parameter[];
  /** More arguments of the last parameter's kind may follow. */
  readonly open?: boolean;
  /** Makes the value; a text says why these arguments make no sense together. */
  build(call: Call): Value | string;
}

export interface Call {
  readonly name: FunctionName;
  readonly arguments: readonly Value[];
  readonly span: Span;
}

/** One function of the language: how it may be called and what comes out. How it is computed, `sql/lower` knows. */
export interface FunctionDefinition {
  readonly description: string;
  readonly forms: readonly Form[];
}

export type Definitions<Name extends FunctionName> = Readonly<Record<Name, FunctionDefinition>>;

export function parameter(name: string, kind: ParameterKind): Parameter {
  return { name, kind };
}

/** A form whose value is the call itself, with a meaning made from those of its arguments. */
export function form(parameters: readonly Parameter[], result: (values: readonly Value[]) => Meaning): Form {
  return { parameters, build: (call) => functionValue(call, call.arguments, result(call.arguments)) };
}

export function functionValue(call: Call, values: readonly Value[], result: Meaning, frame?: string): FunctionValue {
  const { name, span } = call;
  return { kind: 'function', name, arguments: values, span, ...result, ...(frame !== undefined && { frame }) };
}

export function accepts(kind: ParameterKind, value: Value): boolean {
  if (kind === 'frame') return value.kind === 'text' || value.kind === 'null';
  if (value.kind === 'null') return true;
  const { datatype } = value;
  switch (kind) {
    case 'number':
      return isNumber(datatype);
    case 'integer':
      return isInteger(datatype);
    case 'text':
      return isText(datatype);
    case 'point':
    case 'circle':
      return geometryOf(datatype) === kind;
    case 'geometry':
      return geometryOf(datatype) !== undefined;
    case 'any':
      return true;
  }
}

/** True for a NULL literal or an unresolved name, about which nothing can be said. */
export const isNull = (value: Value | undefined): boolean => value?.kind === 'null';

export function describeKind(kind: ParameterKind): string {
  switch (kind) {
    case 'frame':
      return "a coordinate system as a text literal, such as 'ICRS'";
    case 'integer':
      return 'a whole number';
    case 'any':
      return 'a value';
    default:
      return `a ${kind}`;
  }
}

/** `ROUND(x, n)`, `COALESCE(x, ...)`. */
export function usage(name: string, { parameters, open }: Form): string {
  return `${name.toUpperCase()}(${parameters.map((one) => one.name).join(', ')}${open ? ', ...' : ''})`;
}
