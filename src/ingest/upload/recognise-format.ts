import { fail } from '../../core/error.ts';
import type { Dialect, SourceFormat, TableSource } from '../../descriptor/descriptor.ts';
import { type FileReading, readFile } from '../bytes/read-file.ts';

/** Bytes in which a file shows what it is. */
const HEAD_BYTES = 64 * 1024;

/** Clients seldom say what they send, and files seldom bear the right name: their first bytes do not lie. */
export async function recogniseFormat(file: FileReading): Promise<TableSource> {
  const head = await readHead(file);
  const start = head.toString('latin1', 0, 512);
  if (start.startsWith('SIMPLE  =')) return source('fits');
  if (start.startsWith('PAR1')) return source('parquet');
  if (/^(?:\xef\xbb\xbf|\xfe\xff|\xff\xfe)?[\s\0]*</.test(start)) return source('votable');
  if (head.length === 0) refuse(`${file.file} is empty`);
  if (head.includes(0)) refuse(`${file.file} is none of the kinds of file that are read`);
  return source('csv', delimiterOf(firstLine(head.toString('utf8'))));
}

async function readHead(file: FileReading): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of readFile(file)) {
    pieces.push(piece);
    bytes += piece.length;
    if (bytes >= HEAD_BYTES) break;
  }
  return Buffer.concat(pieces).subarray(0, HEAD_BYTES);
}

function refuse(message: string): never {
  fail('U105', message, { hint: 'Tables are uploaded as VOTable, FITS, Parquet or CSV, each gzipped or not.' });
}

/** The names of the columns stand in the first line that is no comment. */
function firstLine(text: string): string {
  return text.split(/\r\n|\n|\r/).find((line) => line.trim() !== '' && !line.startsWith('#')) ?? '';
}

/** What separates the cells: the mark that the line has most of, outside of quotes. */
function delimiterOf(line: string): string {
  const bare = line.replace(/"(?:[^"]|"")*"/g, '');
  const count = (mark: string): number => bare.split(mark).length - 1;
  const [most] = [',', '\t', ';', '|'].toSorted((a, b) => count(b) - count(a));
  return most ?? ',';
}

function source(format: SourceFormat, delimiter = ','): TableSource {
  const dialect: Dialect = {
    delimiter,
    commentChar: '#',
    headerRows: 1,
    skipRows: 0,
    quoteChar: '"',
    missingValues: [''],
  };
  return { format, paths: [], sha256: {}, dialect };
}
