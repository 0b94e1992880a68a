import type { TypedQueryExpression, TypedSelect, Value } from '../typed.ts';
import { partsOf } from '../walk.ts';
import type { Finding, Lint } from './finding.ts';

/** TOP without ORDER BY: which rows come is up to the database. */
export const CHANCE_ROWS: Lint = { select: lintTop };

function lintTop(
  { top, outputs, groupBy }: TypedSelect,
  query: TypedQueryExpression | undefined,
  text: string,
): Finding | undefined {
  if (top === undefined || top === 0n || (query && query.orderBy.length > 0)) return undefined;
  // One row comes anyway.
  if (groupBy.length === 0 && outputs.some(hasAggregate)) return undefined;
  const first = outputs[0]?.span.start ?? text.length;
  const start = text.slice(0, first).search(/\btop\s+\d+[\s(]*(?:\S+\s*)?$/i);
  const span =
    start < 0 ? { start: 0, end: 0 } : { start, end: start + (/^top\s+\d+/i.exec(text.slice(start))?.[0].length ?? 3) };
  return {
    code: 'Q401',
    span,
    message: `TOP ${top} without ORDER BY gives any ${top} rows, perhaps others the next time`,
    hint: 'Add ORDER BY if it matters which rows come.',
  };
}

function hasAggregate(value: Value): boolean {
  return value.kind === 'aggregate' || partsOf(value).some(hasAggregate);
}
