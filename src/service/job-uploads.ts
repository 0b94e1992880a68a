import { createReadStream, createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { sql } from '../core/sql-text.ts';
import type { Database } from '../database/database.ts';
import type { Job } from '../jobs/job.ts';

/** A file that came with a request. */
export interface RequestFile {
  /** The name of the part that it was. */
  readonly parameter: string;
  readonly path: string;
}

const PIECE = 1024 * 1024;

/**
 * Keeps the files that came with a job in the database, where any process that runs it finds them, until it has run. One that comes
 * again takes the place of the one before.
 */
export async function keepJobFiles(database: Database, job: string, files: readonly RequestFile[]): Promise<void> {
  for (const { parameter, path } of files) {
    const name = parameter.toLowerCase();
    await database.transaction(async (session) => {
      await session.query(sql`DELETE FROM almagest.job_upload WHERE job = $1 AND parameter = $2`, [job, name]);
      let piece = 0;
      // An empty file is a file too.
      for await (const bytes of piecesOf(path))
        await session.query(
          sql`INSERT INTO almagest.job_upload (job, parameter, piece, bytes) VALUES ($1, $2, $3, $4)`,
          [job, name, piece++, bytes],
        );
    });
  }
}

async function* piecesOf(path: string): AsyncGenerator<Buffer> {
  let isEmpty = true;
  for await (const piece of createReadStream(path, { highWaterMark: PIECE })) {
    isEmpty = false;
    yield piece as Buffer;
  }
  if (isEmpty) yield Buffer.alloc(0);
}

/** Writes a file that came with a job into the folder, and gives its path; undefined if there is none of that name. */
export async function restoreJobFile(
  database: Database,
  { id, parameters }: Job,
  parameter: string,
  folder: string,
): Promise<string | undefined> {
  const name = parameter.toLowerCase();
  const path = join(folder, 'inline');
  const [last] = await database.query<{ piece: number | null }>(
    sql`SELECT max(piece) AS piece FROM almagest.job_upload WHERE job = $1 AND parameter = $2`,
    [id, name],
  );
  if (typeof last?.piece === 'number') {
    await pipeline(storedPieces(database, id, name, last.piece), createWriteStream(path, { mode: 0o600 }));
    return path;
  }
  return writeField(parameters, parameter, path);
}

async function* storedPieces(database: Database, job: string, parameter: string, last: number): AsyncGenerator<Buffer> {
  for (let piece = 0; piece <= last; piece++) {
    const [row] = await database.query<{ bytes: Buffer }>(
      sql`SELECT bytes FROM almagest.job_upload WHERE job = $1 AND parameter = $2 AND piece = $3`,
      [job, parameter, piece],
    );
    if (!row) throw new Error('a file of the job is gone');
    yield row.bytes;
  }
}

/** The file may stand in a parameter like any other, too (DALI 1.1 sec 3.4.5). */
export async function writeField(
  parameters: Job['parameters'],
  parameter: string,
  path: string,
): Promise<string | undefined> {
  const found = parameters.find(([name]) => name.toLowerCase() === parameter.toLowerCase());
  if (!found) return undefined;
  await writeFile(path, found[1], { mode: 0o600 });
  return path;
}
