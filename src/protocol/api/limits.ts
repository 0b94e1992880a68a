import { LIMITS } from '../../core/limits.ts';
import { count } from '../../core/quantity.ts';
import { type Occupied, occupiedBy } from '../../jobs/room.ts';
import type { Service } from '../../service/context.ts';
import { type Limit, limitsOf } from '../../service/limits.ts';
import { chooseOffer } from '../accept.ts';
import { html } from '../page/html.ts';
import { renderPage } from '../page/layout.ts';
import { page } from '../page/page-response.ts';
import { siteOf } from '../page/site.ts';
import type { ProtocolRequest, ProtocolResponse } from '../protocol.ts';

/** A limit, and how much of it is used already where that adds up. */
interface ShownLimit extends Omit<Limit, 'name'> {
  readonly name: string;
  readonly used?: number;
}

/** The bounds that no group can have other ones of. */
const FIXED: readonly ShownLimit[] = [
  { name: 'uploadTables', value: LIMITS.uploadTables, unit: 'tables', description: 'tables uploaded with a query' },
  {
    name: 'uploadColumns',
    value: LIMITS.uploadColumns,
    unit: 'columns',
    description: 'columns of an uploaded table at most',
  },
  {
    name: 'requestBody',
    value: LIMITS.requestBody,
    unit: 'bytes',
    description: 'bytes of a request at most, beside its uploaded tables',
  },
  {
    name: 'userTables',
    value: LIMITS.userTables,
    unit: 'tables',
    description: 'tables that one person keeps here',
  },
  { name: 'queryLength', value: LIMITS.queryLength, unit: 'characters', description: 'characters of a query at most' },
];

/** What the one who asks may use: as a page for people, else as JSON. */
export async function showLimits(request: ProtocolRequest, service: Service): Promise<ProtocolResponse> {
  const { name } = service.visitor;
  const occupied = await occupiedBy(service.jobs.database, name);
  const own = service.userTables.of(name);
  const fixed = FIXED.map((limit) =>
    limit.name === 'userTables' && own ? { ...limit, used: own.tables.length } : limit,
  );
  const limits = [...limitsOf(service).map((limit) => withUse(limit, occupied)), ...fixed];
  const vary = { vary: 'Accept, Authorization' };
  const form = chooseOffer(request.headers['accept'], [
    { thing: 'json', mediaTypes: ['application/json'] },
    { thing: 'page', mediaTypes: ['text/html', 'application/xhtml+xml'] },
  ]);
  if (form === 'json')
    return {
      status: 200,
      headers: { ...vary, 'content-type': 'application/json', 'cache-control': 'no-store' },
      body: `${JSON.stringify({ user: name ?? null, schema: own?.name ?? null, limits }, undefined, 2)}\n`,
    };
  const shown = page(limitsPage(name, limits, request, service));
  return { ...shown, headers: { ...shown.headers, ...vary } };
}

function withUse(limit: Limit, { queued, bytes }: Occupied): ShownLimit {
  if (limit.name === 'queuedJobs') return { ...limit, used: queued };
  return limit.name === 'storageBytes' ? { ...limit, used: bytes } : limit;
}

function limitsPage(
  user: string | undefined,
  limits: readonly ShownLimit[],
  request: ProtocolRequest,
  service: Service,
): string {
  const main = html`<h1>Limits</h1>
<p class="lead">${user === undefined ? 'For those who do not say who they are.' : `For ${user}.`}</p>
<div class="scroll"><table>
<thead><tr><th>Limit</th><th>Value</th><th>Used</th><th>Setting</th></tr></thead>
<tbody>
${limits.map(
  ({ name, value, unit, description, used }) =>
    html`<tr><td>${description}</td><td>${count(value)} ${unit}</td><td>${used === undefined ? '' : count(used)}</td><td><code>${name}</code></td></tr>
`,
)}</tbody>
</table></div>
<p>As JSON: <code>curl ${request.baseUrl}/api/limits</code></p>`;
  return renderPage({ title: 'Limits', main }, siteOf(request, service));
}
