/** What keeping and harvesting the records of very many tables costs: time, and the memory of the server. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { Database } from '../src/database/database.ts';
import { startEmbedded } from '../src/database/embedded.ts';
import { startServer } from '../src/http/server.ts';
import { recordDrafts } from '../src/registry/record/index.ts';
import { makeCatalogue } from '../src/service/catalogue-cache.ts';
import { keepRecords } from '../src/service/record-store.ts';
import { makeTestService } from '../src/service/testing.ts';
import { manyResources } from './metadata/many-tables.ts';

const MEGA = 2 ** 20;
/** A part of the list holds 2 MB of records; a harvest that held more than a few of them would grow with the list. */
const PROMISED_GROWTH = 64;

const home = await mkdtemp(`${tmpdir()}/almagest-bench-`);
await chmod(home, 0o755); // the server may have to run as another user
const embedded = await startEmbedded(home, () => {});
try {
  const database = await Database.open({ url: embedded.url, observe: () => {} });
  try {
    await measure(database);
  } finally {
    await database.close();
  }
} finally {
  await embedded.stop();
  await rm(home, { recursive: true, force: true });
}

async function measure(database: Database): Promise<void> {
  const service = { ...makeTestService(), database };
  const server = await startServer(service);
  try {
    const { settings, site } = service;
    const catalogue = makeCatalogue(manyResources, new Date('2026-01-02T03:04:05Z'));
    const keep = () => keepRecords(database, recordDrafts({ site, settings, baseUrl: server.url }, catalogue));
    await tell('records and RegTAP rows written, the first time', keep);
    await tell('the same, when nothing has changed', keep);
    for (const prefix of ['ivo_vor', 'oai_dc']) {
      // The first harvest warms the program up.
      await harvest(server.url, prefix);
      globalThis.gc?.();
      const before = process.memoryUsage.rss();
      const harvested = await tell(`harvested as ${prefix}`, () => harvest(server.url, prefix));
      const growth = (harvested.peak - before) / MEGA;
      console.log(
        `  ${harvested.records} records in ${harvested.parts} parts, ${(harvested.bytes / MEGA).toFixed(1)} MiB; ` +
          `${growth.toFixed(0)} MiB more memory` +
          (growth <= PROMISED_GROWTH ? `  (at most ${PROMISED_GROWTH})` : `  MISSED: at most ${PROMISED_GROWTH}`),
      );
    }
  } finally {
    await server.close();
  }
}

async function tell<T>(what: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const result = await work();
  console.log(`${what.padEnd(52)} ${`${(performance.now() - started).toFixed(0)} ms`.padStart(12)}`);
  return result;
}

interface Harvest {
  readonly records: number;
  readonly parts: number;
  readonly bytes: number;
  readonly peak: number;
}

/** Part by part, as OAI-PMH 2.0 section 3.5 has it; nothing of a part is kept. */
async function harvest(url: string, prefix: string): Promise<Harvest> {
  let [records, parts, bytes, peak] = [0, 0, 0, 0];
  let query = `metadataPrefix=${prefix}`;
  for (;;) {
    const response = await fetch(`${url}/oai?verb=ListRecords&${query}`);
    if (!response.ok) throw new Error(`harvesting was answered with ${response.status}`);
    const text = await response.text();
    records += text.split('<header').length - 1;
    bytes += text.length;
    parts++;
    peak = Math.max(peak, process.memoryUsage.rss());
    const token = /<resumptionToken[^>]*>([^<]+)</.exec(text)?.[1];
    if (token === undefined) return { records, parts, bytes, peak };
    query = `resumptionToken=${encodeURIComponent(token)}`;
  }
}
