/** Header units and data units are made of blocks of this many bytes (FITS 4.0 sec 3.1). */
export const BLOCK = 2880;
const CARD = 80;
/** Characters of a text in one card: 80, less keyword, `= `, quotes, and the `&` that announces more. */
const PIECE = 67;

export type CardValue = string | number | bigint | boolean;

/** One keyword with its value; a text too long for one card goes on in CONTINUE cards (FITS 4.0 sec 4.2.1.2). */
export function card(keyword: string, value: CardValue, comment?: string): string {
  if (typeof value === 'string') return textCards(keyword, value);
  const written = typeof value === 'boolean' ? (value ? 'T' : 'F') : String(value);
  const line = `${keyword.padEnd(8)}= ${written.padStart(20)}`;
  return whole(comment === undefined ? line : `${line} / ${ascii(comment)}`);
}

/** A remark, in as many cards as it takes. */
export function remark(text: string): string {
  return pieces(ascii(text), CARD - 8)
    .map((piece) => whole(`COMMENT ${piece}`))
    .join('');
}

/** Cards as a header unit: END behind them, and blanks up to a whole block. */
export function headerUnit(cards: readonly string[]): Uint8Array {
  const text = `${cards.join('')}${'END'.padEnd(CARD)}`;
  return Buffer.from(text.padEnd(Math.ceil(text.length / BLOCK) * BLOCK), 'latin1');
}

function textCards(keyword: string, value: string): string {
  // A quote is doubled, and must not be parted from its double.
  const parts = pieces(ascii(value), PIECE - 2, (part) => part.replaceAll("'", "''").length);
  return parts
    .map((part, index) => {
      const more = index < parts.length - 1 ? '&' : '';
      const start = index === 0 ? `${keyword.padEnd(8)}= ` : 'CONTINUE  ';
      return whole(`${start}'${`${part.replaceAll("'", "''")}${more}`.padEnd(8)}'`);
    })
    .join('');
}

function pieces(text: string, most: number, size = (part: string): number => part.length): readonly string[] {
  const parts: string[] = [];
  let part = '';
  for (const character of text) {
    if (size(part + character) > most) {
      parts.push(part);
      part = '';
    }
    part += character;
  }
  return part === '' && parts.length > 0 ? parts : [...parts, part];
}

function whole(line: string): string {
  return line.slice(0, CARD).padEnd(CARD);
}

/** Headers hold ASCII from blank to tilde alone (FITS 4.0 sec 4.1.2.1); accents are left off, and what remains becomes `?`. */
function ascii(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .replace(/\s+/g, ' ')
    .replace(/[^ -~]/gu, '?');
}
