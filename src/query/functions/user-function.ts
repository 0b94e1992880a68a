import type { Form, FunctionDefinition } from './definition.ts';
import type { UserFunctionName } from './name.ts';

export interface UserForm extends Form {
  /** As TAPRegExt sec 2.3 declares it: `name(arg TYPE, ...) -> TYPE`. */
  readonly signature: string;
}

/** A function beyond ADQL's own. The checker is given those that are on offer; how they are computed, `sql/udf` knows. */
export interface UserFunction extends FunctionDefinition {
  readonly name: UserFunctionName;
  readonly forms: readonly UserForm[];
  /** Taken over the rows of a group: the first argument belongs to a row, the others to the whole. */
  readonly aggregate?: true;
}

/** By name, in lower case. */
export type UserFunctions = ReadonlyMap<string, UserFunction>;

export const NO_USER_FUNCTIONS: UserFunctions = new Map();
