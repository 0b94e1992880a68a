import { fail } from '../../../core/error.ts';
import { StreamDecoder } from '../../../core/stream-decoder.ts';

/** A line of a text file without its line break; `number` counts from 1. */
export interface Line {
  readonly number: number;
  readonly text: string;
}

/** A line longer than this is no line of a table. */
const LONGEST_LINE = 16 * 1024 * 1024;
/** Lines in one group at most: a file of short lines would else make very many objects at once. */
const GROUP = 1024;

/**
 * Cuts a stream of UTF-8 bytes into lines, whether they end in LF or CRLF. The lines come in groups, as one by one they would
 * cost a promise each.
 */
export async function* readLines(bytes: AsyncIterable<Uint8Array>, file: string): AsyncGenerator<Line[]> {
  let number = 1;
  // The begin of a line whose end is still to come, piece by piece: to join them each time would cost the square of its length.
  let rest: string[] = [];
  let length = 0;
  for await (const text of decodeUtf8(bytes, file)) {
    const pieces = text.split('\n');
    const last = pieces.pop() ?? '';
    if (pieces.length > 0) {
      pieces[0] = `${rest.join('')}${pieces[0]}`;
      rest = [];
      length = 0;
    }
    rest.push(last);
    length += last.length;
    if (length > LONGEST_LINE) failLong(file, number + pieces.length);
    for (let start = 0; start < pieces.length; start += GROUP)
      yield pieces.slice(start, start + GROUP).map((piece) => ({ number: number++, text: withoutReturn(piece) }));
  }
  if (length > 0) yield [{ number, text: withoutReturn(rest.join('')) }];
}

function failLong(file: string, line: number): never {
  fail('I103', `line ${line} of ${file} has more than ${LONGEST_LINE} characters`, {
    place: { file, line },
    hint: 'Look whether this is a text file with one row on a line.',
  });
}

const withoutReturn = (text: string): string => (text.endsWith('\r') ? text.slice(0, -1) : text);

/** Decodes strictly: a byte that is not UTF-8 is an error with its line, never a question mark in someone's catalogue. */
async function* decodeUtf8(bytes: AsyncIterable<Uint8Array>, file: string): AsyncGenerator<string> {
  const decoder = new StreamDecoder('utf-8');
  let lines = 0;
  let first = true;
  for await (const chunk of bytes) {
    if (first) refuseUtf16(chunk, file);
    first = false;
    let text: string;
    try {
      text = decoder.decode(chunk);
    } catch (cause) {
      return failNotUtf8(file, lines + linesBeforeBadByte(chunk) + 1, cause);
    }
    yield text;
    for (let at = chunk.indexOf(0x0a); at >= 0; at = chunk.indexOf(0x0a, at + 1)) lines++;
  }
  try {
    decoder.end();
  } catch (cause) {
    failNotUtf8(file, lines + 1, cause);
  }
}

/** UTF-16 is known by its byte order mark, or by the zeros among its first letters. */
function refuseUtf16(chunk: Uint8Array, file: string): void {
  const [a, b, c, d] = chunk;
  const isMarked = (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff);
  const isPlain = (a !== 0 && b === 0 && c !== 0 && d === 0) || (a === 0 && b !== 0 && c === 0 && d !== 0);
  if (isMarked || isPlain)
    fail('I103', `${file} is UTF-16 text, not UTF-8`, {
      place: { file },
      hint: `Convert it: iconv -f ${isMarked ? 'UTF-16' : a === 0 ? 'UTF-16BE' : 'UTF-16LE'} -t UTF-8.`,
    });
}

/** Halves the chunk until the longest good stretch of whole lines is found. */
function linesBeforeBadByte(chunk: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 0;
  for (let start = 0; ; line++) {
    const end = chunk.indexOf(0x0a, start);
    if (end < 0) return line;
    try {
      decoder.decode(chunk.subarray(start, end));
    } catch {
      // A first line that began in the chunk before may start in the middle of a character.
      if (start > 0) return line;
    }
    start = end + 1;
  }
}

function failNotUtf8(file: string, line: number, cause: unknown): never {
  fail('I103', `line ${line} of ${file} is not UTF-8 text`, {
    place: { file, line },
    hint: 'If the file is Latin-1, convert it: iconv -f LATIN1 -t UTF-8. If it is not text at all, look at `format`.',
    cause,
  });
}
