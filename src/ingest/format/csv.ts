import { fail } from '../../core/error.ts';
import { counted } from '../../core/quantity.ts';
import type { Dialect } from '../../descriptor/descriptor.ts';
import { inPieces } from '../bytes/in-pieces.ts';
import { readFile } from '../bytes/read-file.ts';
import {
  BATCH_ROWS,
  BATCH_TEXTS,
  type Batch,
  type InputFormat,
  type OpenRequest,
  type RowSource,
  TEXT_BYTES,
} from '../source.ts';
import { HeaderFinder, type TextHeader } from './delimited/header.ts';
import { type Line, readLines } from './delimited/lines.ts';
import { parseRecords, splitRecords, type TextRecord } from './delimited/records.ts';

/** Characters of the cells in one batch at most. */
const BATCH_CHARACTERS = 4 * 1024 * 1024;

/** Delimited text: CSV, TSV, columns separated by blanks. Every cell comes as text, or as NULL if the dialect says so. */
export const csv: InputFormat = {
  ids: ['csv', 'tsv'],
  title: 'delimited text',
  async open(request: OpenRequest): Promise<RowSource> {
    const { onRead: _, ...uncounted } = request;
    const { header, width } = await readHead(uncounted);
    const names =
      header.names.length > 0 ? header.names : Array.from({ length: width }, (_, index) => `column ${index + 1}`);
    return {
      columns: names.map((name) => ({ name })),
      batches: (wanted) => readBatches(request, header, names, wanted),
    };
  },
};

/** The header, and the number of cells of the first row (0 if there is none). */
async function readHead(request: OpenRequest): Promise<{ header: TextHeader; width: number }> {
  const { file } = request;
  const { dialect } = request.source;
  const finder = new HeaderFinder(dialect);
  let last = 0;
  for await (const group of readLines(readPieces(request), file)) {
    for (const line of group) {
      last = line.number;
      if (line.text.includes('\r')) failReturns(file, line.number);
      const header = finder.add(line);
      if (header) return { header, width: header.names.length || (await firstWidth(request, header)) };
    }
  }
  const header = finder.end(last);
  if (dialect.headerRows > 0 && header.names.length === 0)
    fail('I103', `${file} has no header line`, {
      place: { file },
      hint: 'If its columns have no names, set headerRows: 0 in `dialect` and name them by number.',
    });
  return { header, width: header.names.length };
}

/** Where nothing else ends the lines, the first of them is the whole file. */
function failReturns(file: string, line: number): never {
  fail('I103', `line ${line} of ${file} holds a carriage return (CR)`, {
    place: { file, line },
    hint: "Lines are to end in LF or CRLF. If they end in CR alone, convert the file: tr '\\r' '\\n'.",
  });
}

async function firstWidth(request: OpenRequest, header: TextHeader): Promise<number> {
  for await (const records of readRecords(readPieces(request), request.file, request.source.dialect, header)) {
    const [first] = records;
    if (first) return first.cells.length;
  }
  return 0;
}

const readPieces = (request: OpenRequest): AsyncIterable<Buffer> => inPieces(readFile(request), TEXT_BYTES);

function readRecords(
  bytes: AsyncIterable<Buffer>,
  file: string,
  dialect: Dialect,
  header: TextHeader,
): AsyncGenerator<TextRecord[]> {
  const lines = dataLines(readLines(bytes, file), header);
  return dialect.delimiter === 'whitespace' ? splitRecords(lines, dialect) : parseRecords(lines, dialect, file);
}

async function* dataLines(lines: AsyncIterable<Line[]>, { dataLine }: TextHeader): AsyncGenerator<Line[]> {
  for await (const group of lines) {
    const [first] = group;
    if (first && first.number >= dataLine) yield group;
    else yield group.filter(({ number }) => number >= dataLine);
  }
}

async function* readBatches(
  request: OpenRequest,
  header: TextHeader,
  names: readonly string[],
  wanted: readonly number[],
): AsyncGenerator<Batch> {
  const { file } = request;
  const { dialect } = request.source;
  const missing = new Set(dialect.missingValues);
  const mostRows = Math.min(BATCH_ROWS, Math.ceil(BATCH_TEXTS / Math.max(1, wanted.length)));
  let firstRow = 1;
  let batch = newBatch();
  function newBatch() {
    return {
      rows: 0,
      characters: 0,
      lines: new Uint32Array(mostRows),
      cells: wanted.map((): (string | null)[] => new Array(mostRows)),
    };
  }
  const finish = (): Batch => {
    const { rows, lines, cells } = batch;
    const done: Batch = {
      file,
      firstRow,
      rows,
      lines: lines.subarray(0, rows),
      vectors: cells.map((values) => ({ kind: 'text', values: rows < mostRows ? values.slice(0, rows) : values })),
    };
    firstRow += rows;
    batch = newBatch();
    return done;
  };
  for await (const records of readRecords(readPieces(request), file, dialect, header)) {
    for (const { line, cells } of records) {
      if (cells.length !== names.length) failRagged(file, line, cells, names, dialect);
      batch.lines[batch.rows] = line;
      for (let i = 0; i < wanted.length; i++) {
        const cell = cells[wanted[i] ?? 0] ?? '';
        batch.characters += cell.length;
        const column = batch.cells[i];
        if (column) column[batch.rows] = missing.has(cell) ? null : cell;
      }
      batch.rows++;
      if (batch.rows >= mostRows || batch.characters >= BATCH_CHARACTERS) yield finish();
    }
  }
  if (batch.rows > 0) yield finish();
}

function failRagged(
  file: string,
  line: number,
  cells: readonly string[],
  names: readonly string[],
  dialect: Dialect,
): never {
  const between = dialect.delimiter === 'whitespace' ? 'blanks' : JSON.stringify(dialect.delimiter);
  const quoted =
    dialect.delimiter === 'whitespace' && cells.some((cell) => cell.startsWith('"'))
      ? ' Where cells in quotes hold blanks, write delimiter: " ".'
      : '';
  const begin = cells.slice(0, 3).join(', ');
  fail(
    'I103',
    `line ${line} of ${file} has ${counted(cells.length, 'cell')}, not ${names.length} (it begins ${begin})`,
    {
      place: { file, line },
      hint: `The file has ${names.length} columns: ${names.slice(0, 8).join(', ')}${names.length > 8 ? ' ...' : ''}. Mend the line, or say in \`dialect\` what separates the cells (now ${between}).${quoted}`,
    },
  );
}
