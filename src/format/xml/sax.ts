import { SaxesParser } from 'saxes';
import { fail, type Place } from '../../core/error.ts';
import { StreamDecoder } from '../../core/stream-decoder.ts';
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
const LESS = 0x3c;
const MORE = 0x3e;
const AMPERSAND = 0x26;
const SLASH = 0x2f;

/** A start tag without attributes; in the rows of a VOTable all are so. */
const PLAIN_OPEN = /<([A-Za-z_][\w.-]*)(\/?)>/y;
const PLAIN_CLOSE = /<\/([A-Za-z_][\w.-]*)[ \t\n]*>/y;
const REFERENCE = /&(?:(lt|gt|amp|quot|apos)|#(\d{1,7})|#x([\da-fA-F]{1,6}));/y;
/** Characters of an end tag or a reference that may have to wait for the next chunk. */
const LONGEST_WAIT = 1024;

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const NO_ATTRIBUTES: Readonly<Record<string, string>> = Object.freeze({});

/**
 * Reads XML of any length from chunks of bytes that may end anywhere, in flat memory. Every fault of the XML is an
 * AlmagestError I103 with line and column; what the handlers throw passes through. Entities beyond the five of XML are refused.
 *
 * What millions of rows are made of, plain tags and text, is read here; everything else is the business of saxes, which never
 * hears of elements that were opened here, as it is not told of their ends either.
 */
export class SaxParser {
  readonly #file: string;
  readonly #handlers: SaxHandlers;
  readonly #limits: SaxLimits;
  readonly #parser = new SaxesParser({ position: false });
  #decoder: StreamDecoder | undefined;
  /** Bytes seen before the encoding is known. */
  #head = new Uint8Array(0);
  /** The end of a chunk that cannot be read without the next one: a carriage return, a part of an end tag or of a reference. */
  #held = '';
  #chunk = '';
  #at = 0;
  /** Where the next `&` of the chunk is. */
  #reference = 0;
  /** True where the chunk holds a character that XML has not. */
  #isSuspect = false;
  /** Where the current chunk begins. */
  #line = 1;
  #column = 1;
  /** The open elements: the name of those that were opened here, nothing for those of saxes. */
  readonly #opened: (string | undefined)[] = [];
  /** The last plain element at each depth: its next one is most often called so, too. */
  readonly #usual: string[] = [];
  #pending = 0;
  /** True within the root when saxes stands behind a tag: what follows up to `<` is text. */
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
    this.#parser.on('cdata', (text) => {
      this.#heard = true;
      this.#text(text);
    });
    for (const event of ['comment', 'processinginstruction'] as const)
      this.#parser.on(event, () => {
        this.#heard = true;
        this.#pending = 0;
      });
    this.#parser.on('error', ({ message }) => this.#refuse(`is not well-formed XML: ${message.replace(/\.$/, '')}`));
  }

  feed(bytes: Uint8Array): void {
    if (this.#decoder) {
      this.#read(this.#decode(bytes));
      return;
    }
    this.#head = new Uint8Array(Buffer.concat([this.#head, bytes]));
    if (this.#head.length >= DECLARATION_BYTES) this.#begin();
  }

  /** Call once after the last chunk. */
  finish(): void {
    if (!this.#decoder) this.#begin();
    this.#read(
      this.#strictly((decoder) => decoder.end()),
      true,
    );
    this.#parser.close();
  }

  /** Where the reader is: the tag just told to a handler ends here. */
  get place(): Place {
    let line = this.#line;
    let start = 0;
    for (let end = this.#chunk.indexOf('\n'); end >= 0 && end < this.#at; end = this.#chunk.indexOf('\n', start)) {
      line++;
      start = end + 1;
    }
    return { file: this.#file, line, column: (start === 0 ? this.#column : 1) + this.#at - start };
  }

  #begin(): void {
    this.#decoder = this.#makeDecoder();
    this.#read(this.#decode(this.#head));
    this.#head = new Uint8Array(0);
  }

  #makeDecoder(): StreamDecoder {
    const [first, second] = this.#head;
    if (first === 0xfe && second === 0xff) return new StreamDecoder('utf-16be');
    if (first === 0xff && second === 0xfe) return new StreamDecoder('utf-16le');
    const declaration = Buffer.from(this.#head.subarray(0, DECLARATION_BYTES)).toString('latin1');
    const label = /^(?:\xef\xbb\xbf)?<\?xml[^>]*?\bencoding\s*=\s*["']([\w.:-]+)/.exec(declaration)?.[1] ?? 'utf-8';
    try {
      return new StreamDecoder(label);
    } catch (cause) {
      return fail('I103', `${this.#file} is in the encoding ${label}, which is not known`, {
        place: { file: this.#file },
        hint: 'Convert the file to UTF-8.',
        cause,
      });
    }
  }

  #decode(bytes: Uint8Array): string {
    return this.#strictly((decoder) => decoder.decode(bytes));
  }

  #strictly(decode: (decoder: StreamDecoder) => string): string {
    try {
      return this.#decoder ? decode(this.#decoder) : '';
    } catch {
      return this.#refuse(`holds bytes that are not ${this.#decoder?.encoding}`);
    }
  }

  /** Hands what is not plain to saxes, tag by tag: the text of one VOTable STREAM can be gigabytes, and saxes would collect it. */
  #read(decoded: string, isLast = false): void {
    const { line, column } = this.place;
    this.#line = line ?? 1;
    this.#column = column ?? 1;
    let chunk = this.#held + decoded;
    this.#held = '';
    if (chunk.includes('\r')) {
      if (chunk.endsWith('\r') && !isLast) this.#held = '\r';
      chunk = (this.#held ? chunk.slice(0, -1) : chunk).replace(/\r\n?/g, '\n');
    }
    this.#chunk = chunk;
    this.#at = 0;
    this.#reference = -1;
    this.#isSuspect = !isLegalXml(chunk);
    while (this.#at < this.#chunk.length) {
      if (!this.#inText) this.#passMarkup();
      else if (chunk.charCodeAt(this.#at) === LESS) this.#passTag(isLast);
      else if (chunk.charCodeAt(this.#at) === AMPERSAND) this.#passReference(isLast);
      else this.#passText();
    }
  }

  #passText(): void {
    const start = this.#at;
    if (this.#reference < start) this.#reference = endOr(this.#chunk, this.#chunk.indexOf('&', start));
    const stop = Math.min(this.#reference, endOr(this.#chunk, this.#chunk.indexOf('<', start)));
    const text = this.#chunk.slice(start, stop);
    this.#at = stop;
    if (this.#isSuspect && !isLegalXml(text)) this.#refuse('is not well-formed XML: it holds a control character');
    this.#text(text);
  }

  #passReference(isLast: boolean): void {
    REFERENCE.lastIndex = this.#at;
    const [all, name, decimal, hexadecimal] = REFERENCE.exec(this.#chunk) ?? [];
    if (all === undefined) {
      if (!this.#chunk.includes(';', this.#at) && this.#waits(isLast)) return;
      this.#refuse('is not well-formed XML: it refers to an entity that XML does not have');
    }
    const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
    const text = name === undefined ? (code <= 0x10ffff ? String.fromCodePoint(code) : '\0') : (NAMED[name] ?? '');
    this.#at += all.length;
    if (!isLegalXml(text)) this.#refuse('is not well-formed XML: it refers to a control character');
    this.#text(text);
  }

  #passTag(isLast: boolean): void {
    const name = this.#opened.at(-1);
    const isClose = this.#chunk.charCodeAt(this.#at + 1) === SLASH;
    if (isClose && name !== undefined) this.#passClose(name, isLast);
    else if (isClose || !this.#passOpen()) {
      const isCut = this.#at + 1 === this.#chunk.length;
      if (isCut && this.#waits(isLast)) return;
      this.#passMarkup();
    }
  }

  #passClose(name: string, isLast: boolean): void {
    const end = this.#at + 2 + name.length;
    if (this.#chunk.startsWith(name, this.#at + 2) && this.#chunk.charCodeAt(end) === MORE) this.#at = end + 1;
    else {
      PLAIN_CLOSE.lastIndex = this.#at;
      const found = PLAIN_CLOSE.exec(this.#chunk);
      if (!found && !this.#chunk.includes('>', this.#at) && this.#waits(isLast)) return;
      this.#at += found?.[0].length ?? 0;
      if (found?.[1] !== name) this.#refuse(`is not well-formed XML: the element ${name} is not closed`);
    }
    this.#close(name);
  }

  /** False if the tag is not a plain one. */
  #passOpen(): boolean {
    const depth = this.#opened.length;
    const usual = this.#usual[depth];
    let name = usual ?? '';
    let isEmpty = false;
    const end = this.#at + 1 + name.length;
    if (usual !== undefined && this.#chunk.startsWith(usual, this.#at + 1) && this.#chunk.charCodeAt(end) === MORE)
      this.#at = end + 1;
    else {
      PLAIN_OPEN.lastIndex = this.#at;
      const found = PLAIN_OPEN.exec(this.#chunk);
      if (!found) return false;
      name = found[1] ?? '';
      isEmpty = found[2] === '/';
      this.#usual[depth] = name;
      this.#at += found[0].length;
    }
    this.#open(name, NO_ATTRIBUTES, name);
    if (isEmpty) this.#close(name);
    return true;
  }

  /** Keeps the rest of the chunk for the next one, unless there is none or it would be too much. */
  #waits(isLast: boolean): boolean {
    if (isLast || this.#chunk.length - this.#at > LONGEST_WAIT) return false;
    this.#held = this.#chunk.slice(this.#at) + this.#held;
    this.#chunk = this.#chunk.slice(0, this.#at);
    return true;
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
    // An event within this piece came from its last character, the only `>` in it.
    this.#inText = this.#heard && this.#opened.length > 0;
  }

  #open(name: string, attributes: Readonly<Record<string, string>>, plain?: string): void {
    this.#heard = true;
    this.#pending = 0;
    this.#opened.push(plain);
    if (this.#opened.length > this.#limits.depth) this.#refuse(`nests elements deeper than ${this.#limits.depth}`);
    this.#handlers.open(plain ?? localName(name), attributes);
  }

  #close(name: string): void {
    this.#heard = true;
    this.#pending = 0;
    this.#opened.pop();
    this.#handlers.close(localName(name));
  }

  #text(text: string): void {
    this.#pending = 0;
    if (this.#opened.length > 0) this.#handlers.text(text);
  }

  #refuse(message: string): never {
    return fail('I103', `${this.#file} ${message}`, {
      place: this.place,
      hint: 'Look whether it is the right file, and whole.',
    });
  }
}

const endOr = (text: string, at: number): number => (at < 0 ? text.length : at);
