import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../../src/database/embedded.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A PostgreSQL server on which tests may make databases (see src/database/testing.ts). */
    databaseServer: string;
  }
}

/**
 * One PostgreSQL server for all tests of a run: an embedded one in a temporary folder, or the one that
 * ALMAGEST_TEST_DATABASE_URL names, as a user that may create databases and roles.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['ALMAGEST_TEST_DATABASE_URL'];
  if (given) {
    project.provide('databaseServer', given);
    return async () => {};
  }
  const home = await mkdtemp(join(tmpdir(), 'almagest-test-'));
  await chmod(home, 0o755); // the server may have to run as another user
  const server = await startEmbedded(home, () => {});
  project.provide('databaseServer', server.url);
  return async () => {
    await server.stop();
    await rm(home, { recursive: true, force: true });
  };
}
