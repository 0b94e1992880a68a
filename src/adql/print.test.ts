import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Span } from '../core/span.ts';
import type {
  CommonTable,
  Condition,
  Expression,
  FromItem,
  Identifier,
  QueryExpression,
  QueryTerm,
  Select,
  SelectItem,
} from './ast.ts';
import { parseExpression, parseQuery } from './parser/parse.ts';
import { printExpression, printQuery } from './print.ts';

const span: Span = { start: 0, end: 0 };

/** The tree with every span alike, so that only its shape and values are compared. */
function withoutSpans<Tree>(tree: Tree): Tree {
  return JSON.parse(JSON.stringify(tree, (key, value) => (key === 'span' ? span : value)));
}

// ---- generated trees: every shape that the parser can make

const bare = fc.stringMatching(/^[a-z][a-z0-9_]{0,6}q$/).map((name): Identifier => ({ name, delimited: false, span }));
const delimited = fc
  .string({ minLength: 1, maxLength: 6 })
  .map((name): Identifier => ({ name, delimited: true, span }));
const name = fc.oneof({ weight: 3, arbitrary: bare }, delimited, fc.constant({ name: 'size', delimited: true, span }));
const some = <Item>(item: fc.Arbitrary<Item>) => fc.array(item, { minLength: 1, maxLength: 3 });
const optional = <Value, Key extends string>(key: Key, value: fc.Arbitrary<Value>) =>
  fc.oneof(
    fc.constant({}),
    value.map((one) => ({ [key]: one }) as { [key in Key]: Value }),
  );

const number = fc
  .constantFrom('0', '12', '12.', '.5', '1.5E-3', '2e+7', '12345678901234567890')
  .map((text): Expression & { kind: 'number' } => ({ kind: 'number', text, span }));
const whole = fc.nat().map((value): Expression & { kind: 'number' } => ({ kind: 'number', text: String(value), span }));

const trees = fc.letrec<{
  value: Expression;
  condition: Condition;
  from: FromItem;
  select: Select;
  term: QueryTerm;
  query: QueryExpression;
}>((tie) => {
  const value = tie('value');
  const condition = tie('condition');
  const query = tie('query');
  const shallow = { maxDepth: 4, depthSize: 'xsmall' } as const;
  return {
    value: fc.oneof(
      shallow,
      number,
      fc.string({ maxLength: 5 }).map((text): Expression => ({ kind: 'string', value: text, span })),
      fc.constant<Expression>({ kind: 'null', span }),
      fc.array(name, { minLength: 1, maxLength: 4 }).map((path): Expression => ({ kind: 'column', name: path, span })),
      fc.record({
        kind: fc.constant('unary' as const),
        operator: fc.constantFrom('+' as const, '-' as const),
        operand: value,
        span: fc.constant(span),
      }),
      fc.record({
        kind: fc.constant('binary' as const),
        operator: fc.constantFrom('+' as const, '-' as const, '*' as const, '/' as const, '||' as const),
        left: value,
        right: value,
        span: fc.constant(span),
      }),
      fc.record({
        kind: fc.constant('call' as const),
        name: bare,
        arguments: fc.array(value, { maxLength: 3 }),
        span: fc.constant(span),
      }),
      fc.record({
        kind: fc.constant('aggregate' as const),
        name: fc.constantFrom('count' as const, 'avg' as const, 'max' as const),
        distinct: fc.boolean(),
        argument: value,
        span: fc.constant(span),
      }),
      fc.record({
        kind: fc.constant('cast' as const),
        operand: value,
        target: fc.constantFrom(
          { name: 'double precision' as const, span },
          { name: 'varchar' as const, length: 30, span },
          { name: 'point' as const, span },
        ),
        span: fc.constant(span),
      }),
    ),
    condition: fc.oneof(
      shallow,
      fc.record({
        kind: fc.constant('comparison' as const),
        operator: fc.constantFrom('=' as const, '<>' as const, '<' as const, '>=' as const),
        left: value,
        right: value,
        span: fc.constant(span),
      }),
      fc.record({
        kind: fc.constant('is-null' as const),
        negated: fc.boolean(),
        operand: value,
        span: fc.constant(span),
      }),
      fc.record({
        kind: fc.constant('between' as const),
        negated: fc.boolean(),
        operand: value,
        low: value,
        high: value,
        span: fc.constant(span),
      }),
      fc.record({
        kind: fc.constant('in' as const),
        negated: fc.boolean(),
        operand: value,
        values: fc.oneof(some(value), query),
        span: fc.constant(span),
      }),
      fc.record({
        kind: fc.constant('like' as const),
        negated: fc.boolean(),
        ignoreCase: fc.boolean(),
        operand: value,
        pattern: value,
        span: fc.constant(span),
      }),
      fc.record({ kind: fc.constant('exists' as const), query, span: fc.constant(span) }),
      fc.record({ kind: fc.constant('not' as const), operand: condition, span: fc.constant(span) }),
      fc.record({
        kind: fc.constantFrom('and' as const, 'or' as const),
        operands: fc.array(condition, { minLength: 2, maxLength: 3 }),
        span: fc.constant(span),
      }),
    ),
    from: fc.oneof(
      shallow,
      fc
        .tuple(fc.array(name, { minLength: 1, maxLength: 3 }), optional('alias', name))
        .map(([path, alias]): FromItem => ({ kind: 'table', name: path, ...alias, span })),
      fc
        .tuple(query, name, fc.array(name, { maxLength: 2 }))
        .map(([inner, alias, columns]): FromItem => ({ kind: 'derived', query: inner, alias, columns, span })),
      fc
        .tuple(
          tie('from'),
          tie('from'),
          fc.constantFrom('inner' as const, 'left' as const, 'right' as const, 'full' as const),
          fc.oneof(
            condition.map((on) => ({ on })),
            some(name).map((using) => ({ using })),
            fc.constant({}),
          ),
        )
        .map(
          ([left, right, type, join]): FromItem => ({
            kind: 'join',
            type,
            natural: Object.keys(join).length === 0,
            left,
            right,
            ...join,
            span,
          }),
        ),
    ),
    select: fc
      .record({
        distinct: fc.boolean(),
        top: optional('top', whole),
        items: some(
          fc.oneof<fc.Arbitrary<SelectItem>[]>(
            fc.array(name, { maxLength: 3 }).map((qualifier) => ({ kind: 'all-columns', qualifier, span })),
            fc
              .tuple(value, optional('alias', name))
              .map(([expression, alias]) => ({ kind: 'item', expression, ...alias, span })),
          ),
        ),
        from: some(tie('from')),
        where: optional('where', condition),
        groupBy: fc.array(value, { maxLength: 2 }),
        having: optional('having', condition),
      })
      .map(
        ({ top, where, having, ...rest }): Select => ({ kind: 'select', ...rest, ...top, ...where, ...having, span }),
      ),
    term: fc.oneof(
      shallow,
      tie('select'),
      query.map((inner): QueryTerm => ({ ...inner, with: [] })),
      fc
        .tuple(
          fc.constantFrom('union' as const, 'intersect' as const, 'except' as const),
          fc.boolean(),
          tie('term'),
          tie('term'),
        )
        .map(
          ([operator, all, left, right]): QueryTerm => ({ kind: 'set-operation', operator, all, left, right, span }),
        ),
    ),
    query: fc
      .record({
        body: tie('term'),
        orderBy: fc.array(fc.record({ expression: value, descending: fc.boolean(), span: fc.constant(span) }), {
          maxLength: 2,
        }),
        offset: optional('offset', whole),
      })
      .map(({ offset, ...rest }): QueryExpression => ({ kind: 'query', with: [], ...rest, ...offset, span })),
  };
});

const commonTable: fc.Arbitrary<CommonTable> = fc.record({
  name,
  columns: fc.array(name, { maxLength: 2 }),
  query: trees.query,
  span: fc.constant(span),
});
const statement = fc
  .tuple(fc.array(commonTable, { maxLength: 2 }), trees.query)
  .map(([tables, query]): QueryExpression => ({ ...query, with: tables }));

test('an expression is read as it was printed', () => {
  fc.assert(
    fc.property(trees.value, (value) => {
      expect(withoutSpans(parseExpression(printExpression(value)).expression)).toEqual(withoutSpans(value));
    }),
    { numRuns: 500 },
  );
});

test('a query is read as it was printed', () => {
  fc.assert(
    fc.property(statement, (query) => {
      const read = parseQuery(printQuery(query)).query;
      const again = parseQuery(printQuery(read)).query;
      expect(withoutSpans(again)).toEqual(withoutSpans(read));
      // A set operation in parentheses is a query of its own once it is read; else nothing changes at all.
      if (!/UNION|INTERSECT|EXCEPT/.test(printQuery(query))) expect(withoutSpans(read)).toEqual(withoutSpans(query));
    }),
    { numRuns: 200 },
  );
});

test('a text that is cut or altered anywhere is read or refused, never worse', () => {
  fc.assert(
    fc.property(statement, fc.nat(), fc.string({ maxLength: 3 }), fc.nat(5), (query, place, insert, cut) => {
      const text = printQuery(query);
      const at = place % (text.length + 1);
      try {
        parseQuery(text.slice(0, at) + insert + text.slice(at + cut));
      } catch (error) {
        expect(error).toHaveProperty('name', 'AlmagestError');
      }
    }),
    { numRuns: 500 },
  );
});

test('long chains are printed without recursion', () => {
  const sum = Array.from({ length: 1000 }, (_, index) => `a${index}`).join(' + ');
  expect(printExpression(parseExpression(sum).expression)).toBe(sum);
});
