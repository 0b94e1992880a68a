import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseQuery } from '../../src/adql/parser/parse.ts';
import { AlmagestError } from '../../src/core/error.ts';

// The queries of the IVOA's validation suite that are meant for every service, each with its verdict. They are not ours to copy.
const file = join(import.meta.dirname, '../../../shared/standards/adql/ivoa-queries.json');

interface Judged {
  readonly description: string;
  readonly adql: string;
  readonly valid: boolean;
}

const queries: readonly Judged[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];

// The suite takes these for functions of the service, and every other name for unknown.
const functions = ['ivo_healpix_index', 'ESO_INTERSECTION', 'eso_dateadd_sec'];

const isValid = (adql: string): boolean => {
  try {
    parseQuery(adql, { functions });
    return true;
  } catch (error) {
    if (error instanceof AlmagestError) return false;
    throw error;
  }
};

describe.skipIf(queries.length === 0)(`queries of the IVOA's suite (${file})`, () => {
  test('there are 196', () => expect(queries).toHaveLength(196));
  test.each(queries.map((one, index) => [index, one.description.replace(/\s+/g, ' '), one] as const))(
    '%i %s',
    (_, __, { adql, valid }) => expect(isValid(adql), adql).toBe(valid),
  );
});
