import { fail } from '../../core/error.ts';
import type { Parameter } from '../../model/parameter.ts';
import type { Cone } from '../../service/cone-search.ts';
import { readAll, shorten, singleValue, wholeNumber } from '../dali/parameters.ts';

export interface ConeRequest extends Cone {
  /** How many columns: 1 the fewest, 3 all. */
  readonly verb: 1 | 2 | 3;
  readonly maxrec?: number;
}

/**
 * The parameters of a cone search (SCS 1.03 sec 2.1), and MAXREC as DALI has it. All others are ignored, as the standard demands.
 * All that is wrong is told at once.
 */
export function readConeRequest(parameters: readonly Parameter[]): ConeRequest {
  const [ra, dec, sr, verb, maxrec] = readAll(
    () => degrees(parameters, 'RA', [0, 360]),
    () => degrees(parameters, 'DEC', [-90, 90]),
    () => degrees(parameters, 'SR', [0, 180]),
    () => readVerb(parameters),
    () => wholeNumber(parameters, 'MAXREC'),
  );
  return { ra, dec, sr, verb, ...(maxrec === undefined ? {} : { maxrec }) };
}

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

function degrees(parameters: readonly Parameter[], name: string, [least, most]: readonly [number, number]): number {
  const text =
    singleValue(parameters, name) ??
    fail('R102', `the parameter ${name} is missing`, {
      hint: 'A cone search needs RA, DEC and SR, in decimal degrees (ICRS): RA=180.5&DEC=-30.2&SR=0.1.',
    });
  const value = DECIMAL.test(text.trim()) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  return fail('R105', `${name} is "${shorten(text)}", which is not a number from ${least} to ${most}`, {
    hint: 'Angles are decimal degrees (ICRS), with a point.',
  });
}

function readVerb(parameters: readonly Parameter[]): ConeRequest['verb'] {
  const text = singleValue(parameters, 'VERB')?.trim() ?? '2';
  if (text === '1' || text === '2' || text === '3') return Number(text) as ConeRequest['verb'];
  return fail('R105', `VERB is "${shorten(text)}"`, {
    hint: 'It may be 1 for the fewest columns, 2 for the main ones, or 3 for all.',
  });
}
