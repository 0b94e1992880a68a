import type { Outcome, ResultHeader } from '../model/result.ts';
import { CopyTextReader, type TextCell, textSlack } from './copy-text.ts';
import { jsonCell } from './json/cell.ts';
import { ColumnFile } from './json/column-file.ts';
import { jsonMetadata, jsonStatus } from './json/metadata.ts';
import { OutputBuffer } from './output-buffer.ts';
import type { ResultCollector, SpooledFormat, WriterOptions } from './output-format.ts';
import type { Spool } from './spool.ts';
import { judgeOutcome } from './streamed-result.ts';

/**
 * Columns as arrays, `{"metadata": [...], "info": [...], "status": "OK", "data": {"ra": [...], ...}}`, as programs that plot want
 * them. A column ends with the last row, so the document waits for it.
 */
export const JSON_COLUMNS: SpooledFormat = {
  id: 'json-columns',
  title: 'JSON by column',
  extension: 'json',
  mediaType: 'application/json;layout=columns',
  otherMediaTypes: [],
  shortNames: ['json-columns'],
  copy: 'text',
  delivery: 'spooled',
  collector: (header, options, spool) => new JsonColumns(header, options, spool),
};

const encoder = new TextEncoder();
const NOTHING = new Uint8Array(0);
const COMMA = 0x2c;

class JsonColumns implements ResultCollector {
  readonly #header: ResultHeader;
  readonly #maxrec: number;
  readonly #values: ColumnFile;
  readonly #reader: CopyTextReader;
  readonly #scratch: OutputBuffer;
  #outcome: Outcome | undefined;
  #mostBytes: number | undefined;

  constructor(header: ResultHeader, { maxrec }: WriterOptions, spool: Spool) {
    this.#header = header;
    this.#maxrec = maxrec;
    this.#values = new ColumnFile(spool, header.columns.length);
    const cells = header.columns.map(({ datatype }, index) => intoColumn(jsonCell(datatype), index, this.#values));
    const row = { start: NOTHING, between: NOTHING, end: NOTHING, cells };
    this.#reader = new CopyTextReader(row, maxrec);
    this.#scratch = new OutputBuffer(textSlack(row) + 8);
  }

  async rows(chunk: Uint8Array): Promise<void> {
    this.#reader.read(chunk, this.#scratch);
    await this.#values.flush();
  }

  stop(bytes: number): void {
    this.#mostBytes = bytes;
    this.#reader.stop();
  }

  get overflows(): boolean {
    return this.#reader.overflow;
  }

  document(): AsyncIterable<Uint8Array> {
    this.#outcome = judgeOutcome(this.#reader, { maxrec: this.#maxrec, bytes: this.#mostBytes }, undefined);
    if (this.#outcome.kind === 'failed') throw new Error(this.#outcome.message);
    return this.#write(this.#outcome);
  }

  async *#write(outcome: Outcome): AsyncIterable<Uint8Array> {
    yield encoder.encode(`{${jsonMetadata(this.#header)},\n${jsonStatus(outcome)},\n"data":{`);
    for (const [index, name] of memberNames(this.#header).entries()) {
      yield encoder.encode(`${index === 0 ? '' : ','}\n${JSON.stringify(name)}:[`);
      yield* this.#values.read(index);
      yield encoder.encode(']');
    }
    yield encoder.encode('\n}}\n');
  }

  outcome(): Outcome {
    if (!this.#outcome) throw new Error('the result has not ended');
    return this.#outcome;
  }

  rowCount(): number {
    return this.#reader.rows;
  }
}

/** Moves what the cell writes to its column, with a comma before all but the first value. */
function intoColumn({ write, writeNull }: TextCell, index: number, values: ColumnFile): TextCell {
  let first = true;
  const between = (into: OutputBuffer): void => {
    if (!first) into.bytes[into.at++] = COMMA;
    first = false;
  };
  const move = (into: OutputBuffer): void => {
    values.append(index, into.bytes, into.rowStart, into.at);
    into.dropRow();
  };
  return {
    write(data, at, into) {
      between(into);
      const end = write(data, at, into);
      move(into);
      return end;
    },
    writeNull(into) {
      between(into);
      writeNull(into);
      move(into);
    },
  };
}

/** The columns' names; members of an object that had the same name would hide each other. */
function memberNames({ columns }: ResultHeader): readonly string[] {
  const given = new Set<string>();
  return columns.map(({ name }) => {
    let own = name;
    for (let number = 2; given.has(own); number++) own = `${name}_${number}`;
    given.add(own);
    return own;
  });
}
