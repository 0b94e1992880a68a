import { CONDITIONAL } from './conditional.ts';
import type { Definitions } from './definition.ts';
import { GEOMETRY } from './geometry.ts';
import { MATHS } from './maths.ts';
import type { FunctionName } from './name.ts';
import { TEXT_FUNCTIONS } from './text.ts';

/** Every function that a query may call. */
export const FUNCTIONS: Definitions<FunctionName> = { ...MATHS, ...TEXT_FUNCTIONS, ...CONDITIONAL, ...GEOMETRY };

export function isFunctionName(name: string): name is FunctionName {
  return Object.hasOwn(FUNCTIONS, name);
}
