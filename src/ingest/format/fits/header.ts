/** A value of a FITS header; whole numbers too large for a double come as bigint. */
export type HeaderValue = string | number | bigint | boolean;

/** The keywords of one HDU; of a repeated keyword the first counts. */
export type FitsHeader = ReadonlyMap<string, HeaderValue>;

export const BLOCK = 2880;
const CARD = 80;

/** Collects the cards of a header, block by block (FITS 4.0 sec 4). */
export class HeaderBuilder {
  readonly #values = new Map<string, HeaderValue>();
  /** The keyword whose text the next CONTINUE card carries on (FITS 4.0 sec 4.2.1.2). */
  #open: string | undefined;

  /** Takes one block of 2880 bytes; true when it holds the END card. */
  add(block: Buffer): boolean {
    for (let at = 0; at + CARD <= block.length; at += CARD) {
      const card = block.toString('latin1', at, at + CARD);
      const keyword = card.slice(0, 8).trimEnd();
      if (keyword === 'END' && card.slice(8).trim() === '') return true;
      if (keyword === 'CONTINUE') this.#continue(card.slice(8));
      else if (card.slice(8, 10) === '= ') this.#set(keyword, card.slice(10));
    }
    return false;
  }

  finish(): FitsHeader {
    return this.#values;
  }

  #set(keyword: string, field: string): void {
    this.#open = undefined;
    const value = parseValue(field);
    if (value === undefined || this.#values.has(keyword)) return;
    this.#values.set(keyword, value);
    if (typeof value === 'string' && value.endsWith('&')) this.#open = keyword;
  }

  #continue(field: string): void {
    const start = this.#open === undefined ? undefined : this.#values.get(this.#open);
    const more = parseValue(field);
    if (this.#open === undefined || typeof start !== 'string' || typeof more !== 'string') return;
    this.#values.set(this.#open, start.slice(0, -1) + more);
    if (!more.endsWith('&')) this.#open = undefined;
  }
}

/** The value in columns 11 to 80 of a card (FITS 4.0 sec 4.2), without its comment; undefined where there is none. */
function parseValue(field: string): HeaderValue | undefined {
  const text = /^\s*'((?:[^']|'')*)'/.exec(field);
  if (text) return (text[1] ?? '').replaceAll("''", "'").trimEnd();
  const word = (field.split('/', 1)[0] ?? '').trim();
  if (word === 'T' || word === 'F') return word === 'T';
  if (/^[+-]?\d+$/.test(word)) {
    const number = Number(word);
    return Number.isSafeInteger(number) ? number : BigInt(word.replace(/^\+/, ''));
  }
  if (/^[+-]?(\d+\.?\d*|\.\d+)([ED][+-]?\d+)?$/i.test(word)) return Number(word.replace(/D/i, 'E'));
  return undefined;
}

/** A whole number of the header, or undefined. */
export function wholeNumber(header: FitsHeader, keyword: string): number | undefined {
  const value = header.get(keyword);
  return typeof value === 'number' && Number.isInteger(value) ? value : undefined;
}

/** A text of the header without blanks around it; undefined where it is missing or blank. */
export function text(header: FitsHeader, keyword: string): string | undefined {
  const value = header.get(keyword);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** Bytes of the data that follow the header, without the fill to whole blocks (FITS 4.0 sec 4.4.1, eq. 1 and 2). */
export function dataBytes(header: FitsHeader): number {
  const axes = wholeNumber(header, 'NAXIS') ?? 0;
  if (axes === 0) return 0;
  const sizes = Array.from({ length: axes }, (_, index) => wholeNumber(header, `NAXIS${index + 1}`) ?? 0);
  const isRandomGroups = header.get('GROUPS') === true && sizes[0] === 0;
  const values = (isRandomGroups ? sizes.slice(1) : sizes).reduce((product, size) => product * size, 1);
  const groups = wholeNumber(header, 'GCOUNT') ?? 1;
  return (Math.abs(wholeNumber(header, 'BITPIX') ?? 8) / 8) * groups * ((wholeNumber(header, 'PCOUNT') ?? 0) + values);
}

/** Up to the next whole block. */
export function padded(bytes: number): number {
  return Math.ceil(bytes / BLOCK) * BLOCK;
}
