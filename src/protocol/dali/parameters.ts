import { AlmagestError, fail, type Problem } from '../../core/error.ts';
import type { Parameter } from '../../model/parameter.ts';

/** All values of a parameter, in their order. Names go without regard to case (DALI 1.1 sec 3.1). */
export function allValues(parameters: readonly Parameter[], name: string): readonly string[] {
  const wanted = name.toUpperCase();
  return parameters.flatMap(([given, value]) => (given.toUpperCase() === wanted ? [value] : []));
}

/**
 * The value of a parameter that may stand once (DALI 1.1 sec 3.1: a second one is an error). One without any characters counts as absent:
 * forms send those.
 */
export function singleValue(parameters: readonly Parameter[], name: string): string | undefined {
  const [value, ...more] = allValues(parameters, name);
  if (more.length > 0) {
    const times = more.length === 1 ? 'twice' : `${more.length + 1} times`;
    fail('R101', `the parameter ${name} is given ${times}`, {
      hint: 'Give it once; upper and lower case make no difference.',
    });
  }
  return value === undefined || value.trim() === '' ? undefined : value;
}

/** A whole number of 0 or more. */
export function wholeNumber(parameters: readonly Parameter[], name: string): number | undefined {
  const value = singleValue(parameters, name);
  if (value === undefined) return undefined;
  if (!/^\+?\d+$/.test(value.trim()))
    fail('R105', `${name} is "${shorten(value)}", which is not a whole number of 0 or more`, {
      hint: `Such as ${name}=1000.`,
    });
  return Number(value);
}

/**
 * Reads several parameters, each by a function that gives its value or throws, so that all that is wrong is told at once.
 * @throws AlmagestError with the problems of all of them
 */
export function readAll<Values extends readonly unknown[]>(
  ...readers: { readonly [Index in keyof Values]: () => Values[Index] }
): Values {
  const problems: Problem[] = [];
  const values = readers.map((read) => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof AlmagestError)) throw error;
      problems.push(...error.problems);
      return undefined;
    }
  });
  const [first, ...rest] = problems;
  if (first) throw new AlmagestError([first, ...rest]);
  return values as unknown as Values;
}

/** Text of a client's, short enough for a message. */
export function shorten(value: string): string {
  return value.length > 60 ? `${value.slice(0, 57)}...` : value;
}
