import { assertNever } from '../../core/assert-never.ts';
import { type Problem, problem } from '../../core/error.ts';
import { LIMITS } from '../../core/limits.ts';
import type { Predicate, TypedFrom, TypedQueryExpression, TypedSelect, TypedTerm, Value } from '../typed.ts';
import { partsOf } from '../walk.ts';
import type { Finding, Lint } from './finding.ts';
import { LINTS } from './index.ts';

/** The warnings about a query that is sound but may not say what it should, in the order of its text. */
export function lintQuery(query: TypedQueryExpression, text: string): readonly Problem[] {
  const visit = new Visit(text);
  visit.query(query);
  return [...visit.findings.values()]
    .toSorted((one, other) => one.span.start - other.span.start)
    .slice(0, LIMITS.queryProblems)
    .map(({ code, message, hint, span }) => problem(code, message, { severity: 'warning', hint, span }));
}

/** One walk over one query. */
class Visit {
  /** By code and place: what `*` or USING repeats is told once. */
  readonly findings = new Map<string, Finding>();
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  query(query: TypedQueryExpression): void {
    for (const common of query.with) this.query(common.query);
    this.#term(query.body, query);
    for (const item of query.orderBy) if (item.kind === 'value') this.#value(item.value);
  }

  #tell(ask: (lint: Lint) => Finding | undefined): void {
    for (const lint of LINTS) {
      const found = ask(lint);
      if (found) this.findings.set(`${found.code} ${found.span.start}`, found);
    }
  }

  #term(term: TypedTerm, query: TypedQueryExpression | undefined): void {
    if (term.kind === 'query') this.query(term);
    else if (term.kind === 'select') this.#select(term, query);
    else {
      this.#tell((lint) => lint.setOperation?.(term, this.#text));
      this.#term(term.left, undefined);
      this.#term(term.right, undefined);
    }
  }

  #select(select: TypedSelect, query: TypedQueryExpression | undefined): void {
    this.#tell((lint) => lint.select?.(select, query, this.#text));
    for (const from of select.from) this.#from(from);
    for (const value of [...select.outputs, ...select.groupBy]) this.#value(value);
    if (select.where) this.#predicate(select.where);
    if (select.having) this.#predicate(select.having);
  }

  #from(from: TypedFrom): void {
    if (from.kind === 'source') {
      if (from.source.kind === 'derived') this.query(from.source.query);
      return;
    }
    this.#from(from.left);
    this.#from(from.right);
    if (from.on) this.#predicate(from.on);
  }

  #predicate(predicate: Predicate): void {
    this.#tell((lint) => lint.predicate?.(predicate, this.#text));
    for (const value of comparedBy(predicate)) this.#value(value);
    if ('operands' in predicate) for (const operand of predicate.operands) this.#predicate(operand);
    if (predicate.kind === 'not') this.#predicate(predicate.operand);
    if (predicate.kind === 'in-query' || predicate.kind === 'exists') this.query(predicate.query);
  }

  #value(value: Value): void {
    // Leaves say nothing by themselves, and lists of them can be long.
    if (value.kind === 'number' || value.kind === 'text' || value.kind === 'column') return;
    this.#tell((lint) => lint.value?.(value, this.#text));
    for (const part of partsOf(value)) this.#value(part);
  }
}

/** The values that a predicate itself compares, without those of predicates in it. */
function comparedBy(predicate: Predicate): readonly Value[] {
  switch (predicate.kind) {
    case 'comparison':
      return [predicate.left, predicate.right];
    case 'between':
      return [predicate.operand, predicate.low, predicate.high];
    case 'in-values':
      return [predicate.operand, ...predicate.values];
    case 'like':
      return [predicate.operand, predicate.pattern];
    case 'in-query':
    case 'is-null':
      return [predicate.operand];
    case 'and':
    case 'or':
    case 'not':
    case 'exists':
      return [];
    default:
      return assertNever(predicate);
  }
}
