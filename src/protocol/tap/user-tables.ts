import { fail } from '../../core/error.ts';
import type { Parameter } from '../../model/parameter.ts';
import type { Service } from '../../service/context.ts';
import { tableQueryName } from '../../service/query-name.ts';
import { INDEX_JOB } from '../../service/run-job.ts';
import { readIndexOrder } from '../../service/user-table-index.ts';
import { requireOwner } from '../../service/user-table-owner.ts';
import { addRows, createTable, deleteTable, type TableFile } from '../../service/user-table-write.ts';
import { shorten, singleValue } from '../dali/parameters.ts';
import type { ProtocolRequest, ProtocolResponse, Route } from '../protocol.ts';
import { plainText } from '../response.ts';
import type { JobOrder } from '../uws/job-protocol.ts';
import { uwsRoutes } from '../uws/routes.ts';
import { readRunid } from './tap-request.ts';

/**
 * Tables that people keep here, by the addresses that pyvo asks (its create_table, load_table, create_index and remove_table): a draft
 * of VOSI 1.2, and the practice of CADC's service.
 */
export const userTableRoutes: readonly Route[] = [
  { methods: ['PUT'], path: '/tap/tables/{table}', takesFile: requireOwner, handle: putTable },
  { methods: ['DELETE'], path: '/tap/tables/{table}', handle: removeTable },
  { methods: ['POST'], path: '/tap/load/{table}', takesFile: requireOwner, handle: loadTable },
  ...uwsRoutes({ root: '/tap/table-update', kind: INDEX_JOB, order: orderIndex, runId: readRunid }).map(forOwners),
];

/** A description makes an empty table; a file with rows makes a table of them. */
async function putTable(request: ProtocolRequest, service: Service): Promise<ProtocolResponse> {
  const { baseUrl, names, signal } = request;
  const table = await createTable(service, names['table'] ?? '', fileOf(request), { signal });
  const name = tableQueryName(table);
  const location = `${baseUrl}/tap/tables/${encodeURIComponent(name)}`;
  const made = plainText(`${name} was made, with ${table.rowCount ?? 0} rows.\n`);
  return { ...made, status: 201, headers: { ...made.headers, location } };
}

async function removeTable({ names }: ProtocolRequest, service: Service): Promise<ProtocolResponse> {
  await deleteTable(service, names['table'] ?? '');
  return plainText('The table was deleted.\n');
}

async function loadTable(request: ProtocolRequest, service: Service): Promise<ProtocolResponse> {
  const { names, signal } = request;
  const { table, rows } = await addRows(service, names['table'] ?? '', fileOf(request), signal);
  return plainText(`${rows} rows were added to ${tableQueryName(table)}, which has ${table.rowCount ?? 0} now.\n`);
}

/** What the file is shows in its first bytes, but a text of one column does not tell what would part it from others. */
function fileOf({ files = [], headers }: ProtocolRequest): TableFile {
  const [file] = files;
  if (!file)
    fail('R102', 'the request has no body', {
      hint: 'Send a file: a VOTable, FITS, Parquet, CSV or TSV; for a new table, a description as VODataService has it will do.',
    });
  const isTabbed = /^\s*text\/tab-separated-values\b/i.test(headers['content-type'] ?? '');
  return { path: file.path, ...(isTabbed ? { delimiter: '\t' } : {}) };
}

/** TABLE, INDEX (a column) and perhaps UNIQUE. */
async function orderIndex(parameters: readonly Parameter[], service: Service): Promise<JobOrder> {
  const value = (name: string, example: string): string =>
    singleValue(parameters, name) ??
    fail('R102', `the parameter ${name} is missing`, { hint: `Such as ${name}=${example}.` });
  const unique = (singleValue(parameters, 'UNIQUE') ?? 'false').trim().toLowerCase();
  if (!/^(?:true|false|1|0)$/.test(unique))
    fail('R105', `UNIQUE is "${shorten(unique)}"`, { hint: 'It may be true or false.' });
  const order = {
    table: value('TABLE', 'mine'),
    column: value('INDEX', 'ra'),
    unique: unique === 'true' || unique === '1',
  };
  return { work: await readIndexOrder(service, order) };
}

function forOwners(route: Route): Route {
  return {
    ...route,
    handle(request, service) {
      requireOwner(service);
      return route.handle(request, service);
    },
  };
}
