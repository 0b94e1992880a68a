import type { UserFunctions } from '../../query/functions/user-function.ts';
import type { SqlUserFunction } from './definition.ts';
import { IVO_INTERVAL_OVERLAPS } from './ivo-interval-overlaps.ts';

/** Every user-defined function on offer. */
const LIST: readonly SqlUserFunction[] = [IVO_INTERVAL_OVERLAPS];

const BY_NAME: ReadonlyMap<string, SqlUserFunction> = new Map(LIST.map((one) => [one.name, one]));

/** By name: what the checker is given. */
export const USER_FUNCTIONS: UserFunctions = BY_NAME;

/** How a user-defined function is computed. */
export function loweringOf(name: string): SqlUserFunction['lower'] {
  const found = BY_NAME.get(name);
  if (!found) throw new Error(`${name} is not among the user-defined functions`);
  return found.lower;
}
