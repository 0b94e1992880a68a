import { didYouMean } from '../../core/suggest.ts';
import type { Aggregate, CastTarget, Expression, Identifier } from '../ast.ts';
import type { Token } from '../token.ts';
import { type Cursor, commaSeparated } from './cursor.ts';
import { GEOMETRIES } from './dialect.ts';
import { parseWholeNumber } from './literal.ts';
import { STANDARD_FUNCTIONS, type StandardFunction } from './standard-function.ts';
import { parseExpression } from './term.ts';

const AGGREGATES: ReadonlyMap<string, Aggregate['name']> = new Map([
  ['COUNT', 'count'],
  ['AVG', 'avg'],
  ['MAX', 'max'],
  ['MIN', 'min'],
  ['SUM', 'sum'],
]);

export const isAggregateName = (word: string): boolean => AGGREGATES.has(word);

/** True for the reserved words (upper case) that are functions when a parenthesis follows. */
export function isFunctionName(word: string): boolean {
  return word === 'CAST' || isAggregateName(word) || STANDARD_FUNCTIONS.has(word);
}

/** `name(arguments)`, of whatever function. */
export function parseCall(cursor: Cursor): Expression {
  const word = cursor.advance();
  if (word.key === 'CAST') return parseCast(cursor, word);
  const aggregate = AGGREGATES.get(word.key);
  if (aggregate) return parseAggregate(cursor, word, aggregate);
  const open = cursor.expect('(');
  const list = cursor.nested(() => (cursor.is(')') ? [] : commaSeparated(cursor, () => parseExpression(cursor))));
  cursor.close(open);
  const name: Identifier = { name: word.value, delimited: false, span: word.span };
  const span = cursor.spanFrom(word.span.start);
  const standard = STANDARD_FUNCTIONS.get(word.key);
  if (standard) checkArguments(cursor, standard, list, span);
  else checkName(cursor, name);
  return { kind: 'call', name, arguments: list, span };
}

function checkName(cursor: Cursor, { name, span }: Identifier): void {
  const { functions } = cursor;
  if (!functions || functions.some((known) => known.toUpperCase() === name.toUpperCase())) return;
  const hint = didYouMean(name, [...functions, ...STANDARD_FUNCTIONS.keys()]);
  cursor.report('Q204', `there is no function "${name}"`, { span, ...(hint === undefined ? {} : { hint }) });
}

// The BNF of ADQL 2.1 gives each of its own functions a fixed form, so a wrong one is told here; types are judged later.
function checkArguments(
  cursor: Cursor,
  { form, fits }: StandardFunction,
  list: readonly Expression[],
  span: Expression['span'],
): void {
  if (fits(list)) return;
  const name = form.slice(0, form.indexOf('('));
  const [system, ...rest] = list;
  if (system?.kind === 'column' && GEOMETRIES.has(name) && fits(rest)) {
    const written = system.name.at(-1)?.name ?? '';
    const hint = `The coordinate system is a text in single quotes, '${written}'; it may be left out.`;
    cursor.report('Q205', `${written} is not a text`, { span: system.span, hint });
    return;
  }
  cursor.report('Q205', `${name} does not take ${countOf(list)}`, { span, hint: `It is written ${form}.` });
}

function countOf({ length }: readonly Expression[]): string {
  if (length === 0) return 'an empty list of arguments';
  return length === 1 ? 'this one argument' : `these ${length} arguments`;
}

function parseAggregate(cursor: Cursor, word: Token, name: Aggregate['name']): Expression {
  const open = cursor.expect('(');
  if (name === 'count' && cursor.is('*')) {
    cursor.advance();
    cursor.close(open);
    return { kind: 'aggregate', name, distinct: false, argument: '*', span: cursor.spanFrom(word.span.start) };
  }
  const distinct = cursor.is('DISTINCT');
  if (distinct || cursor.is('ALL')) cursor.advance();
  if (cursor.is('*', ')')) {
    const hint =
      name === 'count' ? 'Write COUNT(*) or COUNT(column).' : `${word.key} takes one value: ${word.key}(column).`;
    cursor.refuse('Q101', `${word.key} needs a value`, { span: cursor.token.span, hint });
  }
  const argument = cursor.nested(() => parseExpression(cursor));
  cursor.close(open);
  return { kind: 'aggregate', name, distinct, argument, span: cursor.spanFrom(word.span.start) };
}

const CAST_TARGETS: ReadonlyMap<string, CastTarget['name']> = new Map([
  ['SMALLINT', 'smallint'],
  ['INTEGER', 'integer'],
  ['BIGINT', 'bigint'],
  ['REAL', 'real'],
  ['DOUBLE', 'double precision'],
  ['CHAR', 'char'],
  ['VARCHAR', 'varchar'],
  ['TIMESTAMP', 'timestamp'],
  ['POINT', 'point'],
  ['CIRCLE', 'circle'],
  ['POLYGON', 'polygon'],
]);

/** What people write in the place of ADQL's types. */
const OTHER_TYPES: ReadonlyMap<string, string> = new Map([
  ['FLOAT', 'DOUBLE PRECISION or REAL'],
  ['FLOAT4', 'REAL'],
  ['FLOAT8', 'DOUBLE PRECISION'],
  ['NUMERIC', 'DOUBLE PRECISION'],
  ['DECIMAL', 'DOUBLE PRECISION'],
  ['INT', 'INTEGER'],
  ['INT2', 'SMALLINT'],
  ['INT4', 'INTEGER'],
  ['INT8', 'BIGINT'],
  ['LONG', 'BIGINT'],
  ['SHORT', 'SMALLINT'],
  ['TEXT', 'VARCHAR'],
  ['STRING', 'VARCHAR'],
  ['CHARACTER', 'CHAR'],
  ['DATE', 'TIMESTAMP'],
  ['DATETIME', 'TIMESTAMP'],
]);

function parseCast(cursor: Cursor, word: Token): Expression {
  const open = cursor.expect('(');
  const operand = cursor.nested(() => parseExpression(cursor));
  cursor.expect('AS');
  const target = parseCastTarget(cursor);
  cursor.close(open);
  return { kind: 'cast', operand, target, span: cursor.spanFrom(word.span.start) };
}

function parseCastTarget(cursor: Cursor): CastTarget {
  const { token } = cursor;
  const name = token.kind === 'word' ? CAST_TARGETS.get(token.key) : undefined;
  if (name === undefined) {
    const meant = OTHER_TYPES.get(token.key);
    const all =
      'SMALLINT, INTEGER, BIGINT, REAL, DOUBLE PRECISION, CHAR(n), VARCHAR(n), TIMESTAMP, POINT, CIRCLE, POLYGON';
    const hint = meant ? `Write ${meant}.` : `The types are ${all}.`;
    cursor.refuse('Q101', `"${token.value}" is not a type that CAST can give`, { span: token.span, hint });
  }
  cursor.advance();
  if (name === 'double precision') cursor.expect('PRECISION');
  const span = cursor.spanFrom(token.span.start);
  if ((name !== 'char' && name !== 'varchar') || !cursor.sees('(')) return { name, span };
  const open = cursor.advance();
  const length = Number(
    parseWholeNumber(cursor, `The length is a whole number: ${token.key}(30). Without it, texts of any length fit.`)
      .text,
  );
  cursor.close(open);
  return { name, length, span: cursor.spanFrom(token.span.start) };
}
