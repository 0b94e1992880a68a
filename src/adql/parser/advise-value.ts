import { delimit } from '../identifier.ts';
import { isReserved } from '../keyword.ts';
import { describeToken, type Token } from '../token.ts';
import { adviseUnit, isUnitWord } from '../unit-word.ts';
import { GEOMETRIES } from './dialect.ts';
import { at, isOperand, type Rule, type Unexpected } from './unexpected.ts';

const COMPARISONS = new Set(['=', '<>', '<', '>', '<=', '>=', 'LIKE', 'ILIKE']);

/** `< 5 arcsec`. */
const unit: Rule = (unexpected) => {
  const [number, word] = [at(unexpected, -1), at(unexpected)];
  if (number?.kind !== 'number' || word?.kind !== 'word' || !isUnitWord(word.value)) return undefined;
  return adviseUnit(number.value, word.value);
};

/** `= Crab Nebula`. */
const bareText: Rule = (unexpected) => {
  const [operator, first, second] = [at(unexpected, -2), at(unexpected, -1), at(unexpected)];
  if (!operator || !COMPARISONS.has(operator.key) || first?.kind !== 'word' || second?.kind !== 'word')
    return undefined;
  if (isReserved(first.key) || isReserved(second.key)) return undefined;
  return `Is it a text? Texts stand in single quotes: '${first.value} ${second.value}'.`;
};

/** `ra > 3,5` and `n > 1,000`. */
const commaInNumber: Rule = (unexpected) => {
  const [whole, comma, rest] = [at(unexpected, -1), at(unexpected), at(unexpected, 1)];
  if (whole?.kind !== 'number' || comma?.key !== ',' || rest?.kind !== 'number') return undefined;
  if (unexpected.unclosed || unexpected.expected.includes('AND') === false) return undefined;
  const touching = whole.span.end === comma.span.start && comma.span.end === rest.span.start;
  if (!touching || !/^\d+$/.test(whole.value)) return undefined;
  const thousands = /^\d{3}$/.test(rest.value) ? ` or ${whole.value}${rest.value}` : '';
  const hint = `Fractions stand behind a period, and thousands are not set apart: write ${whole.value}.${rest.value}${thousands}.`;
  return { message: 'a number has no comma', hint };
};

const commaInPlace: Rule = (unexpected) => {
  const { tokens, index, expected, unclosed } = unexpected;
  const key = at(unexpected)?.key;
  if ((key === ',' || key === 'TO') && expected.length === 1 && expected[0] === 'AND')
    return 'It is written x BETWEEN a AND b.';
  if (key !== ',') return undefined;
  if (['TOP', 'OFFSET'].includes(at(unexpected, -2)?.key ?? '') && at(unexpected, -1)?.kind === 'number')
    return `No comma stands behind ${at(unexpected, -2)?.key} ${at(unexpected, -1)?.value}.`;
  if (!unclosed) return undefined;
  const before = tokens[tokens.indexOf(unclosed) - 1];
  if (before?.key === 'BETWEEN') return 'It is written x BETWEEN a AND b.';
  if (before?.key === 'CAST') return 'It is written CAST(x AS type).';
  const outer = tokens[tokens.indexOf(unclosed) - 2];
  if (before?.key === '(' && outer && GEOMETRIES.has(outer.key))
    return 'Coordinates follow one another without parentheses of their own: POLYGON(1, 2, 3, 4, 5, 6), or POINT(1, 2) for each.';
  const close = tokens.findIndex((token, place) => place > index && token.key === ')');
  return tokens[close + 1]?.key === 'IN' || tokens[close + 1]?.key === '='
    ? 'Values are compared one by one: a = x AND b = y; with a subquery, by EXISTS (SELECT ... WHERE ...).'
    : 'Parentheses hold several values only behind a function and behind IN.';
};

const castForm: Rule = (unexpected) =>
  unexpected.expected.includes('AS') && unexpected.expected.length === 1 && castBefore(unexpected)
    ? 'It is written CAST(x AS type).'
    : undefined;

const castBefore = ({ tokens, index }: Unexpected): boolean =>
  tokens.slice(0, index).findLast(({ key }, place) => key === '(' && tokens[place - 1]?.key === 'CAST') !== undefined;

const afterIs: Rule = (unexpected) => {
  const is =
    at(unexpected, -1)?.key === 'IS' || (at(unexpected, -1)?.key === 'NOT' && at(unexpected, -2)?.key === 'IS');
  return is && unexpected.expected.includes('NULL')
    ? 'IS is followed by NULL or NOT NULL only; other values are compared with = or <>.'
    : undefined;
};

const afterIn: Rule = (unexpected) => {
  const [found, before, previous] = [at(unexpected), at(unexpected, -1), at(unexpected, -2)];
  if (before?.key === 'IN' && found && GEOMETRIES.has(found.key))
    return 'A position lies in a region if 1 = CONTAINS(position, region).';
  if (before?.key === 'IN') return 'Behind IN stand values or a subquery in parentheses: x IN (1, 2).';
  return before?.key === '(' && previous?.key === 'IN' && found?.key === ')'
    ? 'The list behind IN has at least one value.'
    : undefined;
};

/** `x NOT NULL`, `x NOT = 3`. */
const notBehindValue: Rule = (unexpected) => {
  if (at(unexpected)?.key !== 'NOT') return undefined;
  const next = at(unexpected, 1)?.key ?? '';
  if (next === 'NULL') return 'Write IS NOT NULL.';
  return COMPARISONS.has(next) ? 'Write <> for "not equal", or NOT in front of the whole comparison.' : undefined;
};

/** `ra > 3 OR > 5`. */
const halfComparison: Rule = (unexpected) => {
  const [before, found] = [at(unexpected, -1), at(unexpected)];
  if (!found || !COMPARISONS.has(found.key) || (before?.key !== 'AND' && before?.key !== 'OR')) return undefined;
  return `Each comparison names both sides: x > 1 ${before.key} x ${found.key} ...`;
};

/** `FROM I/355/gaiadr3`, `AS right-ascension`. */
const nameInPieces: Rule = (unexpected) => {
  const [before, found] = [at(unexpected, -1), at(unexpected)];
  if (!isOperand(before) || !found || !['/', '-', '+', '*'].includes(found.key)) return undefined;
  const isTable = unexpected.expected.includes('JOIN');
  if (!isTable && at(unexpected, -2)?.key !== 'AS') return undefined;
  const whole = touchingText(unexpected);
  if (whole === undefined) return undefined;
  const [, qualifier = '', name = whole] = isTable ? (/^((?:\w+\.)*)(.*)$/.exec(whole) ?? []) : [];
  return `A name with such characters stands in double quotes: ${qualifier}${delimit(name)}.`;
};

/** The tokens around that stand without blanks between, as one text. */
function touchingText({ tokens, index }: Unexpected): string | undefined {
  const touch = (left?: Token, right?: Token): boolean => left?.span.end === right?.span.start && right?.kind !== 'end';
  let [first, last] = [index, index];
  while (first > 0 && touch(tokens[first - 1], tokens[first])) first--;
  while (touch(tokens[last], tokens[last + 1])) last++;
  return first === index || last === index
    ? undefined
    : tokens
        .slice(first, last + 1)
        .map(({ value }) => value)
        .join('');
}

const textAsName: Rule = (unexpected) => {
  const found = at(unexpected);
  if (found?.kind === 'string' && at(unexpected, -1)?.key === 'AS')
    return `Names stand in double quotes: ${delimit(found.value)}.`;
  const named = at(unexpected, -2)?.key === 'AS' && at(unexpected, -1)?.kind === 'word';
  return named && found?.kind === 'word' && !isReserved(found.key) && unexpected.expected.includes('FROM')
    ? `Is a comma missing before ${describeToken(found)}? A name of two words stands in double quotes: ${delimit(`${at(unexpected, -1)?.value} ${found.value}`)}.`
    : undefined;
};

/** `WITH a AS SELECT`, `WITH a (SELECT`. */
const withoutParenthesis: Rule = (unexpected) => {
  const [before, previous] = [at(unexpected, -1), at(unexpected, -3)];
  if (at(unexpected)?.key !== 'SELECT') return undefined;
  const form = 'It is written WITH name AS (SELECT ...) SELECT ... FROM name.';
  if (before?.key === 'AS' && unexpected.expected.includes('(')) return form;
  return before?.key === '(' && (previous?.key === 'WITH' || previous?.key === ',') ? form : undefined;
};

/** `POINT(1, 2) CONTAINS` and the like are told by `pattern`; what is left here are functions that close too early. */
const tooManyArguments: Rule = ({ tokens, index, unclosed }) => {
  if (!unclosed || tokens[index]?.key !== ',') return undefined;
  const name = tokens[tokens.indexOf(unclosed) - 1]?.key ?? '';
  if (name === 'COUNT')
    return 'COUNT takes one value. Different pairs are counted by SELECT COUNT(*) FROM (SELECT DISTINCT a, b FROM t) AS q.';
  if (!['AVG', 'SUM', 'MIN', 'MAX'].includes(name)) return undefined;
  return `${name} takes one value, and looks at it in all rows.`;
};

export const VALUE_RULES: readonly Rule[] = [
  unit,
  bareText,
  commaInNumber,
  tooManyArguments,
  commaInPlace,
  castForm,
  afterIs,
  afterIn,
  notBehindValue,
  halfComparison,
  nameInPieces,
  textAsName,
  withoutParenthesis,
];
