import { text } from 'node:stream/consumers';
import { TSV } from '../../format/tsv.ts';
import type { Catalogue } from '../../model/catalogue.ts';
import type { Resource } from '../../model/resource.ts';
import type { ResultInfo } from '../../model/result.ts';
import type { Service } from '../../service/context.ts';
import { takeQueryRoom } from '../../service/query-room.ts';
import { runQuery } from '../../service/run-query.ts';
import type { ProtocolRequest } from '../protocol.ts';
import type { Preview } from './query-page.ts';

/** Rows that a page shows at most. */
const MOST_ROWS = 100;

/** Runs a query for a page: on the same road as every query, as far as its first rows. */
export async function runPreview(adql: string, request: ProtocolRequest, service: Service): Promise<Preview> {
  takeQueryRoom(service, request.signal);
  const started = performance.now();
  const answer = await runQuery(
    service,
    {
      query: adql,
      format: TSV,
      mediaType: TSV.mediaType,
      maxrec: MOST_ROWS,
      seconds: service.settings.syncSeconds,
      protocol: 'page',
      requestId: request.requestId,
      requestUrl: `${request.baseUrl}${request.url}`,
    },
    request.signal,
  );
  const { columns, infos } = answer.header;
  const written = await text(answer.body);
  const { outcome } = await answer.done;
  return {
    columns,
    rows: readRows(written, columns.length),
    more: outcome.kind === 'overflow',
    milliseconds: performance.now() - started,
    resources: sources(infos, service.catalogue.current, service.settings.authority),
  };
}

/** TSV as it is written here: a heading, then lines of cells, where nothing stands for no value. */
function readRows(written: string, width: number): Preview['rows'] {
  const lines = written.split('\n').slice(1, -1);
  return lines.map((line) => {
    const cells = line.split('\t');
    return Array.from({ length: width }, (_, index) => cells[index] || undefined);
  });
}

/** The resources that a result says it comes from. */
function sources(infos: readonly ResultInfo[], catalogue: Catalogue, authority: string): readonly Resource[] {
  const named = new Set(infos.flatMap(({ name, value }) => (name === 'ivoid' ? [value] : [])));
  return catalogue.resources.filter(({ id }) => named.has(`ivo://${authority}/${id}`));
}
