import { assertNever } from '../../core/assert-never.ts';
import type { Predicate, TypedQueryExpression, Value } from '../../query/typed.ts';
import type { SqlExpression, SqlQuery } from '../build.ts';
import * as build from '../build.ts';
import { lowerAs, lowerValue } from './expression.ts';
import { lowerRelationTest } from './geometry-relation.ts';
import { cutBySky } from './sky/cut.ts';

/** How nested queries are lowered; handed down, as predicates stand in queries and queries in predicates. */
export type LowerNested = (query: TypedQueryExpression) => SqlQuery;

const LOWER = { plain: lowerValue, as: lowerAs };

/**
 * A condition of WHERE or ON, which rows meet only if it is true: false will do for NULL. Those on the sky reach its indexes.
 */
export function lowerPredicate(predicate: Predicate, nested: LowerNested): SqlExpression {
  if (predicate.kind !== 'and' && predicate.kind !== 'or')
    return cutBySky(predicate, lowerExactly(predicate, nested), LOWER);
  const operands = predicate.operands.map((operand) => lowerPredicate(operand, nested));
  return build.chain(predicate.kind === 'and' ? 'AND' : 'OR', operands);
}

/** A condition as it is written, with NULL where ADQL has it. */
export function lowerExactly(predicate: Predicate, nested: LowerNested): SqlExpression {
  switch (predicate.kind) {
    case 'and':
    case 'or': {
      const operands = predicate.operands.map((operand) => lowerExactly(operand, nested));
      return build.chain(predicate.kind === 'and' ? 'AND' : 'OR', operands);
    }
    case 'not':
      return build.not(lowerExactly(predicate.operand, nested));
    case 'comparison': {
      const { operator, left, right } = predicate;
      const test = lowerRelationTest(predicate, LOWER);
      return test ?? build.operation(operator, lowerValue(left), lowerValue(right));
    }
    case 'between': {
      const { operand, low, high, negated } = predicate;
      return build.between(lowerValue(operand), lowerValue(low), lowerValue(high), negated);
    }
    case 'in-values':
      return build.isIn(lowerValue(predicate.operand), predicate.values.map(lowerValue), predicate.negated);
    case 'in-query':
      return build.isIn(lowerValue(predicate.operand), nested(predicate.query), predicate.negated);
    case 'like': {
      const { operand, pattern, ignoreCase, negated } = predicate;
      return build.like(lowerValue(operand), lowerPattern(pattern), ignoreCase, negated);
    }
    case 'is-null':
      return build.isNull(lowerValue(predicate.operand), predicate.negated);
    case 'exists':
      return build.exists(nested(predicate.query));
    default:
      return assertNever(predicate);
  }
}

/** ADQL's LIKE has no escape character, PostgreSQL's has the backslash unless told otherwise. */
function lowerPattern(pattern: Value): SqlExpression {
  if (pattern.kind === 'text') return build.text(pattern.value.replaceAll('\\', '\\\\'));
  return build.call('like_escape', lowerValue(pattern), build.text(''));
}
