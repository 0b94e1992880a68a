import type { Span } from '../core/span.ts';
import { isReserved } from './keyword.ts';

/** `bad` is a stretch that has no reading; the lexer has told why. `end` stands after the last token, without extent. */
export type TokenKind = 'word' | 'delimited' | 'number' | 'string' | 'symbol' | 'bad' | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly span: Span;
  /** What it stands for: a word or number as written, a string or delimited name without its quotes. */
  readonly value: string;
  /** What the grammar compares: a word in upper case, a symbol; empty for all others. */
  readonly key: string;
}

/** A token as an error message names it. */
export function describeToken(token: Token): string {
  switch (token.kind) {
    case 'word':
      return isReserved(token.key) ? `the word ${token.key}` : `"${token.value}"`;
    case 'delimited':
      return `the name "${token.value}"`;
    case 'number':
      return `the number ${token.value}`;
    case 'string':
      return `the text '${token.value.length > 30 ? `${token.value.slice(0, 27)}...` : token.value}'`;
    case 'end':
      return 'the end';
    case 'symbol':
    case 'bad':
      return `"${token.value}"`;
  }
}
