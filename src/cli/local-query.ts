import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { Settings } from '../config/settings.ts';
import { fail } from '../core/error.ts';
import type { Database } from '../database/database.ts';
import { findFormat, OUTPUT_FORMATS } from '../format/index.ts';
import type { Outcome } from '../model/result.ts';
import { OPERATOR } from '../model/visitor.ts';
import { openCatalogueCache } from '../service/catalogue-cache.ts';
import { compileQuery } from '../service/compile-query.ts';
import type { QueryService } from '../service/context.ts';
import { runQuery } from '../service/run-query.ts';
import { readSoftware } from '../service/software.ts';
import { answerExplanation } from './explain-query.ts';
import type { Terminal } from './terminal.ts';

export interface LocalQuery {
  readonly adql: string;
  /** A short name or a media type. */
  readonly format: string;
  readonly maxrec: number | undefined;
}

/** Short names of the formats that the program can write. */
export const FORMAT_NAMES: readonly string[] = OUTPUT_FORMATS.flatMap(({ shortNames: [name] }) => name ?? []);

/** Asks the own database as the server would; `read` is given the bytes of the answer. */
export async function localQuery(
  settings: Settings,
  database: Database,
  { adql, format, maxrec }: LocalQuery,
  signal: AbortSignal,
  read: (document: Readable) => Promise<void>,
): Promise<Outcome> {
  const found = findFormat(format);
  if (!found) fail('R104', `the format "${format}" is unknown`, { hint: `Known are ${FORMAT_NAMES.join(', ')}.` });
  return withQueryService(settings, database, async (service) => {
    const request = {
      ...found,
      query: adql,
      seconds: settings.jobSeconds,
      protocol: 'cli',
      requestId: randomUUID(),
      ...(maxrec === undefined ? {} : { maxrec }),
    };
    const { body, done } = await runQuery(service, request, signal);
    await read(body);
    return (await done).outcome;
  });
}

/** Shows each stage of the query on the terminal. */
export async function explainQuery(
  settings: Settings,
  database: Database,
  terminal: Terminal,
  adql: string,
  signal: AbortSignal,
): Promise<void> {
  await withQueryService(settings, database, async ({ catalogue }) => {
    const typed = await compileQuery(adql, catalogue.current, settings, signal);
    await answerExplanation(terminal, typed, database);
  });
}

async function withQueryService<Result>(
  settings: Settings,
  database: Database,
  work: (service: QueryService) => Promise<Result>,
): Promise<Result> {
  const observe = () => {};
  const catalogue = await openCatalogueCache(database, observe);
  try {
    return await work({ settings, software: readSoftware(), database, catalogue, observe, visitor: OPERATOR });
  } finally {
    await catalogue.close();
  }
}
