import { describe, expect, test } from 'vitest';
import { AlmagestError } from '../../core/error.ts';
import type { Expression, QueryExpression, Select } from '../ast.ts';
import { parseExpression, parseQuery } from './parse.ts';

const select = (text: string): Select => {
  const { body } = parseQuery(text).query;
  if (body.kind !== 'select') throw new Error(`not a select: ${body.kind}`);
  return body;
};

const errorOf = (work: () => unknown): AlmagestError => {
  try {
    work();
  } catch (error) {
    if (error instanceof AlmagestError) return error;
    throw error;
  }
  throw new Error('it was accepted');
};

const codes = (text: string) => errorOf(() => parseQuery(text)).problems.map(({ code }) => code);

describe('trees', () => {
  test('every node knows its stretch of text, parentheses included where an operation spans them', () => {
    const text = 'SELECT (a + b) * c AS d FROM t';
    const [item] = select(text).items;
    if (item?.kind !== 'item') throw new Error('not an item');
    const cut = ({ span }: { span: { start: number; end: number } }) => text.slice(span.start, span.end);
    expect(cut(item)).toBe('(a + b) * c AS d');
    expect(cut(item.expression)).toBe('(a + b) * c');
    expect(item.alias && cut(item.alias)).toBe('d');
  });

  test('chains of AND and OR are flat', () => {
    const { where } = select('SELECT a FROM t WHERE a = 1 AND b = 2 AND c = 3 OR d = 4 OR e = 5');
    expect(where?.kind === 'or' && where.operands.map(({ kind }) => kind)).toEqual(['and', 'comparison', 'comparison']);
  });

  test('INTERSECT binds tighter than UNION, both to the left', () => {
    const { body } = parseQuery(
      'SELECT a FROM t UNION SELECT a FROM u INTERSECT SELECT a FROM v EXCEPT SELECT a FROM w',
    ).query;
    expect(body).toMatchObject({
      operator: 'except',
      left: { operator: 'union', left: { kind: 'select' }, right: { operator: 'intersect' } },
    });
  });

  test('order and offset belong to the whole of a set operation, TOP to its SELECT', () => {
    const { query } = parseQuery('SELECT TOP 3 a FROM t UNION SELECT a FROM u ORDER BY a DESC OFFSET 5');
    expect(query).toMatchObject({
      orderBy: [{ descending: true }],
      offset: { text: '5' },
      body: { left: { top: { text: '3' } } },
    });
  });

  test('numbers keep their digits', () => {
    const { expression } = parseExpression('12345678901234567890.1');
    expect(expression).toMatchObject({ kind: 'number', text: '12345678901234567890.1' });
  });
});

describe('errors', () => {
  test('several are told at once, in the order of the text', () => {
    expect(codes('SELECT size, a b c FROM t WHERE x = = 1 ORDER BY user')).toEqual(['Q104', 'Q101', 'Q101', 'Q104']);
  });

  test('one in a subquery does not hide one behind it', () => {
    expect(codes('SELECT a FROM t WHERE x IN (SELECT y FROM u WHERE z = ) AND q = = 4')).toEqual(['Q101', 'Q101']);
  });

  test.each([
    'SELECT SQRT(a FROM t WHERE b = 1',
    "SELECT a FROM t WHERE name = 'Crab AND x = 3",
    'SELECT a FROM (SELECT b FROM t WHERE c > 1 q WHERE d = 2',
    'SELECT a, b c d WHERE x = 1',
    'SELECT a FROM t WHERE x = ) AND y = 3',
    'SELECT a FORM t WHERE b = 1',
  ])('one error is one error: %s', (text) => {
    expect(codes(text)).toHaveLength(1);
  });

  test('a query of errors alone is bounded', () => {
    const list = Array.from({ length: 10_000 }, () => 'size').join(', ');
    expect(codes(`SELECT ${list} FROM t`)).toHaveLength(20);
  });

  test('a function that is not among those named is refused, with the nearest', () => {
    const error = errorOf(() => parseQuery('SELECT healpix_index(1) FROM t', { functions: ['ivo_healpix_index'] }));
    expect(error.problems).toMatchObject([{ code: 'Q204', hint: 'Did you mean ivo_healpix_index?' }]);
  });

  test('an expression ends where its text does', () => {
    expect(errorOf(() => parseExpression('a + b c')).problems).toMatchObject([
      { code: 'Q101', span: { start: 6, end: 7 } },
    ]);
    expect(errorOf(() => parseExpression('a > b')).problems).toMatchObject([{ code: 'Q101' }]);
  });
});

describe('limits', () => {
  const nest = (depth: number) => `SELECT ${'('.repeat(depth)}a${')'.repeat(depth)} FROM t`;
  const subqueries = (depth: number) => `${'SELECT a FROM ('.repeat(depth)}SELECT a FROM t${') AS q'.repeat(depth)}`;
  const chain = (operator: string, length: number) => Array.from({ length }, () => 'a').join(operator);

  test('parentheses and subqueries', () => {
    expect(() => parseQuery(nest(200))).not.toThrow();
    expect(codes(nest(201))).toEqual(['Q103']);
    expect(codes(nest(200_000))).toEqual(['Q103']);
    expect(() => parseQuery(subqueries(200))).not.toThrow();
    expect(codes(subqueries(201))).toEqual(['Q103']);
    expect(codes(subqueries(30_000))).toEqual(['Q103']);
    expect(codes(`SELECT a FROM ${'('.repeat(100_000)}`)).toEqual(['Q103']);
    expect(codes(`SELECT a FROM t WHERE ${'NOT ('.repeat(100_000)}`)).toEqual(['Q103']);
    expect(codes(`SELECT ${'SQRT('.repeat(100_000)} FROM t`)).toEqual(['Q103']);
    expect(codes('('.repeat(1000))).toEqual(['Q103']);
  });

  test('chains that make the tree high', () => {
    expect(() => parseQuery(`SELECT ${chain(' + ', 1000)} FROM t`)).not.toThrow();
    expect(codes(`SELECT ${chain(' + ', 1002)} FROM t`)).toEqual(['Q103']);
    expect(codes(`SELECT ${chain(' || ', 100_000)} FROM t`)).toEqual(['Q103']);
    expect(codes(`SELECT * FROM ${chain(' NATURAL JOIN ', 2000)}`)).toEqual(['Q103']);
    expect(codes(chain(' UNION ', 2000).replaceAll('a', 'SELECT a FROM t'))).toEqual(['Q103']);
    // Chains inside of chains add up.
    const inner = chain(' + ', 600);
    expect(codes(`SELECT (${inner}) + ${inner} FROM t`)).toEqual(['Q103']);
    // Chains beside one another do not.
    expect(() => parseQuery(`SELECT ${Array.from({ length: 20 }, () => inner).join(', ')} FROM t`)).not.toThrow();
  });

  test('chains of conditions may be long', () => {
    const { where } = select(`SELECT a FROM t WHERE ${chain(' = 1 OR ', 50_000)} = 1`);
    expect(where?.kind === 'or' && where.operands.length).toBe(50_000);
  });

  test('length', () => {
    expect(codes(`SELECT a FROM t ${' '.repeat(1_000_000)}`)).toEqual(['Q103']);
  });

  test('no height of tree is beyond a walk that calls itself', () => {
    const height = (value: Expression): number =>
      value.kind === 'binary' ? 1 + Math.max(height(value.left), height(value.right)) : 0;
    expect(height(parseExpression(chain(' + ', 1001)).expression)).toBe(1000);
  });
});

test('a query has no common tables of its subqueries', () => {
  const query: QueryExpression = parseQuery('WITH x AS (SELECT a FROM t) SELECT a FROM x').query;
  expect(query.with.map(({ name }) => name.name)).toEqual(['x']);
});
