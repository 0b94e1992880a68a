import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../database/testing.ts';
import { identifier, literal, sql } from './sql-text.ts';

let kit: TestDatabase;
beforeAll(async () => {
  kit = await openTestDatabase();
});
afterAll(() => kit?.close());

const anyText = fc.string({ unit: 'binary', maxLength: 40 }).filter((value) => !value.includes('\0'));
const anyName = anyText.filter((value) => value !== '' && Buffer.byteLength(value) <= 63);

test.each(['on', 'off'])(
  'literals and names come back from the server, standard_conforming_strings %s',
  async (setting) => {
    await kit.database.transaction(async (session) => {
      await session.query(sql`SET LOCAL standard_conforming_strings = ${identifier(setting)}`);
      await fc.assert(
        fc.asyncProperty(anyText, anyName, async (value, name) => {
          const quoted = `\\'${value}\\`;
          const rows = await session.query(sql`SELECT ${literal(quoted)} AS ${identifier(name)}`);
          expect(rows).toEqual([{ [name]: quoted }]);
        }),
        { numRuns: 200 },
      );
    });
  },
);
