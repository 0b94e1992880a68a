/** Reads a stream of bytes in portions of the caller's choice. `close` it, so that the file is closed. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);
  #position = 0;

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** Bytes handed out or skipped so far. */
  get position(): number {
    return this.#position;
  }

  /** The next `length` bytes; fewer where the stream ends. */
  async read(length: number): Promise<Buffer> {
    if (this.#rest.length < length) await this.#fill(length);
    const taken = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(taken.length);
    this.#position += taken.length;
    return taken;
  }

  /** Passes over `length` bytes; returns how many there were. */
  async skip(length: number): Promise<number> {
    let missing = length;
    while (missing > 0) {
      const passed = (await this.read(Math.min(missing, 1024 * 1024))).length;
      if (passed === 0) break;
      missing -= passed;
    }
    return length - missing;
  }

  /** Everything that is left, as it comes. */
  async *remaining(): AsyncGenerator<Buffer> {
    while (this.#rest.length > 0 || (await this.#fill(1))) {
      const chunk = this.#rest;
      this.#rest = Buffer.alloc(0);
      this.#position += chunk.length;
      yield chunk;
    }
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  async #fill(length: number): Promise<boolean> {
    const pieces = [this.#rest];
    let have = this.#rest.length;
    while (have < length) {
      const next = await this.#chunks.next();
      if (next.done) break;
      pieces.push(next.value);
      have += next.value.length;
    }
    this.#rest = pieces.length === 1 ? this.#rest : Buffer.concat(pieces, have);
    return have > 0;
  }
}
