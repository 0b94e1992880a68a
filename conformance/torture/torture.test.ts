import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect, isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OUTPUT_FORMATS } from '../../src/format/index.ts';
import type { OutputFormat } from '../../src/format/output-format.ts';
import { type Serving, serve, temporaryHome } from '../program/almagest.ts';
import { describeTorture, tortureQuery } from './publish.ts';
import {
  asCell,
  findStilts,
  READERS,
  type ReadColumn,
  readWithPython,
  readWithStilts,
  runStilts,
  whyNoPython,
} from './readers.ts';
import { LINTINGS, PYVO, READINGS, type Reading, STILTS } from './readings.ts';
import { type Cell, COLUMNS, type TortureColumn } from './table.ts';

const noPython = await whyNoPython(['astropy', 'pyvo', 'h5py', 'yaml']);
const stilts = Object.fromEntries(
  await Promise.all(STILTS.map(async (version) => [version, await findStilts(version)] as const)),
);

describe('the torture table, published and asked for over HTTP', () => {
  let folder: string;
  let home: Awaited<ReturnType<typeof temporaryHome>>;
  let server: Serving;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'almagest-torture-'));
    home = await temporaryHome();
    await describeTorture(folder);
    server = await serve(['--port', '0', '--host', '127.0.0.1', '--descriptors', folder], { ALMAGEST_HOME: home.path });
  });

  afterAll(async () => {
    await server?.stop();
    await home?.remove();
    await rm(folder, { recursive: true, force: true });
  });

  async function ask(format: OutputFormat, columns: readonly TortureColumn[], headers = {}): Promise<Response> {
    const body = new URLSearchParams({
      LANG: 'ADQL',
      QUERY: tortureQuery(columns, leftOut(format.id)),
      RESPONSEFORMAT: format.mediaType,
    });
    const response = await fetch(`${server.url}/tap/sync`, { method: 'POST', body, headers });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, format.mediaType]);
    return response;
  }

  const documents = new Map<string, Promise<string>>();
  /** The file that a document is in; each is asked for once. */
  function fileOf(id: string, columns: readonly TortureColumn[] = COLUMNS): Promise<string> {
    const format = OUTPUT_FORMATS.find((one) => one.id === id);
    if (!format) throw new Error(`there is no format ${id}`);
    const key = `${id} ${columns.length}`;
    const file = join(folder, `${documents.size}.${format.extension}`);
    const written =
      documents.get(key) ??
      ask(format, columns).then(async (response) => {
        await writeFile(file, Buffer.from(await response.arrayBuffer()));
        return file;
      });
    documents.set(key, written);
    return written;
  }

  describe.skipIf(noPython !== undefined)('readers of Python', () => {
    const readings = READINGS.filter(({ reader }) => !(reader in READERS || STILTS.includes(reader)));
    let answers: ReturnType<typeof readWithPython> | undefined;
    /** One process reads everything, as its libraries take long to load. */
    const readAll = async () => {
      const tasks = readings.map(async ({ reader, format }) => `${reader}=${await fileOf(format)}`);
      return readWithPython([...(await Promise.all(tasks)), pyvoTask()]);
    };
    const pyvoTask = () => `pyvo=${server.url}/tap ${tortureQuery(COLUMNS)}`;
    const readOf = async (task: string): Promise<readonly ReadColumn[]> => {
      answers ??= readAll();
      const { columns, warnings, error } = (await answers)[task] ?? {};
      expect([error, warnings]).toEqual([undefined, []]);
      return columns ?? [];
    };

    test.each(readings)('$reader gets every row of $format', async (reading) => {
      const read = await readOf(`${reading.reader}=${await fileOf(reading.format)}`);
      expect(differences(reading, read)).toEqual([]);
    });

    test('pyvo gets every row', async () => {
      expect(differences(PYVO, await readOf(pyvoTask()))).toEqual([]);
    });
  });

  test.each(READINGS.filter(({ reader }) => reader in READERS))(
    '$reader gets every row of $format',
    async (reading) => {
      const read = await READERS[reading.reader]?.(await fileOf(reading.format, reading.columns));
      expect(differences(reading, read ?? [])).toEqual([]);
    },
  );

  describe.each(STILTS)('%s', (version) => {
    const program = stilts[version];
    test.skipIf(!program).each(READINGS.filter(({ reader }) => reader === version))(
      'gets every row of $format',
      async (reading) => {
        const read = await readWithStilts(program ?? '', await fileOf(reading.format, reading.columns));
        expect(differences(reading, read)).toEqual([]);
      },
    );

    test.skipIf(!program).each(LINTINGS.filter((linting) => linting.version === version))(
      'votlint has nothing against $format',
      async ({ format, columns }) => {
        const words = ['votlint', `votable=${await fileOf(format, columns)}`];
        const { stdout, stderr } = await runStilts(program ?? '', words);
        expect(`${stdout}${stderr}`.split('\n').filter((line) => line && !EXPLAINED.test(line))).toEqual([]);
      },
    );
  });
});

/** `moc` is an xtype of DALI 1.2, and `adql:region` one of TAP 1.0; INFO lines are no complaints. */
const EXPLAINED = /^INFO |^Picked up JAVA_TOOL_OPTIONS|xtype value "moc"/;

/** BINARY lends one number of each kind to NULL: the largest, as the smallest stands in the first row. */
function leftOut(format: string): readonly number[] | undefined {
  return format === 'votable-binary' ? [1] : undefined;
}

/** Every cell that is not what it should be, and a word on columns that are not there. */
function differences({ format, losses, columns = COLUMNS }: Reading, read: readonly ReadColumn[]): readonly string[] {
  expect(read.map(({ name }) => name)).toEqual(columns.map(({ name }) => name));
  return columns.flatMap(({ name, datatype, cells }, index) => {
    const values = read[index]?.values ?? [];
    const wanted = cells
      .filter((_, row) => !leftOut(format)?.includes(row))
      .map((cell) => losses.reduce<Cell>((left, loss) => loss(left, datatype), cell));
    if (values.length !== wanted.length) return [`${name}: ${values.length} rows, not ${wanted.length}`];
    return wanted.flatMap((cell, row) => {
      const found = asCell(datatype, values[row]);
      return isDeepStrictEqual(found, cell) ? [] : [`${name}[${row}]: ${inspect(found)}, not ${inspect(cell)}`];
    });
  });
}
