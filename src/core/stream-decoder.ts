import { isAscii } from 'node:buffer';

type Decoder = InstanceType<typeof TextDecoder>;

/**
 * Decodes text that comes in pieces which may end within a character, and throws TypeError on bytes that are none of the encoding.
 * ASCII within UTF-8, which most of all data is, goes by the decoder: its strings would take twice the memory.
 */
export class StreamDecoder {
  readonly #decoder: Decoder;
  readonly #isUtf8: boolean;
  /** True when the decoder holds no beginning of a character, and no byte order mark can come any more. */
  #isBetween = false;

  /** Throws RangeError if there is no such encoding. */
  constructor(label: string) {
    this.#decoder = new TextDecoder(label, { fatal: true });
    this.#isUtf8 = this.#decoder.encoding === 'utf-8';
  }

  get encoding(): string {
    return this.#decoder.encoding;
  }

  decode(piece: Uint8Array): string {
    if (this.#isBetween && isAscii(piece))
      return Buffer.from(piece.buffer, piece.byteOffset, piece.length).toString('latin1');
    const last = piece.at(-1);
    if (last !== undefined) this.#isBetween = this.#isUtf8 && last < 0x80;
    return this.#decoder.decode(piece, { stream: true });
  }

  /** Call once after the last piece. */
  end(): string {
    return this.#decoder.decode();
  }
}
