import { type Form, form, type ParameterKind, parameter } from '../../query/functions/definition.ts';
import type { UserForm, UserFunction } from '../../query/functions/user-function.ts';
import type { Meaning, Value } from '../../query/typed.ts';
import type { SqlExpression } from '../build.ts';
import type { LowerValue } from '../lower/geometry.ts';

/** A user-defined function with everything there is to say of it: how it is called, what it means, how it is computed. */
export interface SqlUserFunction extends UserFunction {
  /** Expressions that show its use. */
  readonly examples: readonly string[];
  /** The SQL of a call whose arguments are checked. It never fails on the values of a row: where there is no result, it is NULL. */
  readonly lower: (call: LoweredCall, lower: LowerValue) => SqlExpression;
}

export interface LoweredCall extends Meaning {
  readonly arguments: readonly Value[];
}

/** What an argument of a declared type may be. */
const KINDS: Readonly<Record<string, ParameterKind>> = {
  INTEGER: 'integer',
  BIGINT: 'integer',
  REAL: 'number',
  NUMERIC: 'number',
  TEXT: 'text',
  TIMESTAMP: 'timestamp',
  INTERVAL: 'interval',
  POINT: 'point',
  GEOMETRY: 'geometry',
};

interface FormDetail {
  /** Parameters that take a text literal alone. */
  readonly literals?: readonly string[];
  /** Why these arguments make no sense, if they do not. */
  readonly refuse?: (values: readonly Value[]) => string | undefined;
}

/** The form with this signature, whose value is the call itself with this meaning. */
export function userForm(
  signature: string,
  result: Meaning | ((values: readonly Value[]) => Meaning),
  { literals = [], refuse }: FormDetail = {},
): UserForm {
  const plain = form(parametersOf(signature, literals), typeof result === 'function' ? result : () => result);
  return builtForm(signature, (call) => refuse?.(call.arguments) ?? plain.build(call), literals);
}

/** The form with this signature, whose value is made by `build`. */
export function builtForm(signature: string, build: Form['build'], literals: readonly string[] = []): UserForm {
  return { signature, parameters: parametersOf(signature, literals), build };
}

function parametersOf(signature: string, literals: readonly string[]) {
  const list = /\((.*)\)/.exec(signature)?.[1] ?? '';
  return list
    .split(', ')
    .filter((one) => one !== '')
    .map((one) => {
      const [name = '', type = ''] = one.split(' ');
      const kind = literals.includes(name) ? 'literal' : KINDS[type];
      if (!kind) throw new Error(`${signature}: the type ${type} is unknown`);
      return parameter(name, kind);
    });
}

/** The arguments of a call that the check has counted. */
export function argument({ arguments: values }: LoweredCall, index: number): Value {
  const value = values[index];
  if (!value) throw new Error('the check counted the arguments');
  return value;
}
