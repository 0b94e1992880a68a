import { writeIdentifier } from '../adql/identifier.ts';
import { isNumber } from '../model/datatype.ts';
import { type Context, report } from './context.ts';
import type { ColumnValue, Predicate, TypedFrom, Value } from './typed.ts';
import { partsOf, valueKey, valuesOf } from './walk.ts';

export interface Grouped {
  readonly from: readonly TypedFrom[];
  readonly groupBy: readonly Value[];
  readonly having: Predicate | undefined;
  /** What is computed for each group: outputs and sort keys. */
  readonly values: readonly Value[];
}

/**
 * In a query with GROUP BY, HAVING or an aggregate, each value must be the same for all rows of a group: one of the grouping values, an
 * aggregate, or made of such. Columns of an outer query are constant here.
 */
export function checkGrouping({ from, groupBy, having, values }: Grouped, context: Context): void {
  const computed = [...values, ...(having ? valuesOf(having) : [])];
  if (groupBy.length === 0 && !having && !computed.some(hasAggregate)) return;
  const own = new Set(from.flatMap(sourceIds));
  const groups = new Set(groupBy.map(valueKey));
  const columns = computed.flatMap((value) => ungrouped(value, groups, own));
  const once = [...new Map(columns.toReversed().map((column) => [valueKey(column), column])).values()].toReversed();
  for (const [, together] of Map.groupBy(once, ({ span }) => span.start)) tell(together, context);
}

/** One column, or all those that a `*` stands for. */
function tell([column, ...others]: readonly ColumnValue[], context: Context): void {
  if (!column) return;
  const nameOf = ({ source, index }: ColumnValue) => writeIdentifier(source.columns[index]?.name ?? '');
  const name = nameOf(column);
  if (others.length > 0) {
    const names = [column, ...others].map(nameOf);
    const shown = names.length > 5 ? [...names.slice(0, 5), `${names.length - 5} more`] : names;
    const message = `these columns are neither in GROUP BY nor in an aggregate: ${shown.join(', ')}`;
    report(context, 'Q206', column.span, message, { hint: 'Name the columns that are wanted in place of *.' });
    return;
  }
  const ways = [`MIN(${name})`, `MAX(${name})`, ...(isNumber(column.datatype) ? [`AVG(${name})`] : [])].join(', ');
  report(context, 'Q206', column.span, `the column ${name} is neither in GROUP BY nor in an aggregate`, {
    hint: `Add ${name} to GROUP BY, or say which of its values is meant: ${ways}.`,
  });
}

function hasAggregate(value: Value): boolean {
  return value.kind === 'aggregate' || partsOf(value).some(hasAggregate);
}

function ungrouped(value: Value, groups: ReadonlySet<string>, own: ReadonlySet<number>): readonly ColumnValue[] {
  if (value.kind === 'aggregate' || groups.has(valueKey(value))) return [];
  if (value.kind === 'column') return own.has(value.source.id) ? [value] : [];
  return partsOf(value).flatMap((part) => ungrouped(part, groups, own));
}

function sourceIds(from: TypedFrom): readonly number[] {
  return from.kind === 'source' ? [from.source.id] : [...sourceIds(from.left), ...sourceIds(from.right)];
}
