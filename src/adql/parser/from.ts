import type { FromItem, Identifier, Join, QueryExpression } from '../ast.ts';
import type { Token } from '../token.ts';
import { parseCondition } from './condition.ts';
import { type Cursor, commaSeparated } from './cursor.ts';
import { isBareName, parseAlias, parseDottedName, parseIdentifier } from './name.ts';
import { atRowLimit } from './row-limit.ts';

/** What stands between two commas behind FROM: a table or subquery, with what is joined to it. */
export function parseFromItem(cursor: Cursor): FromItem {
  const { start } = cursor;
  let left = parsePrimary(cursor);
  while (atJoin(cursor)) left = parseJoin(cursor, left, start);
  cursor.mention('JOIN');
  return left;
}

const JOIN_WORDS = ['JOIN', 'INNER', 'LEFT', 'RIGHT', 'FULL', 'NATURAL'];

const atCrossJoin = (cursor: Cursor): boolean => cursor.is('CROSS') && cursor.next.key === 'JOIN';

const atJoin = (cursor: Cursor): boolean => cursor.is(...JOIN_WORDS) || atCrossJoin(cursor);

function parseJoin(cursor: Cursor, left: FromItem, start: number): Join {
  const first = cursor.token;
  const isCross = atCrossJoin(cursor);
  if (isCross) cursor.advance();
  const natural = cursor.accept('NATURAL') !== undefined;
  const type = parseJoinType(cursor);
  const join = cursor.expect('JOIN');
  cursor.grow(join);
  const rightStart = cursor.start;
  let right = cursor.apart(() => parsePrimary(cursor));
  if (isCross) {
    const hint = 'For all pairs of rows, write a comma: FROM a, b.';
    cursor.report('Q101', 'ADQL has no CROSS JOIN', { span: { start: first.span.start, end: join.span.end }, hint });
    return { kind: 'join', type: 'inner', natural: false, left, right, span: cursor.spanFrom(start) };
  }
  // `a JOIN b JOIN c ON ... ON ...`: the inner join comes first, as its condition does.
  while (!natural && atJoin(cursor)) right = parseJoin(cursor, right, rightStart);
  const condition = parseJoinCondition(cursor);
  const span = cursor.spanFrom(start);
  const words = { start: first.span.start, end: join.span.end };
  if (natural && condition) {
    const hint = 'It joins by the columns whose names agree. Leave out NATURAL, or the condition.';
    cursor.report('Q101', 'a natural join has no condition', { span: words, hint });
  }
  if (!natural && !condition) {
    const hint = 'Add ON a.x = b.x or USING (x). For all pairs of rows, write a comma in place of JOIN.';
    cursor.report('Q101', 'the join has no condition', { span: words, hint });
  }
  return { kind: 'join', type, natural, left, right, ...condition, span };
}

function parseJoinType(cursor: Cursor): Join['type'] {
  if (cursor.accept('INNER')) return 'inner';
  const type = cursor.is('LEFT') ? 'left' : cursor.is('RIGHT') ? 'right' : cursor.is('FULL') ? 'full' : undefined;
  if (type === undefined) return 'inner';
  cursor.advance();
  cursor.accept('OUTER');
  return type;
}

function parseJoinCondition(cursor: Cursor): Pick<Join, 'on' | 'using'> | undefined {
  if (cursor.accept('ON')) return { on: cursor.apart(() => parseCondition(cursor)) };
  if (!cursor.accept('USING')) return undefined;
  const open = cursor.expect('(');
  const using = commaSeparated(cursor, () => parseIdentifier(cursor, 'a column name'));
  cursor.close(open);
  return { using };
}

function parsePrimary(cursor: Cursor): FromItem {
  const { start } = cursor;
  if (cursor.is('(')) {
    const inner = parseParenthesis(cursor);
    return 'query' in inner ? parseDerived(cursor, inner.query, start) : refuseAlias(cursor, inner.item);
  }
  const name = parseDottedName(cursor, 'a table name', 3);
  const alias = parseTableAlias(cursor);
  return { kind: 'table', name, ...(alias ? { alias } : {}), span: cursor.spanFrom(start) };
}

function refuseAlias(cursor: Cursor, join: FromItem): FromItem {
  if (!cursor.is('AS') && !isBareName(cursor.token)) return join;
  const hint = 'Leave out the name: the tables of the join keep theirs.';
  return cursor.refuse('Q101', 'a join in parentheses cannot be given a name', { span: cursor.token.span, hint });
}

function parseTableAlias(cursor: Cursor): Identifier | undefined {
  // LIMIT is no reserved word, and would pass for an alias.
  if (atRowLimit(cursor)) return undefined;
  return parseAlias(cursor, 'a name for the table');
}

function parseDerived(cursor: Cursor, query: QueryExpression, start: number): FromItem {
  const alias = parseTableAlias(cursor);
  if (!alias) {
    const hint = 'Write a name behind its parenthesis: FROM (SELECT ...) AS q.';
    const span = cursor.previous?.span ?? cursor.token.span;
    cursor.refuse('Q101', 'the subquery in FROM has no name', { span, hint });
  }
  return { kind: 'derived', query, alias, columns: parseColumnNames(cursor), span: cursor.spanFrom(start) };
}

/** `(a, b)` behind the name of a subquery, as SQL-92 has it. */
export function parseColumnNames(cursor: Cursor): readonly Identifier[] {
  if (!cursor.is('(')) return [];
  const open = cursor.advance();
  const names = commaSeparated(cursor, () => parseIdentifier(cursor, 'a column name'));
  cursor.close(open);
  return names;
}

/**
 * A parenthesis in FROM holds a query or a join, and either can begin with another parenthesis: what the inner one turns out to be,
 * and what stands behind it, decides.
 */
function parseParenthesis(cursor: Cursor): { query: QueryExpression } | { item: FromItem } {
  const open = cursor.advance();
  const { start } = cursor;
  return cursor.nested(() => {
    if (cursor.is('SELECT', 'WITH')) return closing(cursor, open, { query: cursor.grammar.query(cursor) });
    if (!cursor.is('(')) return closing(cursor, open, { item: parseJoined(cursor, open) });
    const inner = parseParenthesis(cursor);
    if (!('query' in inner)) return closing(cursor, open, { item: continueJoin(cursor, inner.item, start) });
    if (cursor.is('AS') || isBareName(cursor.token)) {
      const left = parseDerived(cursor, inner.query, start);
      return closing(cursor, open, { item: continueJoin(cursor, left, start) });
    }
    return closing(cursor, open, { query: cursor.grammar.query(cursor, inner.query) });
  });
}

function closing<Result>(cursor: Cursor, open: Token, result: Result): Result {
  cursor.close(open);
  return result;
}

function continueJoin(cursor: Cursor, first: FromItem, start: number): FromItem {
  let left = first;
  while (atJoin(cursor)) left = parseJoin(cursor, left, start);
  return left;
}

function parseJoined(cursor: Cursor, open: Token): FromItem {
  const item = parseFromItem(cursor);
  if (item.kind === 'join' || !cursor.is(')')) return item;
  const span = { start: open.span.start, end: cursor.token.span.end };
  cursor.report('Q101', 'parentheses in FROM hold a join or a subquery', { span, hint: 'Leave them out.' });
  return item;
}
