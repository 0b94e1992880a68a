/** A stretch of a text: `start` included, `end` excluded, both as offsets in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A place in a text as people count it: line and column start at 1. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/** The line and column of an offset; an offset past the end is the place after the last character. */
export function positionAt(text: string, offset: number): TextPosition {
  const before = text.slice(0, Math.max(0, Math.min(offset, text.length)));
  const lastBreak = before.lastIndexOf('\n');
  let line = 1;
  for (let at = before.indexOf('\n'); at >= 0; at = before.indexOf('\n', at + 1)) line++;
  return { line, column: before.length - lastBreak };
}

/** The smallest span that holds both. */
export function spanOver(first: Span, last: Span): Span {
  return { start: Math.min(first.start, last.start), end: Math.max(first.end, last.end) };
}
