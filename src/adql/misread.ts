/** Something that people write and ADQL does not know: what to say, and what to read in its place so that reading can go on. */
export interface Misread {
  readonly text: string;
  readonly message: string;
  readonly hint: string;
  /** The symbol that was meant, if that is sure. */
  readonly read?: string;
}

const misread = (text: string, hint: string, read?: string): Misread => ({
  text,
  message: `ADQL has no ${text}`,
  hint,
  ...(read === undefined ? {} : { read }),
});

/** Longer ones first, as the lexer takes the first that fits. */
export const MISREADS: readonly Misread[] = [
  misread('<=>', 'Write = to compare.', '='),
  misread('===', 'Write = to compare.', '='),
  misread('==', 'Write = to compare.', '='),
  misread('=<', 'Write <= for "at most".', '<='),
  misread('=>', 'Write >= for "at least".', '>='),
  misread('!<', 'Write >= for "not less than".', '>='),
  misread('!>', 'Write <= for "not more than".', '<='),
  misread('//', 'Write one / to divide; a comment begins with two minus signs.'),
  misread('&&', 'Write AND.'),
  misread('**', 'Write POWER(x, y).'),
  misread('::', 'Write CAST(value AS type).'),
  misread('<<', 'There are no operators on bits.'),
  misread('>>', 'There are no operators on bits.'),
  misread('!', 'Write NOT, or <> for "not equal".'),
  misread('%', 'Write MOD(x, y) for the remainder of a division.'),
  misread('^', 'Write POWER(x, y).'),
  misread('&', 'Write AND; there are no operators on bits.'),
  misread('|', 'Write OR; two bars, ||, join texts; there are no operators on bits.'),
  misread('~', 'There are no operators on bits; texts are compared with LIKE.'),
  misread('≤', 'Write <=.', '<='),
  misread('≥', 'Write >=.', '>='),
  misread('≠', 'Write <>.', '<>'),
  misread('×', 'Write *.', '*'),
  misread('−', 'Write the minus sign of the keyboard, -.', '-'),
  misread('–', 'Write the minus sign of the keyboard, -.', '-'),
  misread('÷', 'Write /.', '/'),
];

/** Quotes that are not ADQL's, with the ones that close them and the kind of token that was meant. */
export const FOREIGN_QUOTES: ReadonlyMap<string, { readonly close: string; readonly kind: 'string' | 'delimited' }> =
  new Map([
    ['‘', { close: '’', kind: 'string' }],
    ['’', { close: '’', kind: 'string' }],
    ['“', { close: '”', kind: 'string' }],
    ['”', { close: '”', kind: 'string' }],
    ['´', { close: '´', kind: 'string' }],
    ['`', { close: '`', kind: 'delimited' }],
    ['[', { close: ']', kind: 'delimited' }],
  ]);
