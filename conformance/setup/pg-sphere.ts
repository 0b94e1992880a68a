import type { Client } from 'pg';

/**
 * Makes pg_sphere in the database, as its superuser, from the server's own files; false if the server does not have it.
 *
 * From its script rather than by CREATE EXTENSION: PostgreSQL 15.20 and its like refuse what version 1.2.0 says of the commutators of
 * its coverage maps, which stand at the end and are left out.
 */
export async function makePgSphere(client: Client): Promise<boolean> {
  const { rows } = await client.query(
    "SELECT version FROM pg_available_extension_versions WHERE name = 'pg_sphere' ORDER BY version DESC",
  );
  const version = rows.map((row) => String(row.version)).find((text) => /^\d+\.\d+\.\d+$/.test(text));
  if (version === undefined) return false;
  const { rows: files } = await client.query(
    `SELECT pg_read_file(setting || '/extension/pg_sphere--' || $1 || '.sql') AS script FROM pg_config WHERE name = 'SHAREDIR'`,
    [version],
  );
  const script = String(files[0].script)
    .replaceAll(/^\\echo.*$/gm, '')
    .replaceAll('MODULE_PATHNAME', '$libdir/pg_sphere');
  const maps = script.search(/^CREATE TYPE smoc\b/m);
  await client.query(maps < 0 ? script : script.slice(0, maps));
  return true;
}
