import type { ErrorCode } from '../../core/error-table.ts';
import type { Span } from '../../core/span.ts';
import type { Predicate, TypedQueryExpression, TypedSelect, TypedSetOperation, Value } from '../typed.ts';

/** Something that a query says and its author is unlikely to mean. */
export interface Finding {
  readonly code: ErrorCode & `Q4${string}`;
  readonly span: Span;
  readonly message: string;
  readonly hint: string;
}

/** One habit to look for. Each part of a query is shown to the rule once; `text` is the whole query. */
export interface Lint {
  value?(value: Value, text: string): Finding | undefined;
  predicate?(predicate: Predicate, text: string): Finding | undefined;
  /** `query` is what the select, with its ORDER BY, is the body of; absent for the operand of a set operation. */
  select?(select: TypedSelect, query: TypedQueryExpression | undefined, text: string): Finding | undefined;
  setOperation?(operation: TypedSetOperation, text: string): Finding | undefined;
}
