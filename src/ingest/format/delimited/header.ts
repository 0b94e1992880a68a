import { parse } from 'csv-parse/sync';
import type { Dialect } from '../../../descriptor/descriptor.ts';
import type { Line } from './lines.ts';

/** What stands before the data of a delimited file. */
export interface TextHeader {
  /** From the header line; empty if the dialect has none. */
  readonly names: readonly string[];
  /** The number of the first line that may hold data. */
  readonly dataLine: number;
}

/**
 * Collects the lines before the data. A header line may itself begin with the comment character: that is so where the first
 * line that is no comment holds a number, for then that line is data already, and the header is the last comment before it.
 */
export class HeaderFinder {
  readonly #dialect: Dialect;
  readonly #comments: Line[] = [];
  readonly #header: Line[] = [];

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  /** Takes the next line; the header once it is complete. */
  add(line: Line): TextHeader | undefined {
    const { skipRows, headerRows } = this.#dialect;
    const text = line.number === 1 ? line.text.replace(/^\uFEFF/, '') : line.text;
    if (line.number <= skipRows || text.trim() === '') return undefined;
    if (headerRows === 0) return { names: [], dataLine: line.number };
    if (isComment(text, this.#dialect)) {
      if (this.#header.length === 0) this.#comments.push({ ...line, text });
      return undefined;
    }
    if (this.#header.length === 0 && this.#comments.length >= headerRows && this.#holdsNumber(text)) {
      const [first] = this.#comments.slice(-headerRows);
      return { names: this.#split(withoutComment(first?.text ?? '', this.#dialect)), dataLine: line.number };
    }
    this.#header.push({ ...line, text });
    return this.#header.length === headerRows ? this.end(line.number) : undefined;
  }

  /** The header of a file that ends with line `last`. */
  end(last: number): TextHeader {
    const [first] = this.#header.length > 0 ? this.#header : this.#comments.slice(-this.#dialect.headerRows);
    return { names: first ? this.#split(withoutComment(first.text, this.#dialect)) : [], dataLine: last + 1 };
  }

  #holdsNumber(text: string): boolean {
    return splitLine(text, this.#dialect.delimiter, this.#dialect).some(
      (cell) => cell !== '' && Number.isFinite(Number(cell)),
    );
  }

  #split(text: string): string[] {
    return splitLine(text, this.#dialect.headerDelimiter ?? this.#dialect.delimiter, this.#dialect);
  }
}

export function isComment(text: string, { commentChar, delimiter }: Dialect): boolean {
  if (commentChar === undefined || commentChar === '') return false;
  // A tab that separates cells is no mere blank: the first cell is empty then.
  const begin = delimiter === '\t' ? text.replace(/^ +/, '') : text.trimStart();
  return begin.startsWith(commentChar);
}

function withoutComment(text: string, dialect: Dialect): string {
  if (!isComment(text, dialect)) return text;
  return text.trimStart().slice(dialect.commentChar?.length ?? 0);
}

/** The cells of one line, without blanks around them. */
function splitLine(text: string, delimiter: string, { quoteChar }: Dialect): string[] {
  if (delimiter === 'whitespace') return splitWhitespace(text);
  const records: string[][] = parse(text, {
    delimiter,
    quote: quoteChar,
    trim: true,
    relax_quotes: true,
    relax_column_count: true,
  });
  return records[0] ?? [];
}

export function splitWhitespace(text: string): string[] {
  const trimmed = text.trim();
  return trimmed === '' ? [] : trimmed.split(/\s+/);
}
