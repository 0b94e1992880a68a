import { editDistance } from '../../core/suggest.ts';
import { CLAUSE_WORDS, isReserved } from '../keyword.ts';
import { describeToken, type Token } from '../token.ts';
import { at, isOperand, type Rule } from './unexpected.ts';

const semicolon: Rule = (unexpected) =>
  at(unexpected)?.key === ';' ? 'Only one query can be sent at a time.' : undefined;

const emptySelectList: Rule = (unexpected) =>
  at(unexpected)?.key === 'FROM' && ['SELECT', 'DISTINCT', 'ALL'].includes(at(unexpected, -1)?.key ?? '')
    ? 'Name the columns that are wanted, or write * for all of them.'
    : undefined;

const commaTooMany: Rule = (unexpected) => {
  const found = at(unexpected);
  const unwanted = found && (found.kind === 'end' || found.key === ',' || found.key === ')' || isReserved(found.key));
  return unwanted && at(unexpected, -1)?.key === ',' ? 'Is there a comma too many?' : undefined;
};

/** What begins a condition, but has none behind it. */
const missingCondition: Rule = (unexpected) => {
  const before = at(unexpected, -1)?.key ?? '';
  const found = at(unexpected);
  if (before === 'AND' && unexpected.tokens[unexpected.index - 3]?.key === 'BETWEEN')
    return 'It is written x BETWEEN a AND b.';
  if (!['WHERE', 'HAVING', 'ON', 'AND', 'OR'].includes(before) || !unexpected.expected.includes('a column or value'))
    return undefined;
  if (found?.kind !== 'end' && !['AND', 'OR', ')'].includes(found?.key ?? '') && !CLAUSE_WORDS.has(found?.key ?? ''))
    return undefined;
  return `Write the condition that belongs to ${before}, or leave ${before} out.`;
};

const unclosed: Rule = ({ unclosed: open, tokens, index }) => {
  if (!open || tokens[index]?.key === ',') return undefined;
  return `The parenthesis behind ${describeBefore(tokens, open)} is not closed.`;
};

const describeBefore = (tokens: readonly Token[], open: Token): string => {
  const before = tokens[tokens.indexOf(open) - 1];
  return before ? describeToken(before) : 'the beginning';
};

const unopened: Rule = (unexpected) => {
  if (at(unexpected)?.key !== ')' || unexpected.expected.includes(')')) return undefined;
  let open = 0;
  for (const { key } of unexpected.tokens.slice(0, unexpected.index)) open += key === '(' ? 1 : key === ')' ? -1 : 0;
  return open <= 0 ? 'This parenthesis closes none.' : undefined;
};

/** A keyword that was nearly written, here or as the alias before. */
const misspelled: Rule = (unexpected) => {
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

const missingLink: Rule = (unexpected) => {
  const found = at(unexpected);
  if (!found || !isOperand(found) || isReserved(found.key)) return undefined;
  const { expected, unclosed: open } = unexpected;
  if (open && !expected.includes(',')) return undefined;
  const comma = expected.includes('FROM') && at(unexpected, 1)?.key === '.' ? 'FROM or a comma' : 'a comma';
  const link = expected.includes('OR') ? 'AND or OR' : expected.includes(',') ? comma : undefined;
  return link && `Is ${link} missing before ${describeToken(found)}?`;
};

const ORDER_OF_CLAUSES = ['FROM', 'WHERE', 'GROUP', 'HAVING', 'ORDER', 'OFFSET'];
const SET_OPERATORS = ['UNION', 'EXCEPT', 'INTERSECT'];

const clauseOrder: Rule = (unexpected) => {
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

const betweenTables: Rule = (unexpected) => {
  const key = at(unexpected)?.key;
  if (!unexpected.expected.includes('JOIN') || unexpected.expected.includes('OR')) return undefined;
  if (key === 'AND') return 'Tables are separated by commas, or joined: FROM a JOIN b ON a.x = b.x.';
  return key === 'USING' || key === 'ON'
    ? `${key} belongs to a JOIN: FROM a JOIN b ${key === 'ON' ? 'ON a.x = b.x' : 'USING (x)'}.`
    : undefined;
};

const byMissing: Rule = (unexpected) => {
  const before = at(unexpected, -1)?.key;
  if ((before === 'GROUP' || before === 'ORDER') && unexpected.expected.includes('BY')) return `Write ${before} BY.`;
  const clause = at(unexpected, -2)?.key;
  return before === 'BY' && at(unexpected)?.kind === 'end'
    ? `Write what to ${clause === 'ORDER' ? 'sort' : 'group'} by, or leave ${clause} BY out.`
    : undefined;
};

const tableMissing: Rule = (unexpected) => {
  const before = at(unexpected, -1)?.key ?? '';
  if (unexpected.expected.includes('a table name') && ['FROM', 'JOIN', ','].includes(before))
    return `Name a table behind ${before === ',' ? 'the comma' : before}, such as TAP_SCHEMA.tables, which lists them all.`;
  if (!unexpected.expected.includes('OUTER') || !['LEFT', 'RIGHT', 'FULL'].includes(before)) return undefined;
  return `Write ${before} JOIN.`;
};

const usingForm: Rule = (unexpected) =>
  at(unexpected, -1)?.key === 'USING' && isOperand(at(unexpected))
    ? `The columns stand in parentheses: USING (${at(unexpected)?.value}).`
    : undefined;

const queryOfWith: Rule = ({ tokens, index, expected }) =>
  tokens[0]?.key === 'WITH' &&
  tokens[index]?.kind === 'end' &&
  expected.includes('SELECT') &&
  tokens[index - 1]?.key === ')'
    ? 'Behind the tables of WITH comes the query that reads them: SELECT ... FROM name.'
    : undefined;

/** The order of the query, its commas and parentheses, and keywords that were nearly written. */
export const STRUCTURE_RULES: readonly Rule[] = [
  semicolon,
  emptySelectList,
  commaTooMany,
  missingCondition,
  queryOfWith,
  usingForm,
  byMissing,
  tableMissing,
  betweenTables,
  unopened,
  misspelled,
  missingLink,
  unclosed,
  clauseOrder,
];
