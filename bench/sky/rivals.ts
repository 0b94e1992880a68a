import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { makePgSphere } from '../../conformance/setup/pg-sphere.ts';
import { Database } from '../../src/database/database.ts';

/**
 * Runs a measurement on a server with our functions, pg_sphere and Q3C: that of ALMAGEST_TEST_DATABASE_URL, or one of Debian's
 * packages postgresql-15, -pgsphere and -q3c, begun for this program and thrown away.
 */
export async function withRivals(program: string, measure: (client: Client) => Promise<void>): Promise<void> {
  const url = process.env['ALMAGEST_TEST_DATABASE_URL'];
  if (url) await onServer(url, measure);
  else if (existsSync('/usr/share/postgresql/15/extension/q3c.control')) {
    const start = join(import.meta.dirname, '../../conformance/with-postgresql.sh');
    const { status } = spawnSync(start, [process.execPath, program], { stdio: 'inherit' });
    process.exitCode = status ?? 1;
  } else console.log('skipped: this machine lacks Debian’s packages postgresql-15-pgsphere and postgresql-15-q3c');
}

async function onServer(url: string, measure: (client: Client) => Promise<void>): Promise<void> {
  const database = await Database.open({ url, observe: () => {} });
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("CREATE EXTENSION q3c; CREATE SCHEMA survey; SET maintenance_work_mem = '256MB'");
    if (!(await makePgSphere(client))) throw new Error('the server lacks pg_sphere');
    await measure(client);
  } finally {
    await client.end();
    await database.close();
  }
}

/** Seconds that a statement takes. */
export async function timed(client: Client, statement: string): Promise<number> {
  const start = performance.now();
  await client.query(statement);
  return (performance.now() - start) / 1000;
}
