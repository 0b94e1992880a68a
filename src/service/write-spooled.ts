import { Readable } from 'node:stream';
import { type RowSource, streamRows } from '../database/row-sink.ts';
import type { ResultCollector } from '../format/output-format.ts';
import type { Outcome } from '../model/result.ts';
import type { OpenSpool } from './spool-folder.ts';
import type { WrittenDocument } from './write-document.ts';

/**
 * The document of a format that needs all rows before its first byte. Throws whatever goes wrong before that byte, as nothing has been
 * sent by then. The spool is closed when the document has been read or given up.
 * Rows that come when `mostBytes` of them were taken overflow, as those beyond MAXREC do.
 */
export async function writeSpooled(
  source: RowSource,
  collector: ResultCollector,
  spool: OpenSpool,
  mostBytes: number,
): Promise<WrittenDocument> {
  let document: AsyncIterable<Uint8Array>;
  try {
    const rows = await streamRows(source);
    let taken = 0;
    for await (const chunk of rows) {
      if (taken >= mostBytes) collector.stop(mostBytes);
      await collector.rows(chunk);
      // The end of the loop, also by an error, destroys the rows, which ends the query.
      if (taken >= mostBytes && collector.overflows) break;
      taken += chunk.length;
    }
    document = await collector.document();
  } catch (error) {
    await spool.close();
    throw error;
  }
  const ended = Promise.withResolvers<Awaited<WrittenDocument['done']>>();
  let bytes = 0;
  let whole = false;
  const body = Readable.from(counted(), { objectMode: false, highWaterMark: 1 << 18 });
  async function* counted() {
    for await (const piece of document) {
      bytes += piece.length;
      yield piece;
    }
    whole = true;
  }
  // Whoever reads hears of an error; one that comes before there is a reader must not end the process.
  body.on('error', () => undefined);
  body.once('close', () => {
    const error = body.errored;
    const away: Outcome = {
      kind: 'failed',
      message: error ? 'the result could not be read back' : 'the reader went away',
    };
    const outcome = whole ? collector.outcome() : away;
    const end = { outcome, rows: collector.rowCount(), bytes, ...(error && { error }) };
    spool.close().then(
      () => ended.resolve(end),
      (closing: unknown) => ended.resolve({ ...end, error: closing }),
    );
  });
  return { body, done: ended.promise };
}
