/** The part of a worker that writes HDF5. It is given datasets, and answers each when it has been written. */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { File, Module, ready } from 'h5wasm/node';
import type { Dataset, ValueType } from './dataset.ts';

/** What the worker is told: another dataset, or that the file is to be closed. */
export type Order = { readonly kind: 'dataset'; readonly dataset: Dataset } | { readonly kind: 'close' };

/** What it answers. */
export interface Answer {
  readonly error?: string;
}

/** Classes of types in the HDF5 library (H5T_class_t), and its number for UTF-8. */
const CLASSES: Readonly<Record<ValueType['kind'], number>> = { integer: 0, unsigned: 0, float: 1, text: 3 };
const UTF8 = 1;

/** What the worker begins with: where to write, and the groups of the file. */
export interface Beginning {
  readonly hdf5: string;
  readonly groups: readonly string[];
}

const beginning: Partial<Beginning> | null = workerData;
if (parentPort && beginning?.hdf5) await work(parentPort, beginning.hdf5, beginning.groups ?? []);

async function work(port: MessagePort, path: string, groups: readonly string[]): Promise<void> {
  await ready;
  // Else a full disk would go unnoticed.
  Module.activate_throwing_error_handler();
  const file = new File(path, 'w', { track_order: true });
  // Tracked, so that readers see the columns in the order of the result.
  for (const group of groups) file.create_group(group, true);
  port.on('message', (order: Order) => port.postMessage(carryOut(order, file)));
}

function carryOut(order: Order, file: File): Answer {
  try {
    if (order.kind === 'dataset') write(order.dataset, file);
    else if (file.close() < 0) throw new Error('the file could not be closed');
    return {};
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

function write({ path, type, shape, bytes, attributes }: Dataset, file: File): void {
  const values = Module._malloc(Math.max(1, bytes.length));
  Module.HEAPU8.set(bytes, values);
  const data = type.kind === 'text' ? pointers(bytes, values) : values;
  const extent = shape.map(BigInt);
  try {
    const status = Module.create_dataset(file.file_id, path, BigInt(data), {
      type: CLASSES[type.kind],
      size: type.kind === 'text' ? 4 : type.size,
      signed: type.kind === 'integer',
      vlen: type.kind === 'text',
      cset: UTF8,
      littleEndian: true,
      shape: extent,
      maxshape: extent,
      total_size: shape.reduce((product, length) => product * length, 1),
    });
    if (status < 0) throw new Error(`the dataset ${path} could not be written`);
  } finally {
    Module._free(values);
    if (data !== values) Module._free(data);
  }
  const written = file.get(path);
  if (!written || !('create_attribute' in written)) throw new Error(`there is no dataset ${path}`);
  for (const [name, value] of Object.entries(attributes)) written.create_attribute(name, value);
}

/** An array, in the memory of the library, of the addresses of texts that begin at `base` there. */
function pointers(texts: Uint8Array, base: number): number {
  const addresses: number[] = [];
  for (let at = 0; at < texts.length; at = texts.indexOf(0, at) + 1) addresses.push(base + at);
  const array = Module._malloc(Math.max(4, 4 * addresses.length));
  Module.HEAPU8.set(new Uint8Array(Uint32Array.from(addresses).buffer), array);
  return array;
}
