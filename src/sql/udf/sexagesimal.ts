import { DOUBLE, TEXT } from '../../model/datatype.ts';
import type { UserFunctionName } from '../../query/functions/name.ts';
import { meaning } from '../../query/resolve-types.ts';
import type { Value } from '../../query/typed.ts';
import * as build from '../build.ts';
import { argument, builtForm, type SqlUserFunction, userForm } from './definition.ts';

interface Notation {
  /** What stands behind the first number, if letters are written. */
  readonly letter: 'h' | 'd';
  /** Degrees in one unit of the first number. */
  readonly degrees: 1 | 15;
  /** The first number at most. */
  readonly most: number;
  readonly sample: string;
}

/**
 * A function that reads an angle in sexagesimal notation. A literal becomes a number at once: a wrong one is told, and a position made
 * of such is a constant. For texts of rows `sql/function/sexagesimal.sql` reads by the same pattern.
 */
export function sexagesimalFunction(
  name: UserFunctionName,
  parameter: string,
  description: string,
  notation: Notation,
): SqlUserFunction {
  const signature = `${name}(${parameter} TEXT) -> REAL`;
  const result = meaning(DOUBLE, 'deg');
  const ofRows = userForm(signature, result);
  return {
    name,
    description,
    forms: [
      builtForm(signature, (call) => {
        const [angle] = call.arguments;
        if (angle?.kind !== 'text') return ofRows.build(call);
        const degrees = readSexagesimal(angle.value, notation);
        if (degrees === undefined) return `'${angle.value}' is not of the form '${notation.sample}'`;
        return { kind: 'number', text: String(degrees), span: call.span, ...result } satisfies Value;
      }),
    ],
    examples: [`${name}('${notation.sample}')`],
    lower: (call, lower) =>
      build.call(
        notation.letter === 'h' ? 'adql.hms_to_degrees' : 'adql.dms_to_degrees',
        lower.as(argument(call, 0), TEXT),
      ),
  };
}

function readSexagesimal(text: string, { letter, degrees, most }: Notation): number | undefined {
  const pattern = `^\\s*([+-]?)(\\d{1,3})(?::|${letter}\\s*|\\s+)(\\d{1,2})(?::|m\\s*|\\s+)(\\d{1,2}(?:\\.\\d*)?)s?\\s*$`;
  const [, sign, first, minutes, seconds] = new RegExp(pattern, 'i').exec(text) ?? [];
  if (first === undefined || Number(minutes) >= 60 || Number(seconds) >= 60) return undefined;
  const size = (Number(first) * 3600 + Number(minutes) * 60 + Number(seconds)) / 3600;
  if (size > most) return undefined;
  return (sign === '-' ? -size : size) * degrees;
}
