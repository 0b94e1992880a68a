import { type Datatype, isInteger } from '../model/datatype.ts';
import { constantNumber } from './constant-number.ts';
import type { Value } from './typed.ts';

/** What integers of a type can be, both ends included. */
const LIMITS: Readonly<Record<string, readonly [bigint, bigint]>> = {
  short: [-(2n ** 15n), 2n ** 15n - 1n],
  int: [-(2n ** 31n), 2n ** 31n - 1n],
  long: [-(2n ** 63n), 2n ** 63n - 1n],
};

/** Why a constant cannot become a number of this type; undefined if it can, or if it is no constant (ADQL 2.1 sec 4.7.2: an error, not a cut). */
export function numberProblem(value: Value, target: Datatype): string | undefined {
  const written = value.kind === 'text' ? value.value.trim() : exactText(value);
  if (written === undefined) return undefined;
  const whole = isInteger(target);
  if (value.kind === 'text' && !(whole ? /^[+-]?\d+$/ : FLOATING).test(written))
    return `the text '${value.value}' is not a ${whole ? 'whole number' : 'number'}`;
  return fits(written, target)
    ? undefined
    : `${written} does not fit into ${NAMES[target.primitive] ?? target.primitive}`;
}

const FLOATING = /^([+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?|[+-]?inf(inity)?|nan)$/i;

const NAMES: Readonly<Record<string, string>> = {
  short: 'SMALLINT',
  int: 'INTEGER',
  long: 'BIGINT',
  float: 'REAL',
  double: 'DOUBLE PRECISION',
};

/** Of a literal, all of its digits. */
function exactText(value: Value): string | undefined {
  if (value.kind === 'number') return value.text;
  return constantNumber(value)?.toString();
}

function fits(written: string, { primitive }: Datatype): boolean {
  const limits = LIMITS[primitive];
  if (limits) {
    const [least, most] = limits;
    const value = /^[+-]?\d+$/.test(written) ? BigInt(written) : BigInt(Math.round(Number(written)));
    return value >= least && value <= most;
  }
  const value = primitive === 'float' ? Math.fround(Number(written)) : Number(written);
  const [mantissa = ''] = written.split(/e/i);
  // The database refuses what would become infinite or 0.
  return /\d/.test(mantissa) ? Number.isFinite(value) && (value !== 0 || !/[1-9]/.test(mantissa)) : true;
}
