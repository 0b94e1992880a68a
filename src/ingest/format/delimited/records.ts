import { pipeline, Readable } from 'node:stream';
import { type CsvError, type Options, parse } from 'csv-parse';
import { fail } from '../../../core/error.ts';
import type { Dialect } from '../../../descriptor/descriptor.ts';
import { isComment, splitWhitespace } from './header.ts';
import type { Line } from './lines.ts';

/** The cells of one row, and the line that it ends on. */
export interface TextRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Characters of one row at most. */
const LONGEST_RECORD = 16 * 1024 * 1024;

/** Rows of blank-separated text: one on a line, runs of blanks and tabs between the cells, no quotes. */
export async function* splitRecords(
  lines: AsyncIterable<readonly Line[]>,
  dialect: Dialect,
): AsyncGenerator<TextRecord[]> {
  for await (const group of lines) {
    const records: TextRecord[] = [];
    for (const { number, text } of group) {
      if (isComment(text, dialect)) continue;
      const cells = splitWhitespace(text);
      if (cells.length > 0) records.push({ line: number, cells });
    }
    yield records;
  }
}

/** Rows of text with a delimiter and quotes (RFC 4180), whose cells may hold line breaks. */
export async function* parseRecords(
  lines: AsyncIterable<readonly Line[]>,
  dialect: Dialect,
  file: string,
): AsyncGenerator<TextRecord[]> {
  let before: number | undefined;
  const text = async function* () {
    for await (const group of lines) {
      before ??= (group[0]?.number ?? 1) - 1;
      yield `${group.map((line) => line.text).join('\n')}\n`;
    }
  };
  const options: Options = {
    delimiter: dialect.delimiter,
    quote: dialect.quoteChar || null,
    comment: dialect.commentChar ?? null,
    comment_no_infix: true,
    trim: true,
    skip_empty_lines: true,
    // A quote that is opened and never closed must not draw the rest of the file into memory.
    max_record_size: LONGEST_RECORD,
    // Rows of a wrong length are told by our own check, which can say more.
    relax_column_count: true,
    // The library's types want rows back; what is wanted is the row and its line.
    on_record: (cells, { lines: line }) => ({ line: line + (before ?? 0), cells }) as unknown as string[],
  };
  const parser = pipeline(Readable.from(text()), parse(options), () => {});
  let records: TextRecord[] = [];
  try {
    for await (const record of parser) {
      records.push(record as TextRecord);
      if (records.length < 1024) continue;
      yield records;
      records = [];
    }
  } catch (error) {
    const { code, lines: line } = error as CsvError & { lines?: number };
    if (typeof code !== 'string' || !code.startsWith('CSV_')) throw error;
    const at = (line ?? 1) + (before ?? 0);
    fail('I103', `line ${at} of ${file} cannot be read: ${describe(code)}`, {
      place: { file, line: at },
      hint: `Mend the line, or say in \`dialect\` how the file is laid out (delimiter ${JSON.stringify(dialect.delimiter)}, quoteChar ${JSON.stringify(dialect.quoteChar)}).`,
      cause: error,
    });
  }
  yield records;
}

function describe(code: string): string {
  switch (code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'a quote is opened and never closed';
    case 'CSV_MAX_RECORD_SIZE':
      return `a row has more than ${LONGEST_RECORD} characters, as when a quote is opened and never closed`;
    case 'CSV_INVALID_CLOSING_QUOTE':
    case 'CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE':
      return 'text follows a closing quote';
    case 'INVALID_OPENING_QUOTE':
    case 'CSV_INVALID_OPENING_QUOTE':
      return 'a quote stands in the middle of a cell';
    default:
      return code;
  }
}
