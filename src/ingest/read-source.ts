import type { Observer } from '../core/observe.ts';
import type { TablePlan } from '../descriptor/descriptor.ts';
import type { Column } from '../model/column.ts';
import type { SkyIndex } from '../model/sky-index.ts';
import { qualifiedName, type Table } from '../model/table.ts';
import { convertBatch } from './convert/convert.ts';
import { COPY_HEADER, COPY_TRAILER, encodeRows } from './copy-binary.ts';
import { addColumns, fileNameColumns, PSEUDO_COLUMNS } from './extend-source.ts';
import type { DataFile } from './find-files.ts';
import { openSource } from './format/index.ts';
import { fillHidden } from './hidden-columns.ts';
import { joinSource } from './join-source.ts';
import { mapColumns } from './map-columns.ts';
import type { RowSource } from './source.ts';
import type { Vector } from './vector.ts';

/** The data files of one table. */
export interface SourceFiles {
  /** Empty for a simulation. */
  readonly main: readonly DataFile[];
  /** Those of the join, if there is one. */
  readonly joined: readonly DataFile[];
}

/** What is to be read: of which table, from which files, and how many rows at most. */
export interface SourceReading {
  readonly table: Table;
  readonly plan: TablePlan;
  readonly files: SourceFiles;
  readonly limit?: number;
  readonly observe: Observer;
}

/** All rows of all files, as COPY takes them in binary, with a cell for each of `columns`, then for each of `hidden`. */
export async function* encodeSource(
  columns: readonly Column[],
  hidden: readonly SkyIndex[],
  reading: SourceReading,
): AsyncGenerator<Uint8Array> {
  const { plan, files, limit = Number.POSITIVE_INFINITY, observe } = reading;
  const progress = {
    kind: 'load-progress',
    table: qualifiedName(reading.table),
    bytes: files.main.reduce((sum, { bytes }) => sum + bytes, 0),
  } as const;
  let rows = 0;
  let bytesRead = 0;
  const onRead = (bytes: number) => {
    bytesRead += bytes;
  };
  yield COPY_HEADER;
  // A simulation has no file, and is read once.
  for (const file of plan.source.format === 'simulation' ? [''] : files.main.map(({ path }) => path)) {
    const source = await open(file, reading, onRead);
    const { wanted, conversions } = mapColumns(columns, plan, source, file || plan.source.format);
    for await (const batch of source.batches(wanted)) {
      const published = convertBatch(batch, conversions);
      const whole = [...published, ...fillHidden(hidden, columns, published)];
      const taken = Math.min(batch.rows, limit - rows);
      yield encodeRows(taken < batch.rows ? whole.map((vector) => firstRows(vector, taken)) : whole, taken);
      rows += taken;
      observe({ ...progress, rows, bytesRead });
      if (rows >= limit) break;
    }
    if (rows >= limit) break;
  }
  yield COPY_TRAILER;
}

async function open(file: string, { plan, files }: SourceReading, onRead: (bytes: number) => void): Promise<RowSource> {
  const { source } = plan;
  const own = await openSource({ file, source, onRead });
  const joined = source.join
    ? await joinSource(
        own,
        source.join,
        files.joined.map(({ path }) => path),
        file,
      )
    : own;
  return addColumns(joined, [...(source.fileName ? fileNameColumns(source.fileName, file) : []), ...PSEUDO_COLUMNS]);
}

function firstRows(vector: Vector, rows: number): Vector {
  if (vector.kind === 'text') return { kind: 'text', values: vector.values.slice(0, rows) };
  if (vector.kind === 'array') return { ...vector, ends: vector.ends.slice(0, rows) };
  return vector;
}
