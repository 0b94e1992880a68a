import type { TestProject } from 'vitest/node';
import { dataFolder, serve, temporaryHome } from '../program/almagest.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The TAP service under test; empty where the data are missing. */
    readonly service: string;
  }
}

/** One server with the whole collection for all clients. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const data = dataFolder();
  if (data === undefined) {
    console.warn('No data folder (ALMAGEST_DATA): the tests with real clients are skipped.');
    project.provide('service', '');
    return undefined;
  }
  const home = await temporaryHome();
  const server = await serve(['--port', '0'], { ALMAGEST_DATA: data, ALMAGEST_HOME: home.path }, 300);
  project.provide('service', server.url);
  return async () => {
    await server.stop();
    await home.remove();
  };
}
