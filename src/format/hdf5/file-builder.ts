import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { fail } from '../../core/error.ts';
import type { SpoolFile } from '../spool.ts';
import type { Answer, Beginning, Order } from './build-file.ts';
import type { Dataset } from './dataset.ts';

/** This module is TypeScript in the sources and JavaScript in the package; so is the worker's. */
const WORKER = new URL(`./build-file${extname(import.meta.url)}`, import.meta.url);

/**
 * Makes an HDF5 file of datasets and puts it into the spool. The library writes to a path, in a thread of its own: it computes for seconds,
 * and the memory that WebAssembly once took it never gives back.
 */
export async function buildFile(
  groups: readonly string[],
  datasets: AsyncIterable<Dataset>,
  into: SpoolFile,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'almagest-hdf5-'));
  const path = join(folder, 'result.h5');
  const beginning: Beginning = { hdf5: path, groups };
  const worker = new Worker(WORKER, { workerData: beginning });
  try {
    for await (const dataset of datasets) await give(worker, { kind: 'dataset', dataset }, [dataset.bytes.buffer]);
    await give(worker, { kind: 'close' });
    for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) await into.append(piece);
  } finally {
    await worker.terminate();
    await rm(folder, { recursive: true, force: true });
  }
}

async function give(worker: Worker, order: Order, transfer: ArrayBuffer[] = []): Promise<void> {
  worker.postMessage(order, transfer);
  const [answer] = (await once(worker, 'message')) as [Answer];
  if (answer.error === undefined) return;
  if (answer.error.includes('No space left on device'))
    fail('X107', 'The disk of the server is full: it cannot make an HDF5 file of this result.', {
      hint: 'Ask for fewer rows, or for Parquet or VOTable, which are sent as rows come; and tell whoever runs the service.',
    });
  throw new Error(`HDF5: ${answer.error}`);
}
