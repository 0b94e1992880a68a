import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { get, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { inspect, isDeepStrictEqual } from 'node:util';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OUTPUT_FORMATS } from '../../src/format/index.ts';
import type { OutputFormat } from '../../src/format/output-format.ts';
import { type Serving, serve, temporaryHome } from '../program/almagest.ts';
import { run } from '../program/run.ts';
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

const MAIN = resolve(import.meta.dirname, '../../src/cli/main.ts');
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

  test.each([
    ['gzip', gunzipSync],
    ['zstd', zstdDecompressSync],
  ] as const)('%s gives the same bytes', async (encoding, decompress) => {
    const rows = (bytes: Uint8Array): string => {
      const text = Buffer.from(bytes).toString();
      return text.slice(text.indexOf('<TABLEDATA>'));
    };
    const format = OUTPUT_FORMATS.find(({ id }) => id === 'votable-tabledata') as OutputFormat;
    const { raw, headers } = await askRaw(format, encoding);
    expect(headers['content-encoding']).toBe(encoding);
    expect(rows(decompress(raw))).toBe(rows(await readFile(await fileOf(format.id))));
  });

  /** The bytes as they are sent: fetch would decompress them. */
  function askRaw(format: OutputFormat, encoding: string): Promise<{ raw: Buffer; headers: IncomingHttpHeaders }> {
    const query = new URLSearchParams({ LANG: 'ADQL', QUERY: tortureQuery(COLUMNS), RESPONSEFORMAT: format.mediaType });
    return new Promise((resolve, reject) => {
      const options = { headers: { 'accept-encoding': encoding } };
      get(`${server.url}/tap/sync?${query}`, options, (response) => {
        buffer(response).then((raw) => resolve({ raw, headers: response.headers }), reject);
      }).once('error', reject);
    });
  }

  test.each([
    ['fits', 'file'],
    ['hdf5', 'file'],
    ['votable-fits', 'pipe'],
    ['json-columns', 'pipe'],
  ])('almagest query --format writes %s to a %s', async (id, to) => {
    const format = OUTPUT_FORMATS.find((one) => one.id === id) as OutputFormat;
    const served = await readFile(await fileOf(id));
    const out = join(folder, `query.${format.extension}`);
    const words = ['query', '--format', format.shortNames[0] ?? '', tortureQuery(COLUMNS)];
    const into = to === 'file' ? `--out '${out}'` : `| cat > '${out}'`;
    const line = `exec node '${MAIN}' ${words.map((word) => `'${word}'`).join(' ')} ${into}`;
    const environment = { ...process.env, ALMAGEST_HOME: home.path };
    const { code, stderr } = await run('sh', ['-c', line], { environment, seconds: 120 });
    expect([code, stderr]).toEqual([0, '']);
    const written = await readFile(out);
    expect(rowsOf(id, written)).toEqual(rowsOf(id, served));
  });

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

/** What is the same whoever asks: the rows alone, as the rest tells when and how they were asked for. */
function rowsOf(format: string, document: Buffer): unknown {
  if (format === 'json-columns') return JSON.parse(document.toString()).data;
  if (format === 'votable-fits')
    return fitsRows(Buffer.from(/base64">([^<]*)/.exec(document.toString())?.[1] ?? '', 'base64'));
  // HDF5 begins with a sign of its own; where the rows stand in it is for its library to know.
  return format === 'fits' ? fitsRows(document) : document.toString('latin1', 0, 8);
}

/** The data of the table: what comes behind its header, which ends with END and blanks. */
function fitsRows(file: Buffer): string {
  return file
    .subarray(file.lastIndexOf(`END${' '.repeat(77)}`) + 80)
    .toString('latin1')
    .trimStart();
}

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
