import { CsvError, type Options, parse } from 'csv-parse/sync';
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
  // Lines that go together, since a quote is still open at the end of each group.
  let together: Line[] = [];
  let length = 0;
  let isOpen = false;
  for await (const group of lines) {
    isOpen = leavesOpen(group, dialect, isOpen);
    if (isOpen && length <= LONGEST_RECORD) {
      together.push(...group);
      length += group.reduce((sum, { text }) => sum + text.length + 1, 0);
      continue;
    }
    const whole = together.length > 0 ? [...together, ...group] : group;
    yield hasQuotes(whole, dialect) ? parseQuoted(whole, dialect, file) : splitPlain(whole, dialect);
    together = [];
    length = 0;
  }
  yield parseQuoted(together, dialect, file);
}

function hasQuotes(lines: readonly Line[], { quoteChar }: Dialect): boolean {
  return quoteChar !== '' && lines.some(({ text }) => text.includes(quoteChar));
}

/** Whether a quote is open behind these lines, if one was before them: a quote within a cell is doubled, so each changes that. */
function leavesOpen(lines: readonly Line[], dialect: Dialect, before: boolean): boolean {
  if (!hasQuotes(lines, dialect)) return before;
  let isOpen = before;
  for (const { text } of lines) {
    if (!isOpen && isComment(text, dialect)) continue;
    if (text.split(dialect.quoteChar).length % 2 === 0) isOpen = !isOpen;
  }
  return isOpen;
}

/** Most rows of most files have no quotes, and so need no parser. */
function splitPlain(lines: readonly Line[], dialect: Dialect): TextRecord[] {
  const { delimiter } = dialect;
  const records: TextRecord[] = [];
  for (const { number, text } of lines) {
    if (isComment(text, dialect) || (isBlank(text) && !text.includes(delimiter))) continue;
    const cells = text.split(delimiter);
    for (let i = 0; i < cells.length; i++) {
      const cell = cells[i] ?? '';
      if (hasBlankEnd(cell)) cells[i] = cell.replace(/^[ \t\f\r]+|[ \t\f\r]+$/g, '');
    }
    records.push({ line: number, cells });
  }
  return records;
}

const isBlank = (text: string): boolean => /^[ \t\f\r]*$/.test(text);

function hasBlankEnd(cell: string): boolean {
  return cell !== '' && (cell.charCodeAt(0) <= 0x20 || cell.charCodeAt(cell.length - 1) <= 0x20);
}

/** Whole rows, some of them with quotes. */
function parseQuoted(lines: readonly Line[], dialect: Dialect, file: string): TextRecord[] {
  const before = (lines[0]?.number ?? 1) - 1;
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
    on_record: (cells, { lines: line }) => ({ line: line + before, cells }) as unknown as string[],
  };
  try {
    return parse(`${lines.map(({ text }) => text).join('\n')}\n`, options) as unknown as TextRecord[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { code, lines: line } = error as CsvError & { lines?: number };
    const at = (line ?? 1) + before;
    return fail('I103', `line ${at} of ${file} cannot be read: ${describe(code)}`, {
      place: { file, line: at },
      hint: `Mend the line, or say in \`dialect\` how the file is laid out (delimiter ${JSON.stringify(dialect.delimiter)}, quoteChar ${JSON.stringify(dialect.quoteChar)}).`,
      cause: error,
    });
  }
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
