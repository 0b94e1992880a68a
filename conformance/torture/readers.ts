import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { type Table as ArrowTable, tableFromIPC } from 'apache-arrow';
import { parse } from 'csv-parse/sync';
import { parquetReadObjects } from 'hyparquet';
import { readParquet, Table, writeParquet } from 'parquet-wasm';
import type { Datatype } from '../../src/model/datatype.ts';
import { findProgram, run } from '../program/run.ts';
import { type Cell, readCell } from './table.ts';

/** A column as some reader gives it. */
export interface ReadColumn {
  readonly name: string;
  readonly values: readonly unknown[];
}

type Reader = (file: string) => Promise<readonly ReadColumn[]>;

/** Readers in this process. `read.py` has those of Python, and `stilts` is a program. */
export const READERS: Readonly<Record<string, Reader>> = {
  async 'csv-parse'(file) {
    return ofTexts(parse(await readFile(file), { relax_column_count: false }) as string[][]);
  },
  async split(file) {
    const lines = (await readFile(file, 'utf8')).split('\n').slice(0, -1);
    return ofTexts(lines.map((line) => line.split('\t')));
  },
  async hyparquet(file) {
    const compressors = { ZSTD: (bytes: Uint8Array) => new Uint8Array(zstdDecompressSync(bytes)) };
    return ofObjects(await parquetReadObjects({ file: Uint8Array.from(await readFile(file)).buffer, compressors }));
  },
  /** The libraries of Rust: a file is read as it is, a stream goes through a file that they write themselves. */
  async 'parquet-wasm'(file) {
    const bytes = new Uint8Array(await readFile(file));
    const parquet = file.endsWith('.parquet') ? bytes : writeParquet(Table.fromIPCStream(bytes));
    return ofArrow(tableFromIPC(readParquet(parquet).intoIPCStream()));
  },
  async fitsjs(file) {
    const bytes = await readFile(file);
    const { rows, columns, data } = await openWithFitsjs(bytes);
    const read = await new Promise<Record<string, unknown>[]>((resolve) => data.getRows(0, rows, resolve));
    return columns.map((name) => ({ name, values: read.map((row) => row[name]) }));
  },
};

function ofTexts([names = [], ...rows]: readonly (readonly string[])[]): readonly ReadColumn[] {
  return names.map((name, index) => ({ name, values: rows.map((row) => row[index]) }));
}

function ofObjects(rows: readonly Readonly<Record<string, unknown>>[]): readonly ReadColumn[] {
  return Object.keys(rows[0] ?? {}).map((name) => ({ name, values: rows.map((row) => row[name]) }));
}

function ofArrow(table: ArrowTable): readonly ReadColumn[] {
  return ofObjects(table.toArray().map((row) => (row as { toJSON(): Record<string, unknown> }).toJSON()));
}

/** Debian's STILTS, and a newer one where the machine has it with the Java that it needs. */
const STILTS: Readonly<Record<string, string>> = {
  stilts: 'stilts',
  'stilts 3.5.4': resolve(import.meta.dirname, '../../../shared/tools/stilts'),
};

/** The path of a STILTS that runs here. */
export async function findStilts(version: string): Promise<string | undefined> {
  const program = findProgram(STILTS[version] ?? '');
  return program && (await run(program, ['-version'])).code === 0 ? program : undefined;
}

/** What STILTS says on a command line. */
export function runStilts(program: string, words: readonly string[]) {
  // Older Java writes text as ASCII otherwise.
  const environment = { ...process.env, JAVA_TOOL_OPTIONS: '-Dfile.encoding=UTF-8' };
  return run(program, words, { seconds: 120, environment });
}

/** A table as STILTS reads it, by way of the CSV that it writes. */
export async function readWithStilts(program: string, file: string): Promise<readonly ReadColumn[]> {
  const format = file.endsWith('.fits') ? 'fits' : 'votable';
  const { code, stdout, stderr } = await runStilts(program, ['tpipe', `in=${file}`, `ifmt=${format}`, 'ofmt=csv']);
  if (code !== 0) throw new Error(stderr);
  return ofTexts(parse(stdout) as string[][]);
}

/** What a reader gave, as cells of a column. A reader of text gives texts, in which arrays have blanks or commas between their items. */
export function asCell(datatype: Datatype, value: unknown): Cell {
  if (value !== null && typeof value === 'object' && Symbol.iterator in value)
    return [...(value as Iterable<unknown>)].flatMap((item) => asCell({ primitive: datatype.primitive }, item));
  const isText = datatype.primitive === 'char' || datatype.primitive === 'unicodeChar';
  if (typeof value !== 'string' || isText) return readCell(datatype, value);
  if (value === '') return null;
  if (datatype.arraysize === undefined) return readCell(datatype, value);
  return (value.match(/[^\s(),]+/g) ?? []).map((item) => readCell({ primitive: datatype.primitive }, item));
}

interface FitsjsData {
  readonly rows: number;
  readonly columns: readonly string[];
  getRows(first: number, count: number, callback: (rows: Record<string, unknown>[]) => void): void;
}
interface FitsjsFile {
  readonly hdus: readonly { readonly data?: FitsjsData }[];
}

/** fitsjs is made for browsers, where files are read through this. */
class FileReader {
  onloadend: ((event: { target: FileReader }) => void) | undefined;
  result: ArrayBuffer | undefined;
  readAsArrayBuffer(blob: Blob): void {
    void blob.arrayBuffer().then((buffer) => {
      this.result = buffer;
      this.onloadend?.({ target: this });
    });
  }
}

async function openWithFitsjs(bytes: Uint8Array<ArrayBuffer>) {
  Object.assign(globalThis, { FileReader, window: globalThis });
  const { astro }: { astro: { FITS: new (blob: Blob, callback: (file: FitsjsFile) => void) => unknown } } =
    createRequire(import.meta.url)('fitsjs/lib/fits.js');
  Object.assign(globalThis, { astro });
  const file = await new Promise<FitsjsFile>((resolve) => new astro.FITS(new Blob([bytes]), resolve));
  const data = file.hdus[1]?.data;
  if (!data) throw new Error('fitsjs found no table');
  return { rows: data.rows, columns: data.columns, data };
}

/** Debian's, where its packages of Python modules are; a Python of one's own seldom has them. */
const PYTHON = '/usr/bin/python3';

/** What `read.py` makes of each of `reader=file`. */
export async function readWithPython(
  tasks: readonly string[],
): Promise<
  Readonly<Record<string, { columns?: readonly ReadColumn[]; warnings?: readonly string[]; error?: string }>>
> {
  const { code, stdout, stderr } = await run(PYTHON, [`${import.meta.dirname}/read.py`, ...tasks], { seconds: 180 });
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** Why a reader of Python cannot be asked, if it cannot. */
export async function whyNoPython(modules: readonly string[]): Promise<string | undefined> {
  const absent = `${PYTHON} lacks one of ${modules.join(', ')}`;
  if (!findProgram(PYTHON)) return absent;
  return (await run(PYTHON, ['-c', `import ${modules.join(', ')}`])).code === 0 ? undefined : absent;
}
