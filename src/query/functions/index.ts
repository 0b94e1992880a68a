import { CONDITIONAL } from './conditional.ts';
import type { Definitions } from './definition.ts';
import { GEOMETRY } from './geometry.ts';
import { MATHS } from './maths.ts';
import type { FunctionName } from './name.ts';
import { TEXT_FUNCTIONS } from './text.ts';
import { UNIT_FUNCTIONS } from './unit.ts';

/** Every function that a query may call. */
export const FUNCTIONS: Definitions<FunctionName> = {
  ...MATHS,
  ...TEXT_FUNCTIONS,
  ...CONDITIONAL,
  ...UNIT_FUNCTIONS,
  ...GEOMETRY,
};

export function isFunctionName(name: string): name is FunctionName {
  return Object.hasOwn(FUNCTIONS, name);
}
