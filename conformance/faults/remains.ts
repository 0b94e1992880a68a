import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from 'pg';
import { isActive, type PHASES } from '../../src/jobs/phase.ts';

/** What a server at rest should have none of, by what it is. */
export type Remains = Readonly<Record<string, number>>;

/** Looks for what the requests of a server have left behind, which has nothing to do any more: nothing, if all is well. */
export async function findRemains(
  server: { readonly url: string; readonly home: string },
  database: Client,
): Promise<Remains> {
  const [metrics, rows, uploads, spooled, results] = await Promise.all([
    fetch(`${server.url}/metrics`).then((answer) => answer.text()),
    tally(database),
    entries(join(server.home, 'uploads')),
    entries(join(server.home, 'spool')),
    entries(join(server.home, 'results')),
  ]);
  const { running, tables, files, kept, phases } = rows;
  const strangers = results.filter((name) => !kept.includes(name)).length;
  const found: Remains = {
    'connections in use': sum(metrics, /^almagest_database_connections\{[^}]*state="busy"[^}]*\} (\d+)/gm),
    'waits for a connection': sum(metrics, /^almagest_database_waiting\{[^}]*\} (\d+)/gm),
    'statements that run': running,
    'jobs that have not ended': phases.filter((phase) => isActive(phase) && phase !== 'PENDING').length,
    'uploaded tables': tables,
    'files of ended jobs': files,
    'uploaded files': uploads.length,
    'spooled files': spooled.length,
    'results of no job': strangers,
    'jobs without their results': kept.filter((name) => !results.includes(name)).length,
  };
  return Object.fromEntries(Object.entries(found).filter(([, count]) => count > 0));
}

interface Tally {
  readonly running: number;
  readonly tables: number;
  readonly files: number;
  readonly kept: readonly string[];
  readonly phases: readonly (typeof PHASES)[number][];
}

async function tally(database: Client): Promise<Tally> {
  const { rows } = await database.query<Tally>(`
    SELECT
      (SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND state <> 'idle'
         AND application_name LIKE 'almagest query%') AS running,
      (SELECT count(*)::int FROM pg_tables WHERE schemaname = 'almagest_upload') AS tables,
      (SELECT count(*)::int FROM almagest.job_upload AS file
         LEFT JOIN almagest.job ON job.id = file.job
         WHERE job.phase IS NULL OR job.phase NOT IN ('PENDING', 'QUEUED', 'EXECUTING')) AS files,
      (SELECT coalesce(array_agg(result->>'key') FILTER (WHERE phase = 'COMPLETED'), '{}') FROM almagest.job) AS kept,
      (SELECT coalesce(array_agg(phase), '{}') FROM almagest.job) AS phases`);
  if (!rows[0]) throw new Error('a SELECT without FROM gave no row');
  return rows[0];
}

async function entries(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}

const sum = (text: string, pattern: RegExp): number =>
  [...text.matchAll(pattern)].reduce((total, [, number]) => total + Number(number), 0);
