import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Serving, serve, temporaryHome } from '../program/almagest.ts';
import { findProgram, run } from '../program/run.ts';

/** Debian's own, for which python3-pyvo is packaged. */
const python = findProgram('/usr/bin/python3');
const hasPyvo = python !== undefined && (await run(python, ['-c', 'import pyvo'])).code === 0;
const stilts = findProgram('stilts');
const FOLDER = join(import.meta.dirname, '../unicode');

const WORDS = 'SELECT * FROM unicode.words ORDER BY id';
const DESCRIPTIONS =
  "SELECT description FROM TAP_SCHEMA.columns WHERE table_name = 'unicode.words' ORDER BY column_index";
/** Compared, cut together, and made by functions. */
const MADE = "SELECT label || ' é' AS made FROM unicode.words WHERE label = '漢字' OR label LIKE '😀%' ORDER BY id";

const EXPECTED: Readonly<Record<string, readonly (readonly string[])[]>> = {
  [WORDS]: [
    ['1', 'é Å', 'a'],
    ['2', '漢字', 'b'],
    ['3', '😀 𝄞', 'c'],
    ['4', '', ''],
    ['5', 'plain', 'e'],
  ],
  [DESCRIPTIONS]: [['Numéro'], ['Étiquette Å 漢字 😀'], ['ASCII tout court']],
  [MADE]: [['漢字 é'], ['😀 𝄞 é']],
};
const QUERIES = Object.keys(EXPECTED);

/** Before VOTable 1.6 a `char` is ASCII, and clients differ in what they do with more; here they find none. */
describe('texts beyond ASCII', () => {
  let home: Awaited<ReturnType<typeof temporaryHome>>;
  let server: Serving;
  let scratch: string;
  beforeAll(async () => {
    home = await temporaryHome();
    scratch = await mkdtemp(join(tmpdir(), 'almagest-unicode-'));
    server = await serve(['--port', '0', '--descriptors', FOLDER], { ALMAGEST_HOME: home.path });
  });
  afterAll(async () => {
    await server?.stop();
    await home?.remove();
    await rm(scratch, { recursive: true, force: true });
  });

  test.skipIf(!hasPyvo)('arrive in pyvo', async () => {
    const questions = join(scratch, 'questions.json');
    await writeFile(questions, JSON.stringify(QUERIES.map((adql) => ({ id: adql, adql }))));
    const script = join(import.meta.dirname, '../pyvo/ask.py');
    const { code, stdout, stderr } = await run(python ?? '', [script, `${server.url}/tap`, 'sync', questions]);
    if (code !== 0) throw new Error(stderr);
    const answers = JSON.parse(stdout) as Record<string, { rows?: (string | number | null)[][]; error?: string }>;
    for (const [adql, { rows, error }] of Object.entries(answers)) {
      expect(error).toBeUndefined();
      expect(rows?.map((row) => row.map((cell) => String(cell ?? '')))).toEqual(EXPECTED[adql]);
    }
  });

  test.skipIf(stilts === undefined).each(QUERIES)('arrive in STILTS: %s', async (adql) => {
    for (const format of ['votable', 'votable/td']) {
      const file = join(scratch, 'answer.vot');
      await writeFile(file, Buffer.from(await (await ask(adql, format)).arrayBuffer()));
      const { code, stdout, stderr } = await run(stilts ?? '', ['tpipe', `in=${file}`, 'ifmt=votable', 'ofmt=csv'], {
        environment: { ...process.env, JAVA_TOOL_OPTIONS: '-Dfile.encoding=UTF-8' },
      });
      if (code !== 0) throw new Error(stderr);
      expect((parse(stdout) as string[][]).slice(1)).toEqual(EXPECTED[adql]);
    }
  });

  test.each(['csv', 'tsv'])('arrive as %s', async (format) => {
    for (const adql of QUERIES) {
      const lines = (await (await ask(adql, format)).text()).trimEnd().split(/\r?\n/).slice(1);
      expect(lines.map((line) => line.split(format === 'csv' ? ',' : '\t'))).toEqual(EXPECTED[adql]);
    }
  });

  const ask = (adql: string, format: string): Promise<Response> =>
    fetch(`${server.url}/tap/sync?${new URLSearchParams({ LANG: 'ADQL', QUERY: adql, FORMAT: format })}`);
});
