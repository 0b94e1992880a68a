import type { FromItem, NumberLiteral, Select, SelectItem } from '../ast.ts';
import { parseBy, parseClause } from './clause.ts';
import { parseCondition } from './condition.ts';
import { type Cursor, commaSeparated } from './cursor.ts';
import { parseFromItem } from './from.ts';
import { isWholeNumber, parseWholeNumber } from './literal.ts';
import { parseAlias, parseDottedName } from './name.ts';
import { parseExpression } from './term.ts';

/** `SELECT ... HAVING ...`; ORDER BY and OFFSET belong to the query around it. */
export function parseSelect(cursor: Cursor): Select {
  const { start } = cursor;
  cursor.expect('SELECT');
  const list = parseClause(cursor, () => parseSelectList(cursor), 'FROM');
  cursor.expect('FROM');
  const clause = <Result>(read: () => Result): Result | undefined => parseClause(cursor, read);
  const from: readonly FromItem[] = clause(() => commaSeparated(cursor, () => parseFromItem(cursor))) ?? [];
  const where = cursor.accept('WHERE') ? clause(() => parseCondition(cursor)) : undefined;
  const groupBy = parseBy(cursor, 'GROUP') ? clause(() => commaSeparated(cursor, () => parseExpression(cursor))) : [];
  const having = cursor.accept('HAVING') ? clause(() => parseCondition(cursor)) : undefined;
  return {
    kind: 'select',
    distinct: list?.distinct ?? false,
    ...(list?.top ? { top: list.top } : {}),
    items: list?.items ?? [],
    from,
    ...(where ? { where } : {}),
    groupBy: groupBy ?? [],
    ...(having ? { having } : {}),
    span: cursor.spanFrom(start),
  };
}

interface SelectList {
  readonly distinct: boolean;
  readonly top?: NumberLiteral;
  readonly items: readonly SelectItem[];
}

function parseSelectList(cursor: Cursor): SelectList {
  const distinct = cursor.is('DISTINCT');
  if (distinct || cursor.is('ALL')) cursor.advance();
  const top = parseTop(cursor);
  const items = commaSeparated(cursor, () => parseSelectItem(cursor));
  return { distinct, ...(top ? { top } : {}), items };
}

function parseTop(cursor: Cursor): NumberLiteral | undefined {
  // `SELECT top, a FROM t` means a column; that is told where columns are read.
  refuseOtherTop(cursor);
  if (!cursor.is('TOP') || cursor.next.key === ',' || cursor.next.key === 'FROM') return undefined;
  cursor.advance();
  const top = parseWholeNumber(cursor, 'Write the number of rows: SELECT TOP 10 ...');
  if (cursor.token.kind === 'bad' && cursor.token.value === '%') {
    const hint = `Write the number of rows: SELECT TOP ${top.text} ...`;
    cursor.refuse('Q101', 'TOP takes a number of rows, not a share of them', { span: cursor.token.span, hint });
  }
  return top;
}

/** `SELECT FIRST 5 a`, `SELECT LIMIT 5 a`. */
function refuseOtherTop(cursor: Cursor): void {
  const { token, next } = cursor;
  if (!cursor.is('FIRST', 'LIMIT') || !isWholeNumber(next.value)) return;
  const span = { start: token.span.start, end: next.span.end };
  cursor.report('Q101', `ADQL has no ${token.key}`, { span, hint: `Write SELECT TOP ${next.value} ...` });
  cursor.advance();
  cursor.advance();
}

function parseSelectItem(cursor: Cursor): SelectItem {
  const { start } = cursor;
  if (cursor.is('*')) {
    cursor.advance();
    return { kind: 'all-columns', qualifier: [], span: cursor.spanFrom(start) };
  }
  if (isQualifiedStar(cursor)) {
    const qualifier = parseDottedName(cursor, 'a table name', 3);
    cursor.expect('.');
    cursor.expect('*');
    return { kind: 'all-columns', qualifier, span: cursor.spanFrom(start) };
  }
  const expression = parseExpression(cursor);
  const alias = parseAlias(cursor, 'a name for the column');
  return { kind: 'item', expression, ...(alias ? { alias } : {}), span: cursor.spanFrom(start) };
}

/** True before `t.*` and `s.t.*`. */
function isQualifiedStar(cursor: Cursor): boolean {
  let { index } = cursor;
  const { tokens } = cursor;
  const isName = (at: number): boolean => tokens[at]?.kind === 'word' || tokens[at]?.kind === 'delimited';
  while (isName(index) && tokens[index + 1]?.key === '.') {
    if (tokens[index + 2]?.key === '*') return true;
    index += 2;
  }
  return false;
}
