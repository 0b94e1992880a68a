import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Settings } from '../../src/config/settings.ts';
import type { Database } from '../../src/database/database.ts';
import { openTestDatabase } from '../../src/database/testing.ts';
import { loadDescriptor } from '../../src/descriptor/load.ts';
import { createApp } from '../../src/http/app.ts';
import { ingestResource } from '../../src/ingest/load.ts';
import { PROTOCOLS } from '../../src/protocol/index.ts';
import type { Service } from '../../src/service/context.ts';
import { openService } from '../../src/service/open-service.ts';
import { TEST_SETTINGS } from '../../src/service/testing.ts';

/** A server whose tables are not all for everybody, with a database of its own. */
export interface AccessKit {
  readonly url: string;
  readonly database: Database;
  readonly service: Service;
  /** Asks as somebody: `authorization` is the value of the header, absent for nobody in particular. */
  ask(path: string, authorization?: string, options?: RequestInit): Promise<Response>;
  /** What `/tap/sync` answers as CSV, without its head. */
  rows(adql: string, authorization?: string): Promise<readonly string[]>;
  /** Creates a job; its path. */
  createJob(parameters: Record<string, string>, authorization?: string): Promise<string>;
  close(): Promise<void>;
}

export async function openAccessKit(settings: Partial<Settings> = {}): Promise<AccessKit> {
  const kit = await openTestDatabase();
  const home = await mkdtemp(join(tmpdir(), 'almagest-access-'));
  await publish(kit.database, home);
  const service = await openService({
    settings: { ...TEST_SETTINGS, ...settings, home },
    database: kit.database,
    observe: () => undefined,
  });
  const { fastify } = await createApp(service, PROTOCOLS);
  const url = await fastify.listen({ host: '127.0.0.1', port: 0 });
  const ask: AccessKit['ask'] = (path, authorization, options = {}) =>
    fetch(`${url}${path}`, {
      redirect: 'manual',
      ...options,
      headers: { ...(options.headers as Record<string, string>), ...(authorization ? { authorization } : {}) },
    });
  return {
    url,
    database: kit.database,
    service,
    ask,
    async rows(adql, authorization) {
      const query = new URLSearchParams({ LANG: 'ADQL', FORMAT: 'csv', QUERY: adql });
      const response = await ask(`/tap/sync?${query}`, authorization);
      const text = await response.text();
      if (!response.ok) throw new Error(text);
      return text.trim().split(/\r?\n/).slice(1);
    },
    async createJob(parameters, authorization) {
      const body = new URLSearchParams({ LANG: 'ADQL', ...parameters });
      const response = await ask('/tap/async', authorization, { method: 'POST', body });
      const location = response.headers.get('location');
      if (location === null) throw new Error(await response.text());
      return new URL(location).pathname;
    },
    async close() {
      await fastify.close();
      await service.close();
      await kit.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** The value of Authorization for a name and a password (RFC 7617). */
export const basic = (name: string, password: string): string =>
  `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;

/** Of `mixed`, one table is for everybody and one for the team; `secret` is for team and crew alone. */
async function publish(database: Database, folder: string): Promise<void> {
  await writeFile(join(folder, 'rows.csv'), 'id,ra,dec\n1,10,20\n2,11,21\n');
  const table = (name: string, more: string) => `
  - name: ${name}
    description: Rows of ${name}
    source: {path: rows.csv}
    primaryKey: id
    position: {ra: ra, dec: dec, frame: ICRS}
    columns:
      - {name: id, type: int, ucd: meta.id;meta.main, description: Number of the row}
      - {name: ra, type: double, unit: deg, ucd: pos.eq.ra;meta.main, description: Right ascension}
      - {name: dec, type: double, unit: deg, ucd: pos.eq.dec;meta.main, description: Declination}
${more}`;
  const head = (id: string, more: string) => `format: resource/1
id: ${id}
title: The ${id} tables
description: Tables that exist only for a test of who may see what, and that nobody observed.
creators: [Nobody]
subjects: [surveys]
license: CC0-1.0
${more}
tables:`;
  const key = '    foreignKeys: [{columns: [id], reference: {table: mixed.hidden, columns: [id]}}]';
  const examples = `examples:
  - {name: Seen by the team, adql: SELECT id FROM mixed.hidden}
  - {name: Seen by all, adql: SELECT id FROM mixed.open}
`;
  const texts = {
    mixed: `${head('mixed/all', '')}${table('hidden', '    groups: team')}${table('shown', key)}\n${examples}`,
    secret: `${head('secret/all', 'groups: [team, crew]')}${table('plans', '')}`,
  };
  for (const [name, text] of Object.entries(texts)) {
    const file = join(folder, `${name}.yaml`);
    await writeFile(file, text);
    const { descriptor, problems } = await loadDescriptor(file);
    if (!descriptor) throw new Error(problems.map(({ message }) => message).join('\n'));
    await ingestResource({ descriptor, database, observe: () => undefined });
  }
}
