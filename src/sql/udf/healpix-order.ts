import { constantNumber } from '../../query/constant-number.ts';
import type { Value } from '../../query/typed.ts';

/** The finest order whose cells have numbers that fit into 64 bits. */
const FINEST = 29;

/** Tells a constant HEALPix order that there is not. */
export function refuseOrder([order]: readonly Value[]): string | undefined {
  const constant = constantNumber(order);
  if (constant === undefined || (constant >= 0 && constant <= FINEST)) return undefined;
  return `hpxOrder must be from 0 to ${FINEST}, not ${constant}`;
}
