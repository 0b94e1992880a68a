import { fail } from '../../../core/error.ts';

/** Decodes base64 text (RFC 4648 sec 4) that comes in pieces which may end anywhere. */
export class Base64Decoder {
  readonly #file: string;
  #rest = '';
  #isOver = false;

  constructor(file: string) {
    this.#file = file;
  }

  decode(piece: string): Buffer {
    const text = this.#rest + piece.replace(/\s+/g, '');
    const whole = text.length - (text.length % 4);
    this.#rest = text.slice(whole);
    if (whole === 0) return Buffer.alloc(0);
    const taken = text.slice(0, whole);
    if (this.#isOver || !/^[A-Za-z0-9+/]*={0,2}$/.test(taken)) this.#refuse('holds a character that is not base64');
    this.#isOver = taken.endsWith('=');
    return Buffer.from(taken, 'base64');
  }

  finish(): void {
    if (this.#rest !== '') this.#refuse('ends in the middle of its base64 text');
  }

  #refuse(what: string): never {
    return fail('I103', `the STREAM of ${this.#file} ${what}`, {
      place: { file: this.#file },
      hint: 'Get the file again.',
    });
  }
}
