import { assertNever } from '../core/assert-never.ts';
import type { Predicate, TypedFrom, TypedQueryExpression, TypedTerm, Value } from './typed.ts';

/** The values that a value is directly made of. */
export function partsOf(value: Value): readonly Value[] {
  switch (value.kind) {
    case 'number':
    case 'text':
    case 'boolean':
    case 'timestamp':
    case 'null':
    case 'region':
    case 'column':
      return [];
    case 'negative':
    case 'cast':
      return [value.operand];
    case 'arithmetic':
      return [value.left, value.right];
    case 'concatenation':
      return value.operands;
    case 'function':
      return value.arguments;
    case 'aggregate':
      return [...(value.argument ? [value.argument] : []), ...(value.settings ?? [])];
    default:
      return assertNever(value);
  }
}

/** The values that a predicate compares, those of nested predicates and queries included. */
export function valuesOf(predicate: Predicate): readonly Value[] {
  switch (predicate.kind) {
    case 'and':
    case 'or':
      return predicate.operands.flatMap(valuesOf);
    case 'not':
      return valuesOf(predicate.operand);
    case 'comparison':
      return [predicate.left, predicate.right];
    case 'between':
      return [predicate.operand, predicate.low, predicate.high];
    case 'in-values':
      return [predicate.operand, ...predicate.values];
    case 'in-query':
      return [predicate.operand, ...queryValues(predicate.query)];
    case 'like':
      return [predicate.operand, predicate.pattern];
    case 'is-null':
      return [predicate.operand];
    case 'exists':
      return queryValues(predicate.query);
    default:
      return assertNever(predicate);
  }
}

/** Every value that stands in a query. */
function queryValues({ body, orderBy }: TypedQueryExpression): readonly Value[] {
  return [...termValues(body), ...orderBy.flatMap((item) => (item.kind === 'value' ? [item.value] : []))];
}

function termValues(term: TypedTerm): readonly Value[] {
  if (term.kind === 'query') return queryValues(term);
  if (term.kind === 'set-operation') return [...termValues(term.left), ...termValues(term.right)];
  const { outputs, from, where, groupBy, having } = term;
  const conditions = [where, having].flatMap((condition) => (condition ? valuesOf(condition) : []));
  return [...outputs, ...from.flatMap(fromValues), ...conditions, ...groupBy];
}

function fromValues(from: TypedFrom): readonly Value[] {
  if (from.kind === 'source') return from.source.kind === 'derived' ? queryValues(from.source.query) : [];
  return [...fromValues(from.left), ...fromValues(from.right), ...(from.on ? valuesOf(from.on) : [])];
}

/** A text that two values share if and only if they are computed alike, wherever they stand. */
export function valueKey(value: Value): string {
  const parts = partsOf(value).map(valueKey).join(',');
  switch (value.kind) {
    case 'number':
      return value.text;
    case 'text':
    case 'timestamp':
      return JSON.stringify(value.value);
    case 'boolean':
      return String(value.value);
    case 'null':
      return 'null';
    case 'region':
      return `region ${JSON.stringify(value.text)}`;
    case 'column':
      return `${value.source.id}.${value.index}`;
    case 'negative':
    case 'concatenation':
      return `${value.kind}(${parts})`;
    case 'arithmetic':
      return `(${value.operator})(${parts})`;
    case 'function':
      return `${value.name}(${parts})`;
    case 'aggregate':
      return `${value.name}${value.distinct ? ' distinct' : ''}(${parts})`;
    case 'cast':
      return `cast(${parts} as ${value.datatype.primitive} ${value.datatype.xtype ?? ''} ${value.length ?? ''})`;
    default:
      return assertNever(value);
  }
}
