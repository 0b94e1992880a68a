import { parse } from 'libpg-query';
import { describe, expect, test } from 'vitest';
import { TEST_CATALOGUE } from '../../conformance/setup/catalogue.ts';
import { parseExpression } from '../adql/parser/parse.ts';
import { AlmagestError } from '../core/error.ts';
import { findTable } from '../model/catalogue.ts';
import { checkExpression } from '../query/check-expression.ts';
import { expressionSql } from './expression-sql.ts';

const columns = findTable(TEST_CATALOGUE, 'test.kinds')?.columns ?? [];
const typed = (text: string) => checkExpression(parseExpression(text), columns);

describe('an expression over the columns of a row', () => {
  test.each([
    ["label || '-' || CAST(id AS VARCHAR)", ['label', 'id']],
    ['single / 1000', ['single']],
    ['CIRCLE(COORD1(place), COORD2(place), 0.5)', ['place']],
    ['CAST(whole AS BIGINT) * 100000 + small', ['whole', 'small']],
    ['MIXED + 1', ['Mixed']],
    ["CAST('2017-09-22' AS TIMESTAMP)", []],
    ['NULL', []],
  ])('%s names bare columns, and tells which', async (text, reads) => {
    const expression = typed(text);
    expect(expression.reads).toEqual(reads);
    const { text: sql } = expressionSql(expression);
    const { stmts } = await parse(`SELECT ${sql}`);
    const names = [...JSON.stringify(stmts).matchAll(/"ColumnRef":\{"fields":\[(.*?)\]/g)].map(([, fields]) => fields);
    expect(new Set(names).size).toBe(reads.length);
    for (const name of reads) expect(names.join()).toContain(`{"String":{"sval":"${name.toLowerCase()}"}}`);
  });

  test.each([
    ['labe', 'Q203'],
    ['t.label', 'Q201'],
    ['label + 1', 'Q208'],
    ['MAX(id)', 'Q212'],
  ])('%s is refused with %s', (text, code) => {
    try {
      typed(text);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(AlmagestError);
      expect(error).toMatchObject({ code, text });
    }
  });
});
