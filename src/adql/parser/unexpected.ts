import type { Token } from '../token.ts';

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

/** What to do about it, with a better message than "expected a, but found b" where there is one. */
export type Advice = string | { readonly message: string; readonly hint: string };

/** One rule of advice; it has nothing to say of what it does not recognise. */
export type Rule = (unexpected: Unexpected) => Advice | undefined;

/** The token that surprised, or one before or behind it. */
export const at = ({ tokens, index }: Unexpected, offset = 0): Token | undefined => tokens[index + offset];

/** True for what names or is a value by itself. */
export const isOperand = (token: Token | undefined): boolean =>
  token !== undefined && ['word', 'delimited', 'number', 'string'].includes(token.kind);

/** The token before the parenthesis that the one at `index` closes: the name of a function, say. */
export function beforeParenthesis(tokens: readonly Token[], index: number): Token | undefined {
  let depth = 0;
  for (let place = index; place >= 0; place--) {
    const key = tokens[place]?.key;
    depth += key === ')' ? 1 : key === '(' ? -1 : 0;
    if (depth === 0) return tokens[place - 1];
  }
  return undefined;
}
