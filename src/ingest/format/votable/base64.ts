import { fail } from '../../../core/error.ts';

const BLANK = -1;
const PADDING = -2;
const FOREIGN = -3;
/** What each character stands for (RFC 4648 sec 4). */
const VALUES = new Int8Array(128).fill(FOREIGN);
for (const blank of '\t\n\r ') VALUES[blank.charCodeAt(0)] = BLANK;
VALUES['='.charCodeAt(0)] = PADDING;
for (const [value, letter] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].entries())
  VALUES[letter.charCodeAt(0)] = value;

/** Decodes base64 text (RFC 4648 sec 4) that comes in pieces which may end anywhere, each character looked at once. */
export class Base64Decoder {
  readonly #file: string;
  /** The characters of a group of four that is not whole yet: their bits, how many they are, how many of them are padding. */
  #bits = 0;
  #length = 0;
  #padding = 0;
  #isOver = false;

  constructor(file: string) {
    this.#file = file;
  }

  decode(piece: string): Buffer {
    const out = Buffer.allocUnsafe(3 * Math.ceil((this.#length + piece.length) / 4));
    let end = 0;
    for (let at = 0; at < piece.length; at++) {
      const value = VALUES[piece.charCodeAt(at)] ?? FOREIGN;
      if (value === BLANK) continue;
      if (value >= 0 ? this.#isOver || this.#padding > 0 : value !== PADDING || this.#isOver || this.#length < 2)
        this.#refuse('holds a character that is not base64');
      if (value < 0) this.#padding++;
      this.#bits = (this.#bits << 6) | Math.max(0, value);
      if (++this.#length < 4) continue;
      out[end] = this.#bits >> 16;
      out[end + 1] = this.#bits >> 8;
      out[end + 2] = this.#bits;
      end += 3 - this.#padding;
      this.#isOver = this.#padding > 0;
      this.#bits = 0;
      this.#length = 0;
    }
    return out.subarray(0, end);
  }

  finish(): void {
    if (this.#length > 0) this.#refuse('ends in the middle of its base64 text');
  }

  #refuse(what: string): never {
    return fail('I103', `the STREAM of ${this.#file} ${what}`, {
      place: { file: this.#file },
      hint: 'Get the file again.',
    });
  }
}
