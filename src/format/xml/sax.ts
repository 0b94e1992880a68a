import { SaxesParser } from 'saxes';
import { fail, type Place } from '../../core/error.ts';
import { localName } from './element.ts';
import { isLegalXml } from './escape.ts';

/** What a streaming reader is told, in document order. Names come without their prefix. */
export interface SaxHandlers {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  /** A piece of text; one text may come in several pieces. */
  text(piece: string): void;
  close(name: string): void;
}

export interface SaxLimits {
  /** Elements within elements. */
  readonly depth: number;
  /** Characters of one tag, comment or piece of text that must be held in memory. */
  readonly pending: number;
}

const LIMITS: SaxLimits = { depth: 64, pending: 16 * 1024 * 1024 };
/** Bytes within which an XML declaration has told its encoding. */
const DECLARATION_BYTES = 256;
type Decoder = InstanceType<typeof TextDecoder>;

const MARKUP = /[<&]/g;

/**
 * Reads XML of any length from chunks of bytes that may end anywhere, in flat memory. Every fault of the XML is an
 * AlmagestError I103 with line and column; what the handlers throw passes through. Entities beyond the five of XML are refused.
 */
export class SaxParser {
  readonly #file: string;
  readonly #handlers: SaxHandlers;
  readonly #limits: SaxLimits;
  readonly #parser = new SaxesParser({ position: false });
  #decoder: Decoder | undefined;
  /** Bytes seen before the encoding is known. */
  #head = new Uint8Array(0);
  /** A carriage return at the end of a chunk: whether a line feed follows is not known yet. */
  #held = '';
  #chunk = '';
  #at = 0;
  /** Where the current chunk begins. */
  #line = 1;
  #column = 1;
  #depth = 0;
  #pending = 0;
  /** True when the parser stands behind a tag, within the root: what follows up to `<` or `&` is plain text. */
  #inText = false;
  #heard = false;

  constructor(file: string, handlers: SaxHandlers, limits: Partial<SaxLimits> = {}) {
    this.#file = file;
    this.#handlers = handlers;
    this.#limits = { ...LIMITS, ...limits };
    this.#parser.on('opentag', ({ name, attributes }) =>
      this.#open(name, attributes as Readonly<Record<string, string>>),
    );
    this.#parser.on('closetag', ({ name }) => this.#close(name));
    this.#parser.on('text', (text) => this.#text(text));
    this.#parser.on('cdata', (text) => this.#text(text));
    this.#parser.on('error', ({ message }) => this.#refuse(`is not well-formed XML: ${message.replace(/\.$/, '')}`));
  }

  feed(bytes: Uint8Array): void {
    if (this.#decoder) {
      this.#read(this.#decode(bytes, true));
      return;
    }
    this.#head = new Uint8Array(Buffer.concat([this.#head, bytes]));
    if (this.#head.length >= DECLARATION_BYTES) this.#begin();
  }

  /** Call once after the last chunk. */
  finish(): void {
    if (!this.#decoder) this.#begin();
    this.#read(this.#decode(new Uint8Array(0), false));
    this.#parser.close();
  }

  /** Where the reader is: the tag just told to a handler ends here. */
  get place(): Place {
    const read = this.#chunk.slice(0, this.#at);
    const lines = read.split('\n');
    const last = lines.at(-1) ?? '';
    const column = lines.length === 1 ? this.#column + last.length : last.length + 1;
    return { file: this.#file, line: this.#line + lines.length - 1, column };
  }

  #begin(): void {
    this.#decoder = this.#makeDecoder();
    this.#read(this.#decode(this.#head, true));
    this.#head = new Uint8Array(0);
  }

  #makeDecoder(): Decoder {
    const [first, second] = this.#head;
    if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be', { fatal: true });
    if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le', { fatal: true });
    const declaration = Buffer.from(this.#head.subarray(0, DECLARATION_BYTES)).toString('latin1');
    const label = /^(?:\xef\xbb\xbf)?<\?xml[^>]*?\bencoding\s*=\s*["']([\w.:-]+)/.exec(declaration)?.[1] ?? 'utf-8';
    try {
      return new TextDecoder(label, { fatal: true });
    } catch (cause) {
      return fail('I103', `${this.#file} is in the encoding ${label}, which is not known`, {
        place: { file: this.#file },
        hint: 'Convert the file to UTF-8.',
        cause,
      });
    }
  }

  #decode(bytes: Uint8Array, stream: boolean): string {
    try {
      return this.#decoder?.decode(bytes, { stream }) ?? '';
    } catch {
      return this.#refuse(`holds bytes that are not ${this.#decoder?.encoding}`);
    }
  }

  /**
   * Hands the text to saxes tag by tag. Plain text between tags goes around it: saxes would collect all of it before telling,
   * and the text of one VOTable STREAM can be gigabytes.
   */
  #read(decoded: string): void {
    const { line, column } = this.place;
    this.#line = line ?? 1;
    this.#column = column ?? 1;
    const raw = this.#held + decoded;
    this.#held = raw.endsWith('\r') ? '\r' : '';
    const chunk = (this.#held ? raw.slice(0, -1) : raw).replace(/\r\n?/g, '\n');
    this.#chunk = chunk;
    this.#at = 0;
    while (this.#at < chunk.length) {
      if (this.#inText) this.#passText();
      else this.#passMarkup();
    }
  }

  #passText(): void {
    MARKUP.lastIndex = this.#at;
    const stop = MARKUP.exec(this.#chunk)?.index;
    const text = this.#chunk.slice(this.#at, stop);
    this.#inText = stop === undefined;
    this.#at = stop ?? this.#chunk.length;
    if (text === '') return;
    if (!isLegalXml(text)) this.#refuse('is not well-formed XML: it holds a control character');
    this.#text(text);
  }

  #passMarkup(): void {
    const close = this.#chunk.indexOf('>', this.#at);
    const end = close < 0 ? this.#chunk.length : close + 1;
    const piece = this.#chunk.slice(this.#at, end);
    this.#at = end;
    this.#pending += piece.length;
    if (this.#pending > this.#limits.pending)
      this.#refuse(`holds a tag or text of more than ${this.#limits.pending} characters`);
    this.#heard = false;
    this.#parser.write(piece);
    // A tag event within this piece came from its last character, the only `>` in it.
    this.#inText = this.#heard && this.#depth > 0;
  }

  #open(name: string, attributes: Readonly<Record<string, string>>): void {
    this.#heard = true;
    this.#pending = 0;
    this.#depth++;
    if (this.#depth > this.#limits.depth) this.#refuse(`nests elements deeper than ${this.#limits.depth}`);
    this.#handlers.open(localName(name), attributes);
  }

  #close(name: string): void {
    this.#heard = true;
    this.#pending = 0;
    this.#depth--;
    this.#handlers.close(localName(name));
  }

  #text(text: string): void {
    this.#pending = 0;
    if (this.#depth > 0) this.#handlers.text(text);
  }

  #refuse(message: string): never {
    return fail('I103', `${this.#file} ${message}`, {
      place: this.place,
      hint: 'Look whether it is the right file, and whole.',
    });
  }
}
