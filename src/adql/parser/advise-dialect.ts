import { isReserved } from '../keyword.ts';
import { GEOMETRIES, LISTING, OTHER_WORDS, PATTERN_OPERATORS, WRITING } from './dialect.ts';
import { at, beforeParenthesis, type Rule } from './unexpected.ts';

const limit: Rule = (unexpected) => {
  // Without its number, LIMIT was taken for an alias, and the number is what surprises.
  const word = [at(unexpected), at(unexpected, -1)].find((token) => token?.key === 'LIMIT');
  if (!word) return undefined;
  const number = unexpected.tokens[unexpected.tokens.indexOf(word) + 1];
  return `ADQL has no LIMIT: write SELECT TOP ${number?.kind === 'number' ? number.value : '10'} ...`;
};

const otherStatement: Rule = (unexpected) => {
  if (unexpected.index > 0) return undefined;
  const found = at(unexpected);
  if (found?.kind === 'string' || found?.kind === 'delimited') {
    const hint = 'The query itself stands without quotes around it.';
    return /^\s*(select|with)\b/i.test(found.value) ? { message: 'the query stands in quotes', hint } : undefined;
  }
  if (found?.kind !== 'word') return undefined;
  if (WRITING.has(found.key)) return 'ADQL only reads: a query begins with SELECT.';
  if (!LISTING.has(found.key)) return undefined;
  return 'The tables are in TAP_SCHEMA.tables, their columns in TAP_SCHEMA.columns: SELECT * FROM TAP_SCHEMA.tables.';
};

/** `CONTAINS(...) = TRUE`. */
const truthOfGeometry: Rule = ({ tokens, index }) => {
  const truth = tokens[index]?.key;
  if (truth !== 'TRUE' && truth !== 'FALSE') return undefined;
  const name = tokens[index - 2]?.key === ')' ? beforeParenthesis(tokens, index - 2)?.key : undefined;
  if (name !== 'CONTAINS' && name !== 'INTERSECTS') return undefined;
  return `${name} gives 1 or 0: write ${name}(...) = ${truth === 'TRUE' ? 1 : 0}.`;
};

const pattern: Rule = (unexpected) => {
  const found = at(unexpected);
  if (found?.kind !== 'word' || !PATTERN_OPERATORS.has(found.key)) return undefined;
  if (found.key !== 'CONTAINS')
    return 'A text is compared with a pattern by LIKE: % stands for any characters, _ for one.';
  const before =
    at(unexpected, -1)?.key === ')' ? beforeParenthesis(unexpected.tokens, unexpected.index - 1) : undefined;
  return before && GEOMETRIES.has(before.key)
    ? 'CONTAINS is a function: 1 = CONTAINS(inner, outer).'
    : "CONTAINS compares regions of the sky; a text that holds another is found by LIKE '%abc%'.";
};

const otherWord: Rule = (unexpected) => {
  const found = at(unexpected);
  const before = at(unexpected, -1);
  if (found?.key === '(' && before?.key === 'OVER') return OTHER_WORDS['OVER'];
  if (before?.key === 'RECURSIVE') return OTHER_WORDS['RECURSIVE'];
  // Words that are not reserved may have passed for the name of a table.
  const passed = before?.kind === 'word' &&
    !isReserved(before.key) && ['SORT', 'MINUS', 'TABLESAMPLE', 'APPLY', 'PIVOT', 'WINDOW'];
  if (passed && before && passed.includes(before.key)) return OTHER_WORDS[before.key];
  if (found?.kind !== 'word') return undefined;
  if (found.key === 'ALL') return before?.kind === 'symbol' ? OTHER_WORDS['ANY'] : undefined;
  if (/^CURRENT_/.test(found.key)) return 'ADQL does not know the present time; write the time that is meant.';
  return Object.hasOwn(OTHER_WORDS, found.key) ? OTHER_WORDS[found.key] : undefined;
};

const PARTS_OF_TIME = new Set(['YEAR', 'MONTH', 'DAY', 'HOUR', 'MINUTE', 'SECOND', 'EXTRACT']);

const absentFunction: Rule = (unexpected) => {
  const found = at(unexpected);
  if (!found || at(unexpected, 1)?.key !== '(' || !isReserved(found.key)) return undefined;
  if (!unexpected.expected.includes('a value')) return undefined;
  const message = `ADQL has no function ${found.key}`;
  if (PARTS_OF_TIME.has(found.key))
    return {
      message,
      hint: "Name both ends of the time that is meant, such as t >= '2010-01-01' AND t < '2011-01-01'.",
    };
  const hint = ['INT', 'FLOAT', 'REAL', 'CHAR', 'VARCHAR', 'INTEGER', 'DOUBLE', 'SMALLINT', 'BIGINT'].includes(
    found.key,
  )
    ? 'Types are converted by CAST(x AS type).'
    : `${found.key} is a reserved word without a meaning.`;
  return { message, hint };
};

const misplaced: Rule = (unexpected) => {
  const found = at(unexpected);
  if (found?.key === 'TOP') return 'TOP stands behind SELECT, before the columns: SELECT TOP 10 ...';
  if (found?.key !== 'DISTINCT') return undefined;
  return 'DISTINCT stands right behind SELECT, before TOP: SELECT DISTINCT TOP 10 ...';
};

const quotedFunction: Rule = (unexpected) =>
  at(unexpected)?.key === '(' && at(unexpected, -1)?.kind === 'delimited'
    ? 'The name of a function stands without quotes.'
    : undefined;

/** `dbo.f(x)`. */
const functionOfSchema: Rule = (unexpected) => {
  const [name, period] = [at(unexpected, -1), at(unexpected, -2)];
  if (at(unexpected)?.key !== '(' || name?.kind !== 'word' || period?.key !== '.') return undefined;
  const hint = 'Functions stand without a schema; the capabilities of the service list them.';
  return { message: `there is no function ${at(unexpected, -3)?.value}.${name.value}`, hint };
};

/** Words and statements of other dialects. */
export const DIALECT_RULES: readonly Rule[] = [
  limit,
  otherStatement,
  truthOfGeometry,
  pattern,
  otherWord,
  absentFunction,
  misplaced,
  quotedFunction,
  functionOfSchema,
];
