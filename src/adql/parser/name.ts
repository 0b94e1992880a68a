import type { Identifier } from '../ast.ts';
import { delimit } from '../identifier.ts';
import { isReserved } from '../keyword.ts';
import type { Token } from '../token.ts';
import type { Cursor } from './cursor.ts';

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** Reserved words that hold a query together: where a name should stand, they mean that the name is missing. */
const STRUCTURE = words(
  'SELECT FROM WHERE HAVING UNION EXCEPT INTERSECT ON USING AS AND OR NOT IN LIKE ILIKE BETWEEN IS EXISTS WITH JOIN CASE WHEN THEN ELSE END NULL DISTINCT ALL',
);

/** Reserved words that are structure only before certain others. */
const STRUCTURE_BEFORE: Readonly<Record<string, ReadonlySet<string>>> = {
  GROUP: words('BY'),
  ORDER: words('BY'),
  INNER: words('JOIN'),
  CROSS: words('JOIN'),
  LEFT: words('JOIN OUTER'),
  RIGHT: words('JOIN OUTER'),
  FULL: words('JOIN OUTER'),
  NATURAL: words('JOIN INNER LEFT RIGHT FULL'),
};

/** Reserved words that may follow a complete item, so that they are no name given without AS. */
const AFTER_ITEM = words(
  'GROUP ORDER OFFSET INNER LEFT RIGHT FULL OUTER NATURAL CROSS ASC DESC BY ESCAPE FETCH INTO FOR TOP COLLATE',
);

/** True for a reserved word that is likely to be meant as a name: it has no other business where a name may stand. */
function isMeantAsName(token: Token, next: Token): boolean {
  if (token.kind !== 'word' || !isReserved(token.key) || STRUCTURE.has(token.key)) return false;
  if (token.key === 'OFFSET' && next.kind === 'number') return false;
  return !STRUCTURE_BEFORE[token.key]?.has(next.key);
}

export function isBareName(token: Token): boolean {
  return token.kind === 'delimited' || (token.kind === 'word' && !isReserved(token.key));
}

/** A name; a reserved word in its place is told and taken for one. `what` says in a message what it would name. */
export function parseIdentifier(cursor: Cursor, what: string): Identifier {
  const { token } = cursor;
  if (!isBareName(token)) {
    cursor.mention(what);
    if (!isMeantAsName(token, cursor.next)) cursor.fail();
    reportReserved(cursor, token);
  }
  return takeName(cursor);
}

function takeName(cursor: Cursor): Identifier {
  const { kind, value, span } = cursor.advance();
  return { name: value, delimited: kind === 'delimited', span };
}

/** The name behind AS, or without AS where a name stands there; else undefined. */
export function parseAlias(cursor: Cursor, what: string): Identifier | undefined {
  if (cursor.is('AS')) {
    cursor.advance();
    return isPartOfName(cursor.token, cursor.next) ? takeName(cursor) : parseIdentifier(cursor, what);
  }
  const { token, next } = cursor;
  const meant = isMeantAsName(token, next) && !AFTER_ITEM.has(token.key) && next.key !== '(';
  return isBareName(token) || meant ? parseIdentifier(cursor, what) : undefined;
}

/** `right` in `AS right-ascension` and `AS right ascension`: what follows will be told, and quotes around this word alone would not do. */
const isPartOfName = (token: Token, next: Token): boolean =>
  isReserved(token.key) &&
  (isBareName(next) || (next.span.start === token.span.end && ['-', '+', '/'].includes(next.key)));

/** Names joined by periods, at most `most` of them. A `*` behind the last period is left to the caller. */
export function parseDottedName(cursor: Cursor, what: string, most: number): Identifier[] {
  const names = [parseIdentifier(cursor, what)];
  while (cursor.is('.') && cursor.next.key !== '*') {
    cursor.advance();
    names.push(parseIdentifier(cursor, what));
  }
  const [first, last] = [names[0], names.at(-1)];
  if (first && last && names.length > most) {
    const form = most === 3 ? 'catalog.schema.table' : 'catalog.schema.table.column';
    const span = { start: first.span.start, end: last.span.end };
    cursor.refuse('Q101', `the name has ${names.length} parts`, { span, hint: `The longest form is ${form}.` });
  }
  return names;
}

function reportReserved(cursor: Cursor, token: Token): void {
  const form = functionForm(token.key);
  const hint = form
    ? `As a name it must be written in double quotes: ${delimit(token.value)}. The function is written ${form}.`
    : `As a name it must be written in double quotes: ${delimit(token.value)}.`;
  cursor.report('Q104', `"${token.value}" is a reserved word of ADQL`, { span: token.span, hint });
}

/** How those functions are called that are more likely meant than a column of their name. */
function functionForm(word: string): string | undefined {
  if (word === 'COUNT') return 'COUNT(*) or COUNT(column)';
  if (word === 'PI' || word === 'RAND') return `${word}()`;
  return ['AVG', 'MAX', 'MIN', 'SUM'].includes(word) ? `${word}(column)` : undefined;
}
