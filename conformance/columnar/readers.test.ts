import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { zstdDecompressSync } from 'node:zlib';
import { type Table as ArrowTable, tableFromIPC } from 'apache-arrow';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { readParquet, Table, writeParquet } from 'parquet-wasm';
import { afterAll, describe, expect, it } from 'vitest';
import { ARROW } from '../../src/format/arrow.ts';
import { HDF5 } from '../../src/format/hdf5.ts';
import { PARQUET } from '../../src/format/parquet.ts';
import { collectDocument, copyBytes, type TestValue, writeDocument } from '../../src/format/testing.ts';
import { type Datatype, DOUBLE, isArray, isCharacter, LONG, TEXT } from '../../src/model/datatype.ts';
import { type Torture, torture } from '../votable/torture.ts';

/** Debian's, where python3-h5py puts it; a Python of one's own seldom has it. */
const PYTHON = '/usr/bin/python3';
const runs = (command: string, ...args: readonly string[]): boolean => spawnSync(command, args).status === 0;
const NO_H5PY = [!runs(PYTHON, '-c', 'import h5py'), `${PYTHON} has no h5py`] as const;
const NO_STILTS = [!runs('stilts', '-version'), 'stilts is not installed'] as const;

const FOLDER = mkdtempSync(join(tmpdir(), 'almagest-columnar-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

function streamed(format: typeof PARQUET, { header, types, rows }: Torture, options = {}): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(writeDocument(format, header, copyBytes('binary', types, rows), options));
}

/** More than one block, by the bytes of all kinds of columns. */
function manyRows(): Torture {
  const types: readonly Datatype[] = [LONG, DOUBLE, TEXT, { primitive: 'short', arraysize: '*' }];
  const rows = Array.from({ length: 140_000 }, (_, row): TestValue[] => [
    BigInt(row) * 1_000_000_007n,
    row % 3 === 0 ? null : row / 7,
    row % 5 === 0 ? null : `source ${row}`,
    row % 7 === 0 ? null : [row % 1000, null],
  ]);
  return {
    types,
    rows,
    header: { columns: types.map((datatype, index) => ({ name: `c${index}`, datatype })), infos: [] },
  };
}

/** What a reader should give: whole numbers of 64 bits as bigint. */
function asRead({ primitive }: Datatype, value: TestValue | undefined): TestValue {
  if (Array.isArray(value)) return value.map((item) => asRead({ primitive }, item));
  return primitive === 'long' && typeof value === 'number' ? BigInt(value) : (value ?? null);
}

function expected({ types, rows }: Torture): TestValue[][] {
  return rows.map((row) => types.map((datatype, index) => asRead(datatype, row[index])));
}

/** Values as readers give them, as plain arrays and null. */
function plain(value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value === 'object' && Symbol.iterator in value) return [...(value as Iterable<unknown>)].map(plain);
  return value;
}

function arrowRows(table: ArrowTable): unknown[][] {
  return table.toArray().map((row) => Object.values((row as { toJSON(): object }).toJSON()).map(plain));
}

async function hyparquetRows(file: Uint8Array<ArrayBuffer>): Promise<unknown[][]> {
  const compressors = { ZSTD: (bytes: Uint8Array) => new Uint8Array(zstdDecompressSync(bytes)) };
  const rows = await parquetReadObjects({ file: file.buffer, compressors });
  return rows.map((row) => Object.values(row).map(plain));
}

/** The same as `toEqual`, which takes many seconds for so many rows. */
function expectRows(read: unknown[][], written: readonly TestValue[][]): void {
  expect(read.length).toBe(written.length);
  const different = read.findIndex((row, index) => !isDeepStrictEqual(row, written[index]));
  expect(different < 0 ? undefined : read[different]).toEqual(different < 0 ? undefined : written[different]);
}

function expectClean(votable: string): void {
  const file = join(FOLDER, 'described.vot');
  writeFileSync(file, votable);
  const { stdout, stderr } = spawnSync('stilts', ['votlint', `votable=${file}`], { encoding: 'utf8' });
  expect(`${stdout}${stderr}`).toBe('');
}

describe('parquet', () => {
  it('gives the Parquet of Rust what was written', () => {
    const table = tableFromIPC(readParquet(streamed(PARQUET, torture())).intoIPCStream());
    expect(arrowRows(table)).toEqual(expected(torture()));
    expect(table.schema.names).toEqual(torture().header.columns.map(({ name }) => name));
  });

  it('gives hyparquet what was written', async () => {
    expect(await hyparquetRows(streamed(PARQUET, torture()))).toEqual(expected(torture()));
  });

  it('gives both all row groups of a large result', async () => {
    const file = streamed(PARQUET, manyRows(), { maxrec: 1_000_000 });
    const { row_groups, num_rows } = parquetMetadata(file.buffer);
    expect([row_groups.length > 1, num_rows]).toEqual([true, 140_000n]);
    const rows = expected(manyRows());
    expectRows(await hyparquetRows(file), rows);
    expectRows(arrowRows(tableFromIPC(readParquet(file).intoIPCStream())), rows);
  });

  it('carries a VOTable without rows, which votlint has nothing against', ({ skip }) => {
    const words = (maxrec: number) => {
      const { key_value_metadata = [] } = parquetMetadata(streamed(PARQUET, torture(), { maxrec }).buffer);
      return Object.fromEntries(key_value_metadata.map(({ key, value }) => [key, value ?? '']));
    };
    expect(words(9)['IVOA.VOTable-Parquet.version']).toBe('1.0');
    const votable = words(9)['IVOA.VOTable-Parquet.content'] ?? '';
    expect(votable).toContain('<FIELD ID="instant" name="instant"');
    expect(votable).not.toContain('<DATA>');
    expect(votable).not.toContain('OVERFLOW');
    expect(words(2)['IVOA.VOTable-Parquet.content']).toContain('value="OVERFLOW"');
    skip(...NO_STILTS);
    expectClean(votable);
  });

  it('is a whole file without any row', async () => {
    const file = streamed(PARQUET, torture(), { maxrec: 0 });
    expect(await hyparquetRows(file)).toEqual([]);
    expect(tableFromIPC(readParquet(file).intoIPCStream()).numRows).toBe(0);
  });
});

describe('arrow', () => {
  it('gives the Arrow of Rust and that of JavaScript what was written', () => {
    const stream = streamed(ARROW, torture());
    expect(arrowRows(tableFromIPC(stream))).toEqual(expected(torture()));
    // Through a Parquet file that Rust makes of what it read.
    const rewritten = readParquet(writeParquet(Table.fromIPCStream(stream)));
    expect(arrowRows(tableFromIPC(rewritten.intoIPCStream()))).toEqual(expected(torture()));
  });

  it('gives all batches of a large result', () => {
    const table = tableFromIPC(streamed(ARROW, manyRows(), { maxrec: 1_000_000 }));
    expect(table.batches.length).toBeGreaterThan(1);
    expectRows(arrowRows(table), expected(manyRows()));
  });

  it('describes columns and result, and says that rows were left out', () => {
    const { schema, batches, numRows } = tableFromIPC(streamed(ARROW, torture(), { maxrec: 2 }));
    expect(Object.fromEntries(schema.fields.find(({ name }) => name === 'instant')?.metadata ?? [])).toEqual({
      unit: 'deg',
      ucd: 'pos.eq.ra',
      xtype: 'timestamp',
      arraysize: '*',
      description: 'The column "instant" <&>',
    });
    expect(schema.metadata.get('IVOA.VOTable-Parquet.content')).toContain('<FIELD ID="instant" name="instant"');
    expect(numRows).toBe(2);
    expect(batches.at(-1)?.metadata.get('QUERY_STATUS')).toBe('OVERFLOW');
    expect(tableFromIPC(streamed(ARROW, torture(), { maxrec: 0 })).numRows).toBe(0);
  });
});

describe('hdf5', () => {
  async function readWithH5py({ header, types, rows }: Torture, options = {}) {
    const file = join(FOLDER, 'result.h5');
    writeFileSync(file, await collectDocument(HDF5, header, copyBytes('binary', types, rows), options));
    const read = execFileSync(PYTHON, [join(import.meta.dirname, 'read.py'), file], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    return JSON.parse(read) as {
      columns: { name: string; values: unknown[] }[];
      described: Record<string, Record<string, string>>;
      votable: string;
    };
  }

  /** Numbers as Python prints them; booleans are 0 and 1. */
  function asPrinted(datatype: Datatype, value: TestValue): unknown {
    const { primitive } = datatype;
    if (value === null || isCharacter(datatype)) return value;
    if (isArray(datatype)) return (value as readonly TestValue[]).map((item) => asPrinted({ primitive }, item));
    if (primitive !== 'float' && primitive !== 'double') return String(Number(value) === 1 ? 1 : value || 0);
    if (!Number.isFinite(value)) return String(value).replace('Infinity', 'inf').toLowerCase();
    return Number.isInteger(value) && Math.abs(Number(value)) < 1e16 ? Number(value).toFixed(1) : String(value);
  }

  const alone = (value: unknown) => [value as TestValue];

  const printed = ({ header, types, rows }: Torture) =>
    header.columns.map(({ name }, index) => ({
      name,
      values: rows.map((row) => asPrinted(types[index] as Datatype, row[index] ?? null)),
    }));

  it('gives h5py what was written', async ({ skip }) => {
    skip(...NO_H5PY);
    const { columns, described } = await readWithH5py(torture());
    expect(columns).toEqual(printed(torture()));
    expect(described['instant']).toEqual({
      unit: 'deg',
      ucd: 'pos.eq.ra',
      xtype: 'timestamp',
      description: 'The column "instant" <&>',
      null: '/null/instant',
    });
  });

  it('gives h5py all rows of a large result', async ({ skip }) => {
    skip(...NO_H5PY);
    const { columns } = await readWithH5py(manyRows(), { maxrec: 1_000_000 });
    const written = printed(manyRows());
    expect(columns.map(({ name }) => name)).toEqual(written.map(({ name }) => name));
    columns.forEach(({ values }, index) => {
      expectRows(values.map(alone), (written[index]?.values ?? []).map(alone));
    });
  });

  it('says that rows were left out, and is a whole file without any', async ({ skip }) => {
    skip(...NO_H5PY);
    const { columns, votable } = await readWithH5py(torture(), { maxrec: 0 });
    expect(columns.map(({ values }) => values.length)).toEqual(torture().types.map(() => 0));
    expect(votable).toContain('value="OVERFLOW"');
  });
});
