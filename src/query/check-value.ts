import type { Aggregate, BinaryOperation, Cast, Expression, UnaryOperation } from '../adql/ast.ts';
import { assertNever } from '../core/assert-never.ts';
import type { Span } from '../core/span.ts';
import {
  DOUBLE,
  isAscii,
  isInteger,
  isNumber,
  isText,
  isTimestamp,
  LONG,
  TEXT,
  textOf,
  UNICODE_TEXT,
} from '../model/datatype.ts';
import { arithmeticMeaning } from './arithmetic-meaning.ts';
import { checkCall, isAggregateCall } from './check-call.ts';
import { checkCast } from './check-cast.ts';
import { type Context, report } from './context.ts';
import { resolveColumn, unresolved } from './resolve-names.ts';
import { describeValue, literalType, meaning, numberHint } from './resolve-types.ts';
import type { Scope } from './scope.ts';
import type { Meaning, Value } from './typed.ts';

/** Where a value stands. */
export interface Place {
  readonly scope: Scope;
  /** For messages: `WHERE`. */
  readonly clause: string;
  /** Whether an aggregate may stand there. */
  readonly aggregates: boolean;
}

/** Resolves the names in an expression and finds its type, unit and UCD. */
export function checkValue(expression: Expression, place: Place, context: Context): Value {
  const { span } = expression;
  switch (expression.kind) {
    case 'number':
      return checkNumber(expression.text, expression, context);
    case 'string': {
      const value = checkCharacters(expression.value, expression, context);
      return { kind: 'text', value, datatype: isAscii(value) ? TEXT : UNICODE_TEXT, span };
    }
    case 'null':
      return { kind: 'null', datatype: TEXT, span };
    case 'column':
      return resolveColumn(expression, place.scope, context);
    case 'unary':
      return checkSign(expression, place, context);
    case 'binary':
      return expression.operator === '||'
        ? checkConcatenation(expression, place, context)
        : checkArithmetic(expression, place, context);
    case 'call': {
      const inner = isAggregateCall(expression, context)
        ? placeInAggregate(expression.name.name, expression.span, place, context)
        : place;
      const values = expression.arguments.map((argument) => checkValue(argument, inner, context));
      return checkCall(expression, values, context);
    }
    case 'aggregate':
      return checkAggregate(expression, place, context);
    case 'cast':
      return checkCastOf(expression, place, context);
    default:
      return assertNever(expression);
  }
}

function checkNumber(text: string, { span }: Expression, context: Context): Value {
  const datatype = literalType(text);
  if (datatype !== DOUBLE) return { kind: 'number', text: BigInt(text).toString(), datatype, span };
  const value = Number(text);
  if (!Number.isFinite(value)) {
    report(context, 'Q102', span, `the number ${text} is too large`, { hint: 'A double holds numbers up to 1.8E308.' });
    return unresolved(span);
  }
  return { kind: 'number', text: String(value), datatype, span };
}

/** PostgreSQL's texts cannot hold NUL, nor what UTF-8 cannot write, so no row can have them. */
function checkCharacters(value: string, { span }: Expression, context: Context): string {
  if (!value.isWellFormed()) {
    report(context, 'Q102', span, 'a text cannot hold half a character (a lone surrogate)', { hint: 'Leave it out.' });
    return '';
  }
  if (!value.includes('\0')) return value;
  report(context, 'Q102', span, 'a text cannot hold the character NUL', { hint: 'Leave it out.' });
  return '';
}

function checkSign(expression: UnaryOperation, place: Place, context: Context): Value {
  const operand = checkValue(expression.operand, place, context);
  if (operand.kind === 'null') return operand;
  if (!isNumber(operand.datatype)) {
    report(context, 'Q208', operand.span, `a sign cannot stand before ${describeValue(operand)}`, {
      hint: numberHint(operand) ?? 'Only numbers have a sign.',
    });
    return unresolved(expression.span);
  }
  if (expression.operator === '+') return { ...operand, span: expression.span };
  return { kind: 'negative', operand, span: expression.span, ...meaning(operand.datatype, operand.unit) };
}

function checkArithmetic(expression: BinaryOperation, place: Place, context: Context): Value {
  const { span, operator } = expression;
  if (operator === '||') throw new Error('concatenation is not arithmetic');
  const left = checkValue(expression.left, place, context);
  const right = checkValue(expression.right, place, context);
  for (const operand of [left, right]) {
    if (operand.kind === 'null' || isNumber(operand.datatype)) continue;
    const hint = arithmeticHint(operand);
    const message = `${operator} needs numbers, but this is ${describeValue(operand)}`;
    report(context, 'Q208', operand.span, message, hint === undefined ? {} : { hint });
    return unresolved(span);
  }
  return { kind: 'arithmetic', operator, left, right, span, ...arithmeticMeaning(operator, left, right) };
}

function arithmeticHint({ datatype }: Value): string | undefined {
  if (isText(datatype)) return 'CAST(... AS DOUBLE PRECISION) turns a text into a number, || joins texts.';
  return isTimestamp(datatype) ? 'Timestamps can be compared and sorted, but not computed with.' : undefined;
}

function checkConcatenation(expression: BinaryOperation, place: Place, context: Context): Value {
  const parts: Expression[] = [];
  let rest: Expression = expression;
  for (; rest.kind === 'binary' && rest.operator === '||'; rest = rest.left) parts.unshift(rest.right);
  const operands = [rest, ...parts].map((part) => checkValue(part, place, context));
  for (const operand of operands) {
    if (operand.kind === 'null' || isText(operand.datatype)) continue;
    report(context, 'Q208', operand.span, `|| joins texts, but this is ${describeValue(operand)}`, {
      hint: 'CAST(... AS VARCHAR) makes a text of it.',
    });
    return unresolved(expression.span);
  }
  const datatype = textOf(...operands.map((operand) => operand.datatype));
  return { kind: 'concatenation', operands, datatype, span: expression.span };
}

function checkAggregate(aggregate: Aggregate, place: Place, context: Context): Value {
  const { name, distinct, span } = aggregate;
  const inner = placeInAggregate(name.toUpperCase(), span, place, context);
  if (aggregate.argument === '*')
    return { kind: 'aggregate', name, distinct, span, ...meaning(LONG, undefined, 'meta.number') };

  const argument = checkValue(aggregate.argument, inner, context);
  if (!aggregable(name, argument)) {
    const wanted = name === 'sum' || name === 'avg' ? 'numbers' : 'numbers, texts or timestamps';
    report(context, 'Q208', argument.span, `${name.toUpperCase()} takes ${wanted}, not ${describeValue(argument)}`, {
      hint: numberHint(argument) ?? 'COUNT takes values of any kind.',
    });
    return unresolved(span);
  }
  return { kind: 'aggregate', name, distinct, argument, span, ...aggregateMeaning(name, argument) };
}

/** Where the arguments of an aggregate stand; tells if the aggregate itself must not stand where it does. */
function placeInAggregate(name: string, span: Span, place: Place, context: Context): Place {
  if (!place.aggregates) {
    report(context, 'Q212', span, `${name} cannot stand in ${place.clause}`, {
      hint:
        place.clause === 'WHERE'
          ? `Conditions on groups belong into HAVING${/^M(AX|IN)$/.test(name) ? `; the row with the ${name === 'MAX' ? 'largest' : 'smallest'} x is found by x IN (SELECT ${name}(x) FROM ...)` : ''}.`
          : 'Compute it in a subquery, which FROM or WITH gives a name.',
    });
  }
  return { ...place, clause: 'an aggregate', aggregates: false };
}

function aggregable(name: Aggregate['name'], { kind, datatype }: Value): boolean {
  if (name === 'count' || kind === 'null' || isNumber(datatype)) return true;
  return (name === 'min' || name === 'max') && (isText(datatype) || isTimestamp(datatype));
}

function aggregateMeaning(name: Aggregate['name'], argument: Value): Meaning {
  const { datatype, unit, ucd } = argument;
  const main = ucd
    ?.split(';')
    .filter((word) => word !== 'meta.main')
    .join(';');
  const ucdWith = (word: string) => (main ? `${main};${word}` : undefined);
  switch (name) {
    case 'count':
      return meaning(LONG, undefined, 'meta.number');
    case 'min':
      return meaning(datatype, unit, ucdWith('stat.min'));
    case 'max':
      return meaning(datatype, unit, ucdWith('stat.max'));
    case 'avg':
      return meaning(DOUBLE, unit, ucdWith('stat.mean'));
    case 'sum':
      return meaning(isInteger(datatype) ? LONG : DOUBLE, unit, ucdWith('arith.sum'));
  }
}

function checkCastOf(cast: Cast, place: Place, context: Context): Value {
  return checkCast(cast, checkValue(cast.operand, place, context), context);
}
