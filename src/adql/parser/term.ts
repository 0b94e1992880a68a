import type { Condition, Expression } from '../ast.ts';
import { isReserved } from '../keyword.ts';
import { printExpression } from '../print.ts';
import type { Cursor, Term } from './cursor.ts';
import { GEOMETRIES } from './dialect.ts';

const CONDITIONS: ReadonlySet<Term['kind']> = new Set([
  'and',
  'or',
  'not',
  'comparison',
  'between',
  'in',
  'like',
  'is-null',
  'exists',
] satisfies Condition['kind'][]);

export function isCondition(term: Term): term is Condition {
  return CONDITIONS.has(term.kind);
}

/** A value, in a place where a condition can have no meaning. */
export function parseExpression(cursor: Cursor): Expression {
  return requireValue(cursor, cursor.grammar.term(cursor));
}

/** The term as a value; a condition in its place is told. */
export function requireValue(cursor: Cursor, term: Term): Expression {
  if (!isCondition(term)) return term;
  const hint = 'ADQL has no boolean values: conditions stand in WHERE, HAVING and ON only.';
  cursor.report('Q101', 'a condition stands where a value is expected', { span: term.span, hint });
  return { kind: 'null', span: term.span };
}

/** The term as a condition; a value in its place is told. */
export function requireCondition(cursor: Cursor, term: Term): Condition {
  if (isCondition(term)) return term;
  // What cannot be read was told; what stands in the place of an operator is told as that.
  if (cursor.token.kind === 'bad') cursor.fail();
  const { token } = cursor;
  const operand = ['word', 'delimited', 'number', 'string'].includes(token.kind) && !isReserved(token.key);
  if (operand || token.key === 'NOT' || token.key === 'CONTAINS' || token.key === 'MATCH') {
    cursor.mention('a comparison operator');
    cursor.fail();
  }
  // `dbo.f(x)`: the name passed for a column.
  if (term.kind === 'column' && token.key === '(') cursor.fail();
  const { name, hint } = adviseComparison(term);
  cursor.report('Q101', `${name} is a value, but a condition is expected here`, { span: term.span, hint });
  return { kind: 'comparison', operator: '=', left: term, right: term, span: term.span };
}

function adviseComparison(term: Expression): { name: string; hint: string } {
  if (term.kind === 'column') {
    const name = printExpression(term);
    return { name, hint: `Compare it with something, such as ${name} = 1 or ${name} IS NOT NULL.` };
  }
  if (term.kind !== 'call') return { name: 'this', hint: 'Compare it with something, such as x = 1 or x IS NOT NULL.' };
  const name = term.name.name.toUpperCase();
  const geometric = name === 'CONTAINS' || name === 'INTERSECTS';
  if (GEOMETRIES.has(name))
    return {
      name: `${name}(...)`,
      hint: 'Positions and regions are compared by 1 = CONTAINS(inner, outer), 1 = INTERSECTS(a, b) or DISTANCE(a, b) < r.',
    };
  return {
    name: `${name}(...)`,
    hint: geometric
      ? `${name} gives 1 or 0: write 1 = ${name}(...).`
      : `Compare it with something, such as ${name}(...) < 1.`,
  };
}
