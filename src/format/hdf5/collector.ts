import { fail } from '../../core/error.ts';
import type { Outcome, ResultColumn, ResultHeader } from '../../model/result.ts';
import { ColumnarResult } from '../columns/columnar-result.ts';
import type { ResultCollector, WriterOptions } from '../output-format.ts';
import type { Spool, SpoolFile } from '../spool.ts';
import { documentWithoutRows } from '../votable/document.ts';
import { BlockRecord } from './block-record.ts';
import { columnDatasets, GROUPS } from './column-datasets.ts';
import type { Dataset } from './dataset.ts';
import { buildFile } from './file-builder.ts';

/** Of values: the library holds a whole column in a memory that ends at 2 GB. */
const MOST_BYTES = 1 << 29;

/** Spools rows as blocks of columns; when all are there, makes an HDF5 file column by column. */
export class Hdf5Collector implements ResultCollector {
  readonly #header: ResultHeader;
  readonly #spool: Spool;
  readonly #record = new BlockRecord();
  readonly #result: ColumnarResult;
  #spooled: SpoolFile | undefined;

  constructor(header: ResultHeader, { maxrec }: WriterOptions, spool: Spool) {
    this.#header = header;
    this.#spool = spool;
    this.#result = new ColumnarResult(header.columns, maxrec, this.#record);
  }

  async rows(chunk: Uint8Array): Promise<void> {
    await this.#keep(this.#result.rows(chunk));
  }

  stop(bytes: number): void {
    this.#result.stop(bytes);
  }

  get overflows(): boolean {
    return this.#result.overflows;
  }

  async document(): Promise<AsyncIterable<Uint8Array>> {
    await this.#keep(this.#result.end());
    const outcome = this.outcome();
    if (outcome.kind === 'failed') throw new Error(outcome.message);
    const file = await this.#spool.create();
    await buildFile(GROUPS, this.#datasets(outcome), file);
    return file.read();
  }

  outcome(): Outcome {
    return this.#result.outcome();
  }

  rowCount(): number {
    return this.#result.rowCount();
  }

  async #keep(block: Uint8Array): Promise<void> {
    if (block.length === 0) return;
    this.#spooled ??= await this.#spool.create();
    await this.#spooled.append(block);
    if (this.#record.length > MOST_BYTES)
      fail('R105', 'This result takes more than the 512 MB that an HDF5 file has room for here.', {
        hint: 'Ask for fewer rows or columns, or for another format, such as parquet.',
      });
  }

  async *#datasets(outcome: Outcome): AsyncIterable<Dataset> {
    const bytes = Uint8Array.from(Buffer.from(`${documentWithoutRows(this.#header, outcome)}\0`));
    const description = 'The description of the columns and of where they come from, as a VOTable without rows';
    yield { path: 'votable', type: { kind: 'text', size: 0 }, shape: [], bytes, attributes: { description } };
    const links = linkNames(this.#header.columns);
    const spooled = this.#spooled ?? (await this.#spool.create());
    for (const [index, column] of this.#header.columns.entries()) {
      const whole = await this.#record.column(index, spooled);
      yield* columnDatasets(column, links[index] as string, whole, this.rowCount());
    }
  }
}

/** Names in HDF5 have no slash. */
function linkNames(columns: readonly ResultColumn[]): readonly string[] {
  const names: string[] = [];
  for (const { name } of columns) {
    const wish = name.replaceAll('/', '_').replace(/^\.+$/, '_');
    let link = wish;
    for (let number = 2; names.includes(link); number++) link = `${wish}_${number}`;
    names.push(link);
  }
  return names;
}
