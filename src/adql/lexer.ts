import { type Problem, problem } from '../core/error.ts';
import { LIMITS } from '../core/limits.ts';
import { delimit, isRegularIdentifier } from './identifier.ts';
import { FOREIGN_QUOTES, MISREADS } from './misread.ts';
import { adviseSexagesimal } from './sexagesimal.ts';
import type { Token, TokenKind } from './token.ts';
import { adviseUnit, isUnitWord } from './unit-word.ts';

export interface Lexed {
  /** Ends with one token of kind `end`. */
  readonly tokens: readonly Token[];
  readonly problems: readonly Problem[];
}

/** What stands at one place of the text. */
interface Reading {
  readonly kind: TokenKind | 'blank';
  /** Characters that it takes. */
  readonly length: number;
  readonly value: string;
  readonly key: string;
  readonly wrong?: Wrong;
}

interface Wrong {
  readonly message: string;
  readonly hint: string;
  /** Characters to point at, if not all that were read. */
  readonly length?: number;
}

/** Cuts a query into tokens, in one pass. It never throws: what cannot be read is told in `problems`. */
export function tokenize(text: string): Lexed {
  const tokens: Token[] = [];
  const problems: Problem[] = [];
  let at = 0;
  while (at < text.length) {
    // Past the last problem that is told, nothing is worth reading.
    const lost = problems.length >= LIMITS.queryProblems;
    const { kind, length, value, key, wrong } = lost ? reading('bad', text.length - at) : read(text, at);
    const span = { start: at, end: at + length };
    if (wrong) {
      const blamed = { start: at, end: at + (wrong.length ?? length) };
      const early = kind === 'bad' && value === "'" ? closedEarly(text, tokens) : undefined;
      problems.push(problem('Q102', wrong.message, { span: blamed, hint: wrong.hint, ...early }));
    }
    if (kind !== 'blank') tokens.push({ kind, span, value, key });
    at += length;
  }
  // An error "at the end" is shown right behind the last token, not behind blank lines.
  const end = tokens.at(-1)?.span.end ?? 0;
  tokens.push({ kind: 'end', span: { start: end, end }, value: '', key: '' });
  return { tokens, problems };
}

const reading = (kind: Reading['kind'], length: number, value = '', key = '', wrong?: Wrong): Reading =>
  wrong ? { kind, length, value, key, wrong } : { kind, length, value, key };

const BLANK = /\s+/y;
// ADQL 2.1 sec 2.1.5: two or more minus signs, up to the end of the line.
const COMMENT = /--[^\r\n]*/y;
// Wider than a regular identifier, so that a name with a wrong character is told as a whole.
const LINE_COMMENT = /(?:#|\/\/)[^\r\n]*/y;
const WORD = /[\p{L}_][\p{L}\p{M}\p{N}_$]*/uy;
const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
// `05:34:31.9`, `5h34m31.9s`, `22d00m52s`.
const ANGLE = /\d+(?::\d+)+(?:\.\d*)?|\d+[hHdD]\d+(?:m(?:\d+(?:\.\d*)?s?)?|'(?:\d+(?:\.\d*)?")?)/y;
// `3..5`, of which `3.` alone would be a number.
const RANGE = /\d+\.\.\d+/y;
// Parameters of SQL in programs, that something should have filled in.
const PLACEHOLDER = /[@:]\w+|\?|\{\w*\}|\$\w+|%[sd]\b|%\(\w+\)s/y;
// Tables that a session makes for itself elsewhere.
const TEMPORARY = /##?[A-Za-z]\w*/y;
const SYMBOL = /<>|<=|>=|!=|\|\||[-+*/(),.=<>;]/y;

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function read(text: string, at: number): Reading {
  const first = text[at];
  if (first === ',' || first === '(' || first === ')') return reading('symbol', 1, first, first);
  const blank = match(BLANK, text, at) ?? (first === '-' ? match(COMMENT, text, at) : undefined);
  if (blank !== undefined) return reading('blank', blank.length);
  if (first === "'") return readQuoted(text, at, 'string');
  if (first === '"') return readQuoted(text, at, 'delimited');
  const word = match(WORD, text, at);
  if (word !== undefined) return readWord(word);
  const number = match(NUMBER, text, at);
  if (number !== undefined) return readNumber(text, at, number);
  return readSymbol(text, at) ?? readForeign(text, at);
}

function readQuoted(text: string, at: number, kind: 'string' | 'delimited'): Reading {
  const quote = kind === 'string' ? "'" : '"';
  let close = text.indexOf(quote, at + 1);
  while (close >= 0 && text[close + 1] === quote) close = text.indexOf(quote, close + 2);
  if (close < 0) return reading('bad', text.length - at, quote, '', unclosed(restOfLine(text, at), kind));
  const value = text.slice(at + 1, close).replaceAll(quote + quote, quote);
  const length = close + 1 - at;
  if (kind === 'string' || value !== '') return reading(kind, length, value);
  const hint = "An empty text is written in single quotes: ''.";
  return reading(kind, length, value, '', { message: 'a name cannot be empty', hint });
}

function unclosed(line: string, kind: 'string' | 'delimited'): Wrong {
  const { length } = line.trimEnd();
  return kind === 'string'
    ? {
        message: 'a text is not closed',
        hint: "Close it with a single quote. A quote inside a text is doubled: 'O''Brien'.",
        length,
      }
    : {
        message: 'a name in double quotes is not closed',
        hint: 'Close it with a double quote. A double quote inside a name is doubled.',
        length,
      };
}

/** `'Barnard's star'`: the text ended at the apostrophe, and what is not closed is only the end of it. */
function closedEarly(text: string, tokens: readonly Token[]): Pick<Problem, 'span' | 'hint'> | undefined {
  const place = tokens.findLastIndex(({ kind }) => kind === 'string');
  const [first, next] = [tokens[place], tokens[place + 1]];
  if (!first || !next || next.kind !== 'word' || first.span.end !== next.span.start) return undefined;
  const end = text.indexOf("'", first.span.end) + 1;
  const inside = text.slice(first.span.start + 1, end - 1);
  if (end === 0 || inside.includes('\n')) return undefined;
  const hint = `A quote inside a text is doubled: '${inside.replaceAll("'", "''")}'.`;
  return { span: { start: first.span.start, end }, hint };
}

function readWord(word: string): Reading {
  const key = word.toUpperCase();
  if (isRegularIdentifier(word)) return reading('word', word.length, word, key);
  const message = `"${word}" cannot be written as a bare name`;
  const hint = `Bare names have only Latin letters, digits and underscores, a letter first. Write ${delimit(word)}.`;
  return reading('word', word.length, word, key, { message, hint });
}

function readNumber(text: string, at: number, number: string): Reading {
  // Most numbers have nothing right behind them, and lists of them are long.
  if (!/[\p{L}_:.]/u.test(text[at + number.length] ?? '')) return reading('number', number.length, number);
  const angle = match(ANGLE, text, at);
  const inDegrees = angle === undefined ? undefined : adviseSexagesimal(angle);
  if (angle !== undefined && inDegrees !== undefined)
    return reading('number', angle.length, '0', '', { message: `${angle} is not a number of ADQL`, hint: inDegrees });
  const range = match(RANGE, text, at);
  if (range !== undefined) {
    const hint = `A range is written x BETWEEN ${range.replace('..', ' AND ')}.`;
    return reading('number', range.length, '0', '', { message: `"${range}" is not a number of ADQL`, hint });
  }
  // Letters right behind a number: `2MASS`, `10as`.
  const tail = match(WORD, text, at + number.length);
  if (tail === undefined) return reading('number', number.length, number);
  const whole = number + tail;
  if (isUnitWord(tail)) return reading('number', whole.length, number, '', adviseUnit(number, tail));
  const hint = number.includes('.')
    ? 'Is a space or an operator missing?'
    : `A name that begins with a digit stands in double quotes: ${delimit(whole)}.`;
  return reading('delimited', whole.length, whole, '', { message: `"${whole}" is neither a number nor a name`, hint });
}

const FIRST_OF_MISREADS = new Set(['=', '<', '<=', '>', '*']);

function readSymbol(text: string, at: number): Reading | undefined {
  const symbol = match(SYMBOL, text, at);
  if (symbol === undefined || text.startsWith('/*', at) || text.startsWith('//', at)) return undefined;
  // `==` begins like a symbol, but is one thing.
  if (FIRST_OF_MISREADS.has(symbol) && MISREADS.some((one) => text.startsWith(one.text, at))) return undefined;
  return reading('symbol', symbol.length, symbol, symbol === '!=' ? '<>' : symbol);
}

function readForeign(text: string, at: number): Reading {
  if (text.startsWith('/*', at)) return readBlockComment(text, at);
  const comment = match(LINE_COMMENT, text, at);
  if (comment !== undefined && /(^|\n)\s*$/.test(text.slice(Math.max(0, at - 40), at))) {
    const hint = 'A comment begins with two minus signs and ends with its line.';
    return reading('blank', comment.length, '', '', { message: `ADQL has no comments behind ${comment[0]}`, hint });
  }
  // `a %d` is more likely a placeholder than the remainder by d.
  const placeholder = match(PLACEHOLDER, text, at);
  if (placeholder !== undefined) {
    const hint = 'The value itself has to stand in the query.';
    return reading('number', placeholder.length, '0', '', { message: `${placeholder} stands for a value`, hint });
  }
  const found = MISREADS.find((one) => text.startsWith(one.text, at));
  if (found) return reading(found.read ? 'symbol' : 'bad', found.text.length, found.text, found.read, found);
  const temporary = match(TEMPORARY, text, at);
  if (temporary !== undefined) {
    const hint = 'A query makes no tables. WITH name AS (SELECT ...) gives a name to a subquery.';
    const message = `ADQL has no temporary tables such as ${temporary}`;
    return reading('delimited', temporary.length, temporary, '', { message, hint });
  }
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  const quote = FOREIGN_QUOTES.get(character);
  const line = quote ? restOfLine(text, at) : '';
  const close = quote ? line.indexOf(quote.close, 1) : -1;
  if (quote && close > 0) {
    const message = `${character} is not a quote of ADQL`;
    const inside = line.slice(1, close);
    return reading(quote.kind, close + 1, inside, '', { message, hint: adviseQuotes(quote.kind, inside) });
  }
  const message = `ADQL has no ${nameOf(character)}`;
  return reading('bad', character.length, character, '', { message, hint: 'Outside of quotes it has no meaning.' });
}

function adviseQuotes(kind: 'string' | 'delimited', inside: string): string {
  if (kind === 'string') return `Texts stand in straight single quotes: '${inside.replaceAll("'", "''")}'.`;
  if (/[',]/.test(inside)) return 'A list stands in parentheses: x IN (1, 2).';
  return /^\d+$/.test(inside)
    ? 'ADQL has no way to the elements of an array.'
    : `Names stand in double quotes: ${delimit(inside)}.`;
}

function readBlockComment(text: string, at: number): Reading {
  const close = text.indexOf('*/', at + 2);
  const hint = 'A comment begins with two minus signs and ends with its line.';
  const wrong = { message: 'ADQL has no comments in /* */', hint, length: 2 };
  return reading('blank', (close < 0 ? text.length : close + 2) - at, '', '', wrong);
}

function restOfLine(text: string, at: number): string {
  const end = text.indexOf('\n', at);
  return text.slice(at, end < 0 ? text.length : end);
}

function nameOf(character: string): string {
  const visible = /[\p{L}\p{N}\p{P}\p{S}]/u.test(character);
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return visible ? `character ${character}` : `character U+${code}`;
}
