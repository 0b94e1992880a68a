import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Settings } from '../../src/config/settings.ts';
import { openTestDatabase, type TestDatabase } from '../../src/database/testing.ts';
import { createApp } from '../../src/http/app.ts';
import { PROTOCOLS } from '../../src/protocol/index.ts';
import type { Service } from '../../src/service/context.ts';
import { openService } from '../../src/service/open-service.ts';
import { TEST_SETTINGS } from '../../src/service/testing.ts';

/** A server to send tables to, with a database of its own. */
export interface UploadKit {
  readonly url: string;
  readonly home: string;
  readonly service: Service;
  readonly database: TestDatabase['database'];
  /** Asks `/tap/sync`; the parts of files are named like their tables. */
  query(
    adql: string,
    uploads: Readonly<Record<string, Blob | string>>,
    more?: Record<string, string>,
  ): Promise<Response>;
  close(): Promise<void>;
}

export async function openUploadKit(settings: Partial<Settings> = {}): Promise<UploadKit> {
  const kit = await openTestDatabase();
  const home = await mkdtemp(join(tmpdir(), 'almagest-upload-'));
  const service = await openService({
    settings: {
      ...TEST_SETTINGS,
      syncSeconds: 60,
      uploadBytes: 20_000_000,
      uploadRows: 100_000,
      maxrecDefault: 100_000,
      maxrecHard: 100_000,
      ...settings,
      home,
    },
    database: kit.database,
    observe: () => undefined,
  });
  const { fastify } = await createApp(service, PROTOCOLS);
  const url = await fastify.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    home,
    service,
    database: kit.database,
    query: (adql, uploads, more = {}) =>
      fetch(`${url}/tap/sync`, { method: 'POST', body: uploadForm({ LANG: 'ADQL', QUERY: adql, ...more }, uploads) }),
    async close() {
      await fastify.close();
      await service.close();
      await kit.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** The form that sends each of these as a file, or by its URL. */
export function uploadForm(
  parameters: Readonly<Record<string, string>>,
  uploads: Readonly<Record<string, Blob | string>>,
): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(parameters)) form.append(name, value);
  for (const [table, content] of Object.entries(uploads)) {
    form.append('UPLOAD', `${table},${typeof content === 'string' ? content : `param:${table}`}`);
    if (content instanceof Blob) form.append(table, content, 'table.bin');
  }
  return form;
}
