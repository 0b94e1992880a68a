import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect, isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OUTPUT_FORMATS } from '../../src/format/index.ts';
import { type Serving, serve, temporaryHome } from '../program/almagest.ts';
import { describeTorture, tortureQuery } from './publish.ts';
import { asCell, READERS, type ReadColumn, readWithPython, whyNoPython } from './readers.ts';
import { READINGS, type Reading } from './readings.ts';
import { type Cell, COLUMNS } from './table.ts';

const noPython = await whyNoPython(['astropy', 'pyvo', 'h5py', 'yaml']);

describe('the torture table, published and asked for over HTTP', () => {
  let folder: string;
  let home: Awaited<ReturnType<typeof temporaryHome>>;
  let server: Serving;
  let python: Awaited<ReturnType<typeof readWithPython>>;
  const file = (format: string): string =>
    join(folder, `torture.${OUTPUT_FORMATS.find(({ id }) => id === format)?.extension}`.replace('torture', format));

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'almagest-torture-'));
    home = await temporaryHome();
    await describeTorture(folder);
    server = await serve(['--port', '0', '--host', '127.0.0.1', '--descriptors', folder], { ALMAGEST_HOME: home.path });
    for (const { id } of OUTPUT_FORMATS) await writeFile(file(id), await ask(id));
    if (noPython === undefined)
      python = await readWithPython([
        ...READINGS.filter(({ reader }) => !(reader in READERS)).map(
          ({ reader, format }) => `${reader}=${file(format)}`,
        ),
        `pyvo=${server.url}/tap ${tortureQuery(COLUMNS)}`,
      ]);
  });

  afterAll(async () => {
    await server?.stop();
    await home?.remove();
    await rm(folder, { recursive: true, force: true });
  });

  async function ask(format: string): Promise<Buffer> {
    const { mediaType = '' } = OUTPUT_FORMATS.find(({ id }) => id === format) ?? {};
    const QUERY = tortureQuery(COLUMNS, rowsOf(format));
    const body = new URLSearchParams({ LANG: 'ADQL', QUERY, RESPONSEFORMAT: mediaType });
    const response = await fetch(`${server.url}/tap/sync`, { method: 'POST', body });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, mediaType]);
    return Buffer.from(await response.arrayBuffer());
  }

  test.each(READINGS)('$format gives $reader every row', async ({ format, reader, losses }) => {
    const columns = READERS[reader] ? await READERS[reader](file(format)) : fromPython(`${reader}=${file(format)}`);
    expect(differences({ format, losses }, columns)).toEqual([]);
  });

  function fromPython(task: string): readonly ReadColumn[] {
    const { columns, warnings, error } = python[task] ?? {};
    expect([error, warnings]).toEqual([undefined, []]);
    return columns ?? [];
  }
});

/** BINARY lends one number of each kind to NULL: the largest, as the smallest stands in the first row. */
function rowsOf(format: string): readonly number[] | undefined {
  return format === 'votable-binary' ? [1] : undefined;
}

/** Every cell that is not what it should be, and a word on columns that are not there. */
function differences(
  { format, losses }: Pick<Reading, 'format' | 'losses'>,
  read: readonly ReadColumn[],
  columns = COLUMNS,
) {
  expect(read.map(({ name }) => name)).toEqual(columns.map(({ name }) => name));
  return columns.flatMap(({ name, datatype, cells }, index) => {
    const values = read[index]?.values ?? [];
    const wanted = cells
      .filter((_, row) => !rowsOf(format)?.includes(row))
      .map((cell) => losses.reduce<Cell>((left, loss) => loss(left, datatype), cell));
    if (values.length !== wanted.length) return [`${name}: ${values.length} rows, not ${wanted.length}`];
    return wanted.flatMap((cell, row) => {
      const found = asCell(datatype, values[row]);
      return isDeepStrictEqual(found, cell) ? [] : [`${name}[${row}]: ${inspect(found)}, not ${inspect(cell)}`];
    });
  });
}
