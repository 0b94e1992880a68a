import type { TypedQueryExpression, TypedSelect } from '../typed.ts';
import type { Finding, Lint } from './finding.ts';

/** `SELECT ra dec FROM t`, which renames ra to dec. */
export const LOST_COMMA: Lint = { select: lintNames };

function lintNames(
  { outputs, columns }: TypedSelect,
  _: TypedQueryExpression | undefined,
  text: string,
): Finding | undefined {
  for (const [index, value] of outputs.entries()) {
    const name = columns[index]?.name;
    if (value.kind !== 'column' || name === undefined) continue;
    const own = value.source.columns[value.index]?.name;
    if (own === name) continue;
    const other = value.source.columns.find((column) => column.name.toLowerCase() === name.toLowerCase());
    if (!other) continue;
    const behind = /^\s+"?(\w+)/.exec(text.slice(value.span.end, value.span.end + 200));
    if (!behind || behind[1]?.toLowerCase() !== name.toLowerCase()) continue;
    return {
      code: 'Q406',
      span: { start: value.span.start, end: value.span.end + behind[0].length },
      message: `this selects ${own} and calls it ${name}, which is the name of another column`,
      hint: `For both columns, write a comma: ${own}, ${name}. If the new name is meant, write ${own} AS ${name}.`,
    };
  }
  return undefined;
}
