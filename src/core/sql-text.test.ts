import fc from 'fast-check';
import { parse } from 'libpg-query';
import { describe, expect, test } from 'vitest';
import { identifier, integer, join, literal, type SqlText, sql } from './sql-text.ts';

/** Any text without the character NUL, quotes and backslashes among it more often than by chance. */
const anyText = fc
  .string({
    unit: fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      fc.constantFrom("'", '"', '\\', '--', '$$', '/*', ';', '\n'),
    ),
  })
  .filter((value) => !value.includes('\0'));

/** PostgreSQL cuts names at 63 bytes. */
const anyName = anyText.filter((value) => value !== '' && Buffer.byteLength(value) <= 63);

interface Target {
  readonly name?: string;
  readonly val?: {
    readonly A_Const?: Readonly<Record<string, object>>;
    readonly ColumnRef?: { readonly fields: readonly { readonly String: { readonly sval: string } }[] };
  };
}

interface Digits {
  readonly ival?: number;
  readonly fval?: string;
}

/** The select list as PostgreSQL's own parser reads it; fails unless the text is one SELECT. */
async function readTargets({ text }: SqlText): Promise<readonly Target[]> {
  const { stmts } = (await parse(text)) as unknown as {
    stmts: readonly { stmt: { SelectStmt: { targetList: readonly { ResTarget: Target }[] } } }[];
  };
  expect(stmts).toHaveLength(1);
  return stmts[0]?.stmt.SelectStmt.targetList.map(({ ResTarget }) => ResTarget) ?? [];
}

test('a literal means its text, whatever is in it', async () => {
  await fc.assert(
    fc.asyncProperty(anyText, async (value) => {
      const [target, next] = await readTargets(sql`SELECT ${literal(value)}, 1`);
      expect(target?.val?.A_Const?.['sval']).toEqual({ sval: value });
      expect(next?.val?.A_Const?.['ival']).toEqual({ ival: 1 });
    }),
    { numRuns: 300 },
  );
});

test('a name means its text, whatever is in it', async () => {
  await fc.assert(
    fc.asyncProperty(anyName, anyName, async (first, second) => {
      const [target] = await readTargets(sql`SELECT ${identifier(first, second)} AS ${identifier(second)}`);
      expect(target?.name).toBe(second);
      expect(target?.val?.ColumnRef?.fields.map(({ String: { sval } }) => sval)).toEqual([first, second]);
    }),
    { numRuns: 300 },
  );
});

test('a whole number means itself', async () => {
  await fc.assert(
    fc.asyncProperty(fc.bigInt({ min: 0n, max: 2n ** 70n }), async (value) => {
      const [target] = await readTargets(sql`SELECT ${integer(value)}`);
      const constant = target?.val?.A_Const;
      // Beyond four bytes PostgreSQL keeps the digits as text; it leaves a 0 out.
      const { ival = 0, fval = String(ival) } = { ...constant?.['ival'], ...constant?.['fval'] } as Digits;
      expect(fval).toBe(String(value));
    }),
  );
});

test('a negative number after a minus does not begin a comment', async () => {
  expect(await readTargets(sql`SELECT 1 -${integer(-1)}, 2`)).toHaveLength(2);
});

describe('what cannot be written', () => {
  test('is refused', () => {
    expect(() => literal('a\0b')).toThrow(/NUL/);
    expect(() => identifier('a\0b')).toThrow(/NUL/);
    expect(() => identifier('')).toThrow(/characters/);
    expect(() => identifier('é'.repeat(32))).toThrow(/63/);
    expect(() => identifier('x'.repeat(63))).not.toThrow();
    for (const value of [1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])
      expect(() => integer(value)).toThrow(/whole/);
  });
});

test('pieces are put together in order', () => {
  const columns = join([identifier('a'), identifier('t', 'b')], ', ');
  expect(sql`SELECT ${columns} FROM ${identifier('x')} WHERE ${join([sql`a > 1`, sql`b < 2`], ' AND ')}`.text).toBe(
    'SELECT "a", "t"."b" FROM "x" WHERE a > 1 AND b < 2',
  );
});
