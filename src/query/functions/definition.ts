import type { Span } from '../../core/span.ts';
import { geometryOf, isArray, isInteger, isNumber, isText, isTimestamp } from '../../model/datatype.ts';
import type { AggregateValue, FunctionValue, Meaning, Value } from '../typed.ts';
import { type FunctionName, isUserFunctionName, type UserFunctionName } from './name.ts';

/**
 * What a parameter takes; NULL is taken by all. `shape` is a geometry, or a text literal that its function reads as one; `frame` is the
 * deprecated coordinate system of geometries: a text literal.
 */
export type ParameterKind =
  | 'number'
  | 'integer'
  | 'text'
  | 'any'
  | 'point'
  | 'circle'
  | 'geometry'
  | 'shape'
  | 'frame'
  | 'literal'
  | 'timestamp'
  | 'interval';

export interface Parameter {
  readonly name: string;
  readonly kind: ParameterKind;
}

/** One way to call a function. */
export interface Form {
  readonly parameters: readonly Parameter[];
  /** More arguments of the last parameter's kind may follow. */
  readonly open?: boolean;
  /** Makes the value; a text or a refusal says why these arguments make no sense together. */
  build(call: Call): Value | string | Refusal;
}

/** Why arguments make no sense, with the place where it is narrower than the whole call, and the remedy where there is one. */
export interface Refusal {
  readonly refused: string;
  readonly span?: Span;
  readonly hint?: string;
}

export interface Call {
  readonly name: FunctionName | UserFunctionName;
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

/** The value of an aggregate: its first argument is computed for each row, the others say how rows are taken together. */
export function aggregateValue({ name, arguments: values, span }: Call, result: Meaning): AggregateValue {
  const [argument, ...settings] = values;
  if (!argument || !isUserFunctionName(name)) throw new Error(`${name} is not an aggregate of its own`);
  return { kind: 'aggregate', name, distinct: false, argument, settings, span, ...result };
}

export function accepts(kind: ParameterKind, value: Value): boolean {
  if (isUnresolved(value)) return true;
  if (kind === 'frame') return value.kind === 'text' || value.kind === 'null';
  if (kind === 'literal') return value.kind === 'text';
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
    case 'shape':
      return value.kind === 'text' || geometryOf(datatype) !== undefined;
    case 'timestamp':
      return isTimestamp(datatype) || isText(datatype);
    case 'interval':
      return isArray(datatype) && datatype.xtype === 'interval';
    case 'any':
      return true;
  }
}

/** True for what stands in the place of a name that was not found. */
export const isUnresolved = (value: Value): boolean => value.kind === 'null' && value.unresolved === true;

/** True for a NULL literal or an unresolved name, about which nothing can be said. */
export const isNull = (value: Value | undefined): boolean => value?.kind === 'null';

export function describeKind(kind: ParameterKind): string {
  switch (kind) {
    case 'frame':
      return "a coordinate system as a text literal, such as 'ICRS'";
    case 'literal':
      return 'a text in single quotes';
    case 'timestamp':
      return "a timestamp, or a text such as '2020-12-31T23:59:59'";
    case 'interval':
      return 'an interval';
    case 'integer':
      return 'a whole number';
    case 'any':
      return 'a value';
    case 'shape':
      return 'a geometry';
    default:
      return `a ${kind}`;
  }
}

/** How a function is written: those of ADQL in capitals, user-defined ones as they are declared. */
export const shownName = (name: string): string => (isUserFunctionName(name) ? name : name.toUpperCase());

/** `ROUND(x, n)`, `COALESCE(x, ...)`. */
export function usage(name: string, { parameters, open }: Form): string {
  return `${shownName(name)}(${parameters.map((one) => one.name).join(', ')}${open ? ', ...' : ''})`;
}
