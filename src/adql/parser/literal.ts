import type { NumberLiteral, StringLiteral } from '../ast.ts';
import type { Token } from '../token.ts';
import type { Cursor } from './cursor.ts';

export function takeNumber(token: Token): NumberLiteral {
  return { kind: 'number', text: token.value, span: token.span };
}

export function takeString(token: Token): StringLiteral {
  return { kind: 'string', value: token.value, span: token.span };
}

/** True for digits alone: what ADQL calls an unsigned decimal. */
export function isWholeNumber(text: string): boolean {
  return /^\d+$/.test(text);
}

/** The number behind TOP and OFFSET, or in CHAR(n). `example` is shown if it is something else. */
export function parseWholeNumber(cursor: Cursor, example: string): NumberLiteral {
  const { token, next } = cursor;
  if (token.kind === 'number' && isWholeNumber(token.value)) return takeNumber(cursor.advance());
  const signed = (token.key === '-' || token.key === '+') && next.kind === 'number';
  if (token.kind === 'number' || signed) {
    const last = signed ? next : token;
    const written = signed ? token.value + next.value : token.value;
    const span = { start: token.span.start, end: last.span.end };
    cursor.refuse('Q101', `expected a whole number without sign, but found ${written}`, { span, hint: example });
  }
  cursor.mention('a whole number');
  return cursor.fail({ hint: example });
}
