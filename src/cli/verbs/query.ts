import { open } from 'node:fs/promises';
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { fail } from '../../core/error.ts';
import { count } from '../../core/quantity.ts';
import { answerTable } from '../answer-table.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { unlessInterrupted } from '../interrupt.ts';
import { explainQuery, FORMAT_NAMES, localQuery } from '../local-query.ts';
import { answerBatch, answerParseOnly } from '../parse-only.ts';
import { progressObserver } from '../progress.ts';
import { readQueryText } from '../read-input.ts';
import { remoteQuery } from '../remote-query.ts';
import type { Call, Verb } from '../verb.ts';
import { withDatabase } from '../with-database.ts';

/** Aligned text for people; it is made from CSV, all other formats are those of the server. */
const TABLE = 'table';
/** Rows of a table, if none are asked for. */
const TABLE_ROWS = 100;

export const query: Verb = {
  name: 'query',
  operands: '[ADQL]',
  summary: 'ask the own database or, with --url, any TAP service; without ADQL, what standard input asks',
  options: [
    { flags: '--url <tap>', description: 'ask this TAP service, such as http://localhost:8080/tap' },
    {
      flags: '--format <format>',
      description: `${[TABLE, ...FORMAT_NAMES].join(', ')} or a media type (default: ${TABLE} on a terminal, else csv; json with --json)`,
    },
    { flags: '--out <file>', description: 'write the answer to this file' },
    { flags: '--maxrec <rows>', description: `rows at most (default for a table: ${TABLE_ROWS})` },
    { flags: '--explain', description: 'show what each stage makes of the query, up to its plan, and run nothing' },
    {
      flags: '--parse-only',
      description: 'tell whether the query follows the grammar; tables and columns are not looked up',
    },
    {
      flags: '--batch',
      description: 'with --parse-only: read a JSON array of queries, write one of {"errors": [...]}',
    },
  ],
  settings: ['databaseUrl', 'home'],
  examples: [
    'query "SELECT TOP 5 * FROM antares.events"',
    'query --format votable --out neutrinos.vot "SELECT * FROM antares.events"',
    'query --explain "SELECT TOP 5 * FROM antares.events"',
    'query --parse-only < query.adql',
    'query --url http://localhost:8080/tap "SELECT table_name FROM TAP_SCHEMA.tables"',
  ],
  async run(call) {
    const { options, operands, stdin, terminal } = call;
    if (options['batch'] && !options['parseOnly'])
      fail('C104', '--batch only parses', { hint: 'Write --parse-only --batch.' });
    const text = await readQueryText(operands[0], stdin);
    if (options['parseOnly']) return options['batch'] ? answerBatch(terminal, text) : answerParseOnly(terminal, text);
    if (text.trim() === '')
      fail('C104', 'the query is missing', { hint: 'Write it in quotes, or give it on standard input.' });
    const asked = askedFor(call, text);
    if (options['explain']) return explain(call, asked);
    return asked.url === undefined ? askLocally(call, asked) : askElsewhere(call, asked, asked.url);
  },
};

interface Asked {
  readonly adql: string;
  readonly url: string | undefined;
  readonly table: boolean;
  /** Of the document that the table is made from, or that is written out as it is. */
  readonly format: string;
  readonly out: string | undefined;
  readonly maxrec: number | undefined;
}

function askedFor({ options, terminal }: Call, adql: string): Asked {
  const word = (name: string) => (typeof options[name] === 'string' ? options[name] : undefined);
  const out = word('out');
  const usual = terminal.interactive && out === undefined ? TABLE : 'csv';
  const format = word('format') ?? (terminal.json ? 'json' : usual);
  const table = format === TABLE;
  const rows = word('maxrec');
  if (rows !== undefined && !/^\d+$/.test(rows)) fail('C104', `--maxrec ${rows} is not a number of rows`);
  const maxrec = rows === undefined ? (table ? TABLE_ROWS : undefined) : Number(rows);
  return { adql, url: word('url'), table, format: table ? 'csv' : format, out, maxrec };
}

async function askLocally(call: Call, asked: Asked): Promise<ExitCode> {
  const { configuration, terminal, interrupted } = call;
  const { settings } = configuration;
  // Rows go to standard output, so nothing else may.
  const observe = progressObserver({ ...terminal, json: false, quiet: true });
  let readerLeft = false;
  const outcome = await withDatabase(settings, observe, (database) =>
    unlessInterrupted(
      interrupted,
      localQuery(settings, database, asked, interrupted, async (body) => {
        readerLeft = !(await deliver(call, asked, body));
      }),
    ),
  );
  if (outcome.kind === 'failed' && !readerLeft) fail('X105', outcome.message);
  if (outcome.kind === 'overflow' && !terminal.quiet)
    terminal.note(`There are more than these ${count(outcome.maxrec)} rows; --maxrec asks for more.`);
  return EXIT.ok;
}

async function askElsewhere(call: Call, asked: Asked, url: string): Promise<ExitCode> {
  await deliver(call, asked, await remoteQuery({ ...asked, url }, call.interrupted));
  return EXIT.ok;
}

/** False if the reader of standard output wanted no more, as in `almagest query ... | head`. */
async function deliver({ terminal }: Call, { table, out }: Asked, document: Readable): Promise<boolean> {
  if (table) answerTable(terminal, await text(document));
  else if (out !== undefined) await pipeline(document, await openOutput(out));
  else {
    try {
      await pipeline(document, terminal.stdout, { end: false });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
      return false;
    }
  }
  return true;
}

async function openOutput(path: string): Promise<Writable> {
  try {
    const file = await open(path, 'w');
    return file.createWriteStream();
  } catch (cause) {
    return fail('C104', `${path} cannot be written: ${(cause as Error).message}`, { cause });
  }
}

async function explain(call: Call, { adql, url }: Asked): Promise<ExitCode> {
  if (url !== undefined)
    fail('C104', 'what another service makes of the query cannot be shown', { hint: 'Leave out --url or --explain.' });
  const { configuration, terminal, interrupted } = call;
  const { settings } = configuration;
  const observe = progressObserver({ ...terminal, quiet: true });
  await withDatabase(settings, observe, (database) => explainQuery(settings, database, terminal, adql, interrupted));
  return EXIT.ok;
}
