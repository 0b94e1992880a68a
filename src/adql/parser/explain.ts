import { editDistance } from '../../core/suggest.ts';
import { isReserved } from '../keyword.ts';
import { describeToken, type Token } from '../token.ts';

/** A token that fits nothing, and what would have fitted. */
export interface Unexpected {
  readonly tokens: readonly Token[];
  readonly index: number;
  /** Keys of tokens, or words of ours such as "a table name". */
  readonly expected: readonly string[];
  /** The parenthesis that should be closed here. */
  readonly unclosed?: Token;
  /** What to say if no rule knows better. */
  readonly hint?: string;
}

/** The words that begin a clause, or another query of a set operation. */
export const CLAUSE_WORDS: ReadonlySet<string> = new Set(
  'FROM WHERE GROUP HAVING ORDER OFFSET UNION EXCEPT INTERSECT'.split(' '),
);

/** What to tell of it: what was found, what was expected, and what was probably meant. */
export function explain(unexpected: Unexpected): { message: string; hint?: string } {
  const found = unexpected.tokens[unexpected.index];
  const wanted = listExpected(unexpected.expected);
  const hint = firstHint(unexpected);
  if (found?.kind === 'end' && unexpected.index === 0)
    return { message: 'the query is empty', hint: 'A query begins with SELECT.' };
  const message = messageOf(found, wanted);
  return hint === undefined ? { message } : { message, hint };
}

function firstHint(unexpected: Unexpected): string | undefined {
  for (const rule of HINTS) {
    const hint = rule(unexpected);
    if (hint !== undefined) return hint;
  }
  return unexpected.hint;
}

function messageOf(found: Token | undefined, wanted: string): string {
  if (found === undefined || found.kind === 'end')
    return wanted ? `expected ${wanted}, but the query ends` : 'the query ends too early';
  return wanted ? `expected ${wanted}, but found ${describeToken(found)}` : `${describeToken(found)} cannot stand here`;
}

const SPOKEN: Readonly<Record<string, string>> = {
  ',': 'a comma',
  '(': '"("',
  ')': '")"',
  '.': 'a period',
  '*': '"*"',
};

/** Beyond this many the list helps nobody. */
const MOST_EXPECTED = 5;

function listExpected(expected: readonly string[]): string {
  const all = expected.map((one) => SPOKEN[one] ?? one);
  if (all.length > MOST_EXPECTED) return '';
  const last = all.at(-1);
  return all.length > 1 ? `${all.slice(0, -1).join(', ')} or ${last}` : (last ?? '');
}

type Hint = (unexpected: Unexpected) => string | undefined;

const at = ({ tokens, index }: Unexpected, offset = 0): Token | undefined => tokens[index + offset];

/** Words of other dialects, with what to write in ADQL. */
const NOT_IN_ADQL: Readonly<Record<string, string>> = {
  FETCH: 'ADQL has no FETCH: the number of rows stands behind SELECT, as in SELECT TOP 10 ...',
  CASE: 'CASE is not in ADQL. COALESCE(a, b) gives the first value that is not NULL.',
  TRUE: 'ADQL has no TRUE and FALSE: a boolean column is compared with 1 or 0, as in good = 1.',
  FALSE: 'ADQL has no TRUE and FALSE: a boolean column is compared with 1 or 0, as in good = 0.',
  UNKNOWN: 'ADQL has no boolean values; write IS NULL for a missing value.',
  CROSS: 'CROSS JOIN is not in ADQL. For all pairs of rows, write a comma: FROM a, b.',
  ESCAPE: 'LIKE has no ESCAPE in ADQL; % and _ always stand for other characters.',
  ANY: 'ANY, SOME and ALL are not in ADQL. Write IN (SELECT ...) or EXISTS (SELECT ...).',
  SOME: 'ANY, SOME and ALL are not in ADQL. Write IN (SELECT ...) or EXISTS (SELECT ...).',
  INTO: 'ADQL only reads; results are returned, not stored.',
  OVER: 'Window functions are not in ADQL.',
  RECURSIVE: 'WITH is never recursive in ADQL.',
  NULLS: 'The place of NULL cannot be chosen in ADQL; it is last in both directions here.',
  SUBSTRING: 'CAST(x AS VARCHAR(n)) gives the first n characters of a text; LIKE compares with a pattern.',
  NULLIF: 'NULLIF is not in ADQL. COALESCE(a, b) gives the first value that is not NULL.',
  CONVERT: 'Types are converted by CAST(x AS type).',
  DATE: "A time is written CAST('2020-01-01T00:00:00' AS TIMESTAMP).",
  TIME: "A time is written CAST('2020-01-01T00:00:00' AS TIMESTAMP).",
  TIMESTAMP: "A time is written CAST('2020-01-01T00:00:00' AS TIMESTAMP).",
  INTERVAL: 'ADQL has no intervals of time; times as numbers, such as MJD, can be added and subtracted.',
  QUALIFY: 'Window functions are not in ADQL.',
};

const WRITING = new Set([
  'INSERT',
  'UPDATE',
  'DELETE',
  'CREATE',
  'DROP',
  'ALTER',
  'GRANT',
  'SET',
  'EXPLAIN',
  'COPY',
  'TRUNCATE',
]);

const limit: Hint = (unexpected) => {
  // Without its number, LIMIT was taken for an alias, and the number is what surprises.
  const word = [at(unexpected), at(unexpected, -1)].find((token) => token?.key === 'LIMIT');
  if (!word) return undefined;
  const number = unexpected.tokens[unexpected.tokens.indexOf(word) + 1];
  return `ADQL has no LIMIT: write SELECT TOP ${number?.kind === 'number' ? number.value : '10'} ...`;
};

const otherDialect: Hint = (unexpected) => {
  const found = at(unexpected);
  const before = at(unexpected, -1);
  if (found?.key === '(' && before?.key === 'OVER') return NOT_IN_ADQL['OVER'];
  if (before?.key === 'RECURSIVE') return NOT_IN_ADQL['RECURSIVE'];
  if (found?.kind !== 'word') return undefined;
  if (unexpected.index === 0 && WRITING.has(found.key)) return 'ADQL only reads: a query begins with SELECT.';
  if (found.key === 'ALL' && before?.kind !== 'symbol') return undefined;
  if (found.key === 'ALL') return NOT_IN_ADQL['ANY'];
  if (/^CURRENT_/.test(found.key)) return 'ADQL does not know the present time; write the time that is meant.';
  return NOT_IN_ADQL[found.key];
};

const absentFunction: Hint = (unexpected) => {
  const found = at(unexpected);
  if (!found || at(unexpected, 1)?.key !== '(' || !isReserved(found.key)) return undefined;
  return unexpected.expected.includes('a value')
    ? `${found.key} is a reserved word, but ADQL has no function of that name.`
    : undefined;
};

const semicolon: Hint = (unexpected) =>
  at(unexpected)?.key === ';' ? 'Only one query can be sent at a time.' : undefined;

const misplaced: Hint = (unexpected) => {
  const found = at(unexpected);
  if (found?.key === 'DISTINCT') return 'DISTINCT stands right behind SELECT, before TOP: SELECT DISTINCT TOP 10 ...';
  return found?.key === 'TOP' ? 'TOP stands behind SELECT, before the columns: SELECT TOP 10 ...' : undefined;
};

const quotedFunction: Hint = (unexpected) =>
  at(unexpected)?.key === '(' && at(unexpected, -1)?.kind === 'delimited'
    ? 'The name of a function stands without quotes.'
    : undefined;

const emptySelectList: Hint = (unexpected) =>
  at(unexpected)?.key === 'FROM' && ['SELECT', 'DISTINCT', 'ALL'].includes(at(unexpected, -1)?.key ?? '')
    ? 'Name the columns that are wanted, or write * for all of them.'
    : undefined;

const commaTooMany: Hint = (unexpected) => {
  const found = at(unexpected);
  const unwanted = found && (found.kind === 'end' || found.key === ',' || found.key === ')' || isReserved(found.key));
  return unwanted && at(unexpected, -1)?.key === ',' ? 'Is there a comma too many?' : undefined;
};

const afterIs: Hint = (unexpected) =>
  unexpected.expected.includes('NULL') && at(unexpected, -1)?.key === 'IS'
    ? 'IS is followed by NULL or NOT NULL only; other values are compared with = or <>.'
    : undefined;

const afterIn: Hint = (unexpected) => {
  const [before, previous] = [at(unexpected, -1), at(unexpected, -2)];
  if (before?.key === 'IN') return 'Behind IN stand values or a subquery in parentheses: x IN (1, 2).';
  return before?.key === '(' && previous?.key === 'IN' && at(unexpected)?.key === ')'
    ? 'The list behind IN has at least one value.'
    : undefined;
};

const unclosed: Hint = ({ unclosed: open, tokens, index }) => {
  if (!open || tokens[index]?.key === ',') return undefined;
  return `The parenthesis behind ${describeBefore(tokens, open)} is not closed.`;
};

const describeBefore = (tokens: readonly Token[], open: Token): string => {
  const before = tokens[tokens.indexOf(open) - 1];
  return before ? describeToken(before) : 'the beginning';
};

const unopened: Hint = (unexpected) => {
  if (at(unexpected)?.key !== ')' || unexpected.expected.includes(')')) return undefined;
  let open = 0;
  for (const { key } of unexpected.tokens.slice(0, unexpected.index)) open += key === '(' ? 1 : key === ')' ? -1 : 0;
  return open <= 0 ? 'This parenthesis closes none.' : undefined;
};

/** A keyword that was nearly written, here or as the alias before. */
const misspelled: Hint = (unexpected) => {
  const named = unexpected.expected.flatMap((one) => (one === 'the next clause' ? [...CLAUSE_WORDS] : one.split(' ')));
  const keywords = named.filter((one) => /^[A-Z]{2,}$/.test(one));
  for (const token of [at(unexpected), at(unexpected, -1)]) {
    if (token?.kind !== 'word' || isReserved(token.key) || token.key.length < 3) continue;
    const joined = keywords.find((keyword) => keyword.length > 2 && token.key.startsWith(keyword));
    if (joined) return `Is a space missing in "${token.value}", behind ${joined}?`;
    const near = keywords.find((keyword) => editDistance(token.key, keyword) <= Math.floor(keyword.length / 3));
    if (near) return `Did you mean ${near} in place of "${token.value}"?`;
  }
  return undefined;
};

const missingLink: Hint = (unexpected) => {
  const found = at(unexpected);
  if (!found || !['word', 'delimited', 'number', 'string'].includes(found.kind) || isReserved(found.key))
    return undefined;
  const { expected } = unexpected;
  const link = expected.includes('OR') ? 'AND or OR' : expected.includes(',') ? 'a comma' : undefined;
  return link && `Is ${link} missing before ${describeToken(found)}?`;
};

const ORDER_OF_CLAUSES = ['FROM', 'WHERE', 'GROUP', 'HAVING', 'ORDER', 'OFFSET'];
const SET_OPERATORS = ['UNION', 'EXCEPT', 'INTERSECT'];

const clauseOrder: Hint = (unexpected) => {
  const key = at(unexpected)?.key ?? '';
  const { expected } = unexpected;
  if (expected.includes('FROM') && (ORDER_OF_CLAUSES.includes(key) || SET_OPERATORS.includes(key) || key === ''))
    return 'A query reads from a table: SELECT ... FROM table.';
  if (!expected.includes('the end')) return undefined;
  if (SET_OPERATORS.includes(key))
    return `ORDER BY and OFFSET hold for the whole: write them at the end, or put this SELECT in parentheses before ${key}.`;
  if (!ORDER_OF_CLAUSES.includes(key)) return undefined;
  return 'The clauses stand in this order, each once: SELECT, FROM, WHERE, GROUP BY, HAVING, ORDER BY, OFFSET.';
};

const commaInPlace: Hint = (unexpected) => {
  if (at(unexpected)?.key !== ',') return undefined;
  if (unexpected.expected.includes('AND')) return 'It is written x BETWEEN a AND b.';
  return unexpected.unclosed ? 'Parentheses hold several values only behind a function and behind IN.' : undefined;
};

/** The first rule that has something to say is heard. */
const HINTS: readonly Hint[] = [
  limit,
  otherDialect,
  absentFunction,
  semicolon,
  misplaced,
  quotedFunction,
  emptySelectList,
  commaTooMany,
  afterIs,
  afterIn,
  unopened,
  misspelled,
  unclosed,
  commaInPlace,
  clauseOrder,
  missingLink,
];
