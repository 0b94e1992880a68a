import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { literal, sql } from '../../src/core/sql-text.ts';
import { openTestDatabase } from '../../src/database/testing.ts';
import { refreshTapSchema } from '../../src/ingest/publish.ts';
import { makeCatalogue } from '../../src/service/catalogue-cache.ts';
import { USER_FUNCTIONS } from '../../src/sql/udf/index.ts';
import { ask } from '../setup/ask.ts';
import { openQueries, type Queries } from '../setup/queries.ts';
import { readExpected } from './expected-result.ts';

// The functions of the IVOA's catalogue (EN-udf-catalogue 1.2) with their examples. They are not ours to copy.
const file = join(import.meta.dirname, '../../../shared/standards/udf/udf-catalogue-1.2.json');

interface Entry {
  readonly name: string;
  readonly args: readonly (readonly [name: string, type: string])[];
  readonly returns: string | null;
  readonly examples: readonly (readonly [adql: string, result: string])[];
}

const entries: readonly Entry[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
const functionOf = ({ name }: Entry): string => name.slice(0, name.indexOf('('));

/** Examples that need more than an expression; each has a test of its own below, or the one that is named. */
const APART = ['ivo_string_agg', 'ivo_histogram', 'ivo_normal_random', 'ivo_simbadpoint'];

let queries: Queries;
beforeAll(async () => {
  queries = await openQueries();
});
afterAll(() => queries?.close());

describe.skipIf(entries.length === 0)(`the catalogue of user-defined functions (${file})`, () => {
  const plain = entries.filter((entry) => !APART.includes(functionOf(entry)));
  const apart = entries.filter((entry) => APART.includes(functionOf(entry)));

  test('has 17 signatures and 60 examples', () => {
    expect(entries).toHaveLength(17);
    expect(entries.flatMap(({ examples }) => examples)).toHaveLength(60);
    expect(plain.flatMap(({ examples }) => examples)).toHaveLength(54);
  });

  test.each(entries.map((entry) => [entry.name, entry] as const))(
    '%s is offered as it is declared there',
    (_, entry) => {
      const declared = USER_FUNCTIONS.get(functionOf(entry))?.forms.map(({ signature }) => signature) ?? [];
      const types = entry.args.map(([, type]) => type.replace('string literal', 'TEXT').replace(' literal', ''));
      // The catalogue has the arguments of ivo_hasword in two orders; that of its examples is the one that works.
      const given = functionOf(entry) === 'ivo_hasword' ? ['haystack', 'needle'] : entry.args.map(([name]) => name);
      const list = given.map((name, index) => `${name} ${types[index]}`).join(', ');
      expect(declared.map((one) => one.slice(0, one.indexOf(' ->')))).toContain(`${functionOf(entry)}(${list})`);
      const returns = (entry.returns ?? 'REAL').replace(/\.$/, '');
      if (!returns.startsWith('The function')) expect(declared.some((one) => one.endsWith(`-> ${returns}`))).toBe(true);
    },
  );

  test.each(plain.flatMap(({ examples }) => examples))('%s', async (adql, prose) => {
    const expected = readExpected(prose);
    switch (expected.kind) {
      case 'refused':
        await expect(queries.value(adql)).rejects.toMatchObject({ code: 'Q205' });
        return;
      case 'null':
        expect(await queries.value(adql)).toBeNull();
        return;
      case 'numbers': {
        const found = numbersOf(await queries.value(adql));
        // Whether words are stemmed is left open; "shown" has no English stem but itself.
        if (prose.startsWith('1 This could also be 0')) {
          expect([[0], [1]]).toContainEqual(found);
          return;
        }
        expect(found).toHaveLength(expected.values.length);
        for (const [index, value] of expected.values.entries())
          expect(Math.abs((found[index] ?? Number.NaN) - value), `${found} is not ${prose}`).toBeLessThanOrEqual(
            expected.tolerance,
          );
      }
    }
  });

  describe('examples apart', () => {
    const [texts, histograms, random, targets] = APART.map(
      (name) => apart.find((entry) => functionOf(entry) === name)?.examples ?? [],
    );

    test('ivo_string_agg', async () => {
      const [adql = '', prose = ''] = texts?.[0] ?? [];
      expect(prose).toMatch(/^'tap_schema\.columns <\/\/> tap_schema\.schemas <\/\/> ta/);
      const kit = await openTestDatabase();
      try {
        await refreshTapSchema(kit.database);
        const { rows } = await ask(kit.database, makeCatalogue([], new Date(0)), adql.replace('|', ''));
        const own = ['columns', 'key_columns', 'keys', 'schemas', 'tables'];
        expect(rows[0]?.[0]?.toLowerCase().split(' <//> ').sort()).toEqual(own.map((name) => `tap_schema.${name}`));
      } finally {
        await kit.close();
      }
    });

    test.each(histograms ?? [])('%s', async (adql, prose) => {
      const counts = numbersOf(/^[\d ]+/.exec(prose)?.[0] ?? '');
      const [, argument = '', low, high, bins] = /ivo_histogram\((.+), ([\d.]+), ([\d.]+), (\d+)\)/.exec(adql) ?? [];
      // The tables are those of other services: rows of the same distribution stand for them.
      const width = (Number(high) - Number(low)) / Number(bins);
      const values = counts.flatMap((count, bin) => Array(count).fill(Number(low) + (bin - 0.5) * width));
      const whole = argument.startsWith('LOG10') ? values.map((value) => 10 ** value - 1) : values;
      await queries.fill(sql`DELETE FROM test.kinds`);
      await queries.fill(
        sql`INSERT INTO test.kinds ("real") SELECT unnest(string_to_array(${literal(whole.join(' '))}, ' ')::float8[])`,
      );
      const own = adql.replace(/parallax|n_star/, '"real"').replace(/FROM .*/, 'FROM test.kinds');
      expect(numbersOf((await queries.ask(own))[0]?.[0] ?? null)).toEqual(counts);
    });

    test.each(random ?? [])('%s', async (adql) => {
      const [rows] = await queries.ask(`SELECT TOP 1 ${adql} FROM sky.stars`);
      expect(new Set(rows).size).toBe(2);
      expect(rows?.every((value) => Math.abs(Number(value) - 10) < 50)).toBe(true);
    });

    test('those of ivo_simbadpoint are asked with a name resolver in src/service/resolve-targets.db.test.ts', () => {
      expect(targets?.map(([adql]) => adql)).toEqual([
        "ivo_simbadpoint('GJ 699')",
        "ivo_simbadpoint('an invalid identifier')",
      ]);
    });
  });
});

/** The numbers of a value as COPY writes it, an array in braces or not. */
const numbersOf = (text: string | null): number[] =>
  (text ?? '').match(/[-+]?\d[\d.]*(?:e[-+]?\d+)?/gi)?.map(Number) ?? [];
