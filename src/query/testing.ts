import { expect } from 'vitest';
import { TEST_CATALOGUE } from '../../conformance/setup/catalogue.ts';
import { parseQuery } from '../adql/parser/parse.ts';
import { AlmagestError } from '../core/error.ts';
import { describeDatatype } from '../model/datatype.ts';
import { checkQuery } from './check.ts';

/** Checked against the catalogue of the tests. */
export const check = (adql: string) => checkQuery(parseQuery(adql), TEST_CATALOGUE);

/** Each problem as `code «the culprit»: message / hint`. */
export function problems(adql: string): readonly string[] {
  try {
    check(adql);
  } catch (error) {
    if (!(error instanceof AlmagestError)) throw error;
    expect(error.text).toBe(adql);
    return error.problems.map(({ code, span, message, hint }) => {
      const culprit = adql.slice(span?.start, span?.end);
      return `${code} «${culprit}»: ${message}${hint ? ` / ${hint}` : ''}`;
    });
  }
  return [];
}

/** Each output column as `name type [unit] ucd`. */
export const outputs = (adql: string) =>
  check(adql).columns.map(({ name, datatype, unit, ucd }) =>
    `${name} ${describeDatatype(datatype)} [${unit ?? ''}] ${ucd ?? ''}`.trim(),
  );
