import type { Condition, Expression, In } from '../adql/ast.ts';
import { assertNever } from '../core/assert-never.ts';
import { spanOver } from '../core/span.ts';
import { isText } from '../model/datatype.ts';
import { checkValue, type Place } from './check-value.ts';
import { type Context, report } from './context.ts';
import { describeValue, makeComparable } from './resolve-types.ts';
import { columnValue } from './scope.ts';
import type { ComparisonOperator, Predicate, Value } from './typed.ts';

/** Checks a condition and everything in it. */
export function checkCondition(condition: Condition, place: Place, context: Context): Predicate {
  const value = (expression: Parameters<typeof checkValue>[0]) => checkValue(expression, place, context);
  switch (condition.kind) {
    case 'and':
    case 'or':
      return {
        kind: condition.kind,
        operands: condition.operands.map((operand) => checkCondition(operand, place, context)),
      };
    case 'not':
      return { kind: 'not', operand: checkCondition(condition.operand, place, context) };
    case 'comparison': {
      const { operator } = condition;
      const first = value(condition.left);
      const second = valueBeside(first, condition.right, place, context);
      const [left, right] = compare(first, second, operator, context);
      return { kind: 'comparison', operator, left, right };
    }
    case 'between': {
      const { negated } = condition;
      const written = value(condition.operand);
      const [operand, low] = compare(written, value(condition.low), '>=', context);
      const [, high] = compare(operand, value(condition.high), '<=', context);
      return { kind: 'between', negated, operand, low, high };
    }
    case 'in':
      return checkIn(condition, value(condition.operand), place, context);
    case 'like': {
      const { negated, ignoreCase } = condition;
      const operand = text(value(condition.operand), context);
      const pattern = valueBeside(operand, condition.pattern, place, context);
      return { kind: 'like', negated, ignoreCase, operand, pattern: text(pattern, context) };
    }
    case 'is-null':
      return { kind: 'is-null', negated: condition.negated, operand: value(condition.operand) };
    case 'exists': {
      const query = context.checkNested(condition.query, { outer: place.scope, common: place.scope.common }, context);
      return { kind: 'exists', query };
    }
    default:
      return assertNever(condition);
  }
}

/** A value that is compared with another; beside a text, a name that is no column was probably meant as one. */
function valueBeside(other: Value, expression: Expression, place: Place, context: Context): Value {
  const before = context.problems.length;
  const value = checkValue(expression, place, context);
  const told = context.problems[before];
  const isBare = expression.kind === 'column' && expression.name.length === 1;
  if (!isBare || told?.code !== 'Q203' || other.kind === 'null' || !isText(other.datatype)) return value;
  const written = expression.name[0]?.name ?? '';
  const hint = `Is it a text? Texts stand in single quotes: '${written.replaceAll("'", "''")}'.`;
  if (!told.hint?.startsWith('Did you mean')) context.problems[before] = { ...told, hint };
  return value;
}

/** The two values as they can be compared; reports if they cannot. */
export function compare(
  left: Value,
  right: Value,
  operator: ComparisonOperator,
  context: Context,
  span = spanOver(left.span, right.span),
): [Value, Value] {
  const comparable = makeComparable(left, right, operator);
  if (!('message' in comparable)) return [comparable.left, comparable.right];
  const { message, hint, culprit } = comparable;
  report(context, 'Q208', culprit?.span ?? span, message, hint === undefined ? {} : { hint });
  return [left, right];
}

function checkIn(condition: In, operand: Value, place: Place, context: Context): Predicate {
  const { negated, values } = condition;
  if (!('kind' in values)) {
    let compared = operand;
    const items = values.map((item) => {
      const [left, right] = compare(compared, valueBeside(operand, item, place, context), '=', context, item.span);
      compared = left;
      return right;
    });
    return { kind: 'in-values', negated, operand: compared, values: items };
  }
  const query = context.checkNested(values, { outer: place.scope, common: place.scope.common }, context);
  if (query.columns.length !== 1) {
    report(context, 'Q214', values.span, `the query in IN must give one column, not ${query.columns.length}`, {
      hint: 'Select the column alone; several are compared by EXISTS (SELECT ... WHERE ...).',
    });
    return { kind: 'in-query', negated, operand, query };
  }
  const result = columnValue({ kind: 'result', id: 0, columns: query.columns }, 0, values.span);
  const [compared] = compare(operand, result, '=', context, condition.span);
  return { kind: 'in-query', negated, operand: compared, query };
}

function text(value: Value, context: Context): Value {
  if (value.kind === 'null' || isText(value.datatype)) return value;
  report(context, 'Q208', value.span, `LIKE compares texts, but this is ${describeValue(value)}`, {
    hint: 'CAST(... AS VARCHAR) makes a text of it.',
  });
  return value;
}
