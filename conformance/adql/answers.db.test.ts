import { globSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasSharedData, SHARED_DATA } from '../../src/ingest/testing/shared-data.ts';
import { type Datatype, isArray, isNumber } from '../../src/model/datatype.ts';
import type { Row } from '../setup/ask.ts';
import { type Collection, openCollection } from '../setup/collection.ts';

/**
 * A case is a file `name.case`: a query over the demonstration collection; behind `-- oracle` or `-- pg_sphere` the same question to another
 * engine, if that reads differently; behind `-- answer` its rows, written by the `oracle.py` of its folder, which shares no code with the
 * program. Rows come in any order unless the query sorts them.
 */
const folder = import.meta.dirname;
const cases = globSync('{answers,differential}/**/*.case', { cwd: folder }).toSorted();

type Cell = string | number | null | readonly (number | string | null)[];

function readCase(file: string) {
  const [head = '', answer = ''] = readFileSync(join(folder, file), 'utf8').split('-- answer\n');
  const adql = head.split(/\n-- (?:oracle|pg_sphere)\n/)[0] ?? '';
  const rows = answer.split('\n').filter((line) => line !== '');
  return { adql, rows: rows.map((line): readonly Cell[] => JSON.parse(line)) };
}

/** Digits in which two ways to compute a number agree; of single precision, those that are written. */
const AGREEMENT = { float: 2e-7, double: 1e-11 } as const;

function agrees(found: string | null, expected: Cell | undefined, type: Datatype): boolean {
  if (found === null || expected === null || expected === undefined) return found === expected;
  if (typeof expected === 'object') {
    const parts = found.slice(1, -1).split(',');
    const scalar: Datatype = { primitive: type.primitive };
    return (
      isArray(type) &&
      parts.length === expected.length &&
      parts.every((part, index) => agrees(part === 'NULL' ? null : part, expected[index], scalar))
    );
  }
  if (typeof expected === 'string') return found === expected;
  if (!isNumber(type)) return false;
  const tolerance = type.primitive === 'float' || type.primitive === 'double' ? AGREEMENT[type.primitive] : 0;
  return Math.abs(Number(found) - expected) <= tolerance * Math.max(Math.abs(expected), 1e-9);
}

describe.skipIf(!hasSharedData)(
  `answers over the demonstration collection (data in ${relative('', SHARED_DATA)})`,
  () => {
    let collection: Collection;
    beforeAll(async () => {
      collection = await openCollection();
    });
    afterAll(() => collection?.close());

    test.each(cases)('%s', async (file) => {
      const { adql, rows: expected } = readCase(file);
      const { query, rows } = await collection.ask(adql);
      const isSorted = query.query.orderBy.length > 0;
      const same = (row: Row, wanted: readonly Cell[] = []) =>
        row.length === wanted.length &&
        query.columns.every(({ datatype }, index) => agrees(row[index] ?? null, wanted[index], datatype));
      const left = [...expected];
      const wrong = rows.filter((row) => {
        const at = isSorted ? 0 : left.findIndex((wanted) => same(row, wanted));
        const [wanted] = at < 0 ? [] : left.splice(at, 1);
        return !same(row, wanted);
      });
      expect({ wrong, missing: left }, adql).toEqual({ wrong: [], missing: [] });
    });
  },
);
