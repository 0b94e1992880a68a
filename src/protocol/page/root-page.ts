import type { Catalogue } from '../../model/catalogue.ts';
import type { Resource } from '../../model/resource.ts';
import { isOfStandard } from '../../model/standard-schemas.ts';
import { qualifiedName, type Table } from '../../model/table.ts';
import { usage } from './client-usage.ts';
import { type Html, html } from './html.ts';
import { renderPage } from './layout.ts';
import { simulatedBadge } from './notice.ts';
import { queryForm } from './query-form.ts';
import { queryUrl, resourceUrl, type Site, tableUrl, tapUrl } from './site.ts';
import { counted, firstSentence, formatCount } from './text.ts';

/** The front page: what is published, how to ask, and the addresses for programs. */
export function rootPage(catalogue: Catalogue, site: Site): string {
  const { resources } = catalogue;
  const tables = resources.flatMap((resource) => resource.tables);
  const rows = tables.reduce((sum, { rowCount }) => sum + (rowCount ?? 0), 0);
  const summary = `${counted(tables.length, 'table')} with ${counted(rows, 'row')}, published to the Virtual Observatory.`;
  const main = html`
<h1>${site.title}</h1>
<p class="lead">${resources.length === 0 ? 'Nothing is published yet.' : summary}</p>
<p>Give this address to <a href="#use">TOPCAT, Aladin, pyvo</a> or any other TAP client: <code>${tapUrl(site)}</code></p>

<section id="query">
<h2>Ask</h2>
${queryForm(site, { adql: firstExample(resources), rows: 5 })}
${exampleList(resources, site)}
</section>

<section id="resources">
<h2>Data</h2>
${resources.map((resource) => resourceEntry(resource, site))}
${standardTables(catalogue, site)}
</section>
${ownTables(catalogue, site)}

<section id="use">
<h2>Use it from</h2>
${usage(site, someQuery(tables))}
</section>

<section id="addresses">
<h2>Addresses</h2>
${addressTable(site)}
</section>`;
  return renderPage({ title: site.title, description: summary, main }, site);
}

const firstExample = (resources: readonly Resource[]): string =>
  resources.find(({ examples }) => examples.length > 0)?.examples[0]?.adql.trim() ??
  'SELECT table_name, description\nFROM TAP_SCHEMA.tables\nORDER BY table_name';

const someQuery = ([table]: readonly Table[]): string =>
  `SELECT TOP 3 * FROM ${table ? qualifiedName(table) : 'TAP_SCHEMA.tables'}`;

/** One example of each resource; their pages have the others. */
function exampleList(resources: readonly Resource[], site: Site): Html | undefined {
  const found = resources.flatMap((resource) =>
    resource.examples.slice(0, 1).map((example) => ({ resource, example })),
  );
  if (found.length === 0) return undefined;
  return html`<h3>Example queries</h3>
<ul class="examples">
${found.map(
  ({ resource, example }) =>
    html`<li><a href="${queryUrl(site, example.adql)}">${example.name}</a> <span class="aside">– ${resource.shortName ?? resource.title}</span>${simulatedBadge(resource)}</li>\n`,
)}</ul>`;
}

function resourceEntry(resource: Resource, site: Site): Html {
  return html`<article class="resource">
<div>
<h3><a href="${resourceUrl(site, resource.id)}">${resource.title}</a>${simulatedBadge(resource)}</h3>
<p>${firstSentence(resource.description)}</p>
</div>
<ul class="plain">
${resource.tables.map((table) => tableEntry(table, site))}</ul>
</article>
`;
}

function tableEntry(table: Table, site: Site): Html {
  const { title, rowCount } = table;
  return html`<li><a href="${tableUrl(site, table)}"><code>${qualifiedName(table)}</code></a> <span class="aside">${
    rowCount !== undefined && `${counted(rowCount, 'row')}, `
  }${counted(table.columns.length, 'column')}${title && ` – ${title}`}</span></li>\n`;
}

/** What the reader keeps here, and nobody else sees. */
function ownTables({ schemas }: Catalogue, site: Site): Html | undefined {
  const tables = schemas.flatMap((schema) => schema.tables).filter(isOwn);
  if (tables.length === 0) return undefined;
  return html`<section id="own">
<h2>Your tables</h2>
<ul class="plain">
${tables.map((table) => tableEntry(table, site))}</ul>
</section>`;
}

const isOwn = (table: Table): boolean => table.resource === undefined && !isOfStandard(table);

/** The tables that tell about the tables. */
function standardTables({ schemas, resources }: Catalogue, site: Site): Html {
  const tables = schemas.flatMap((schema) => schema.tables).filter(isOfStandard);
  return html`<details${resources.length === 0 && html` open`}>
<summary>Tables about the tables (${formatCount(tables.length)})</summary>
<ul class="plain">
${tables.map((table) => tableEntry(table, site))}</ul>
</details>`;
}

/** A query has to be part of the address of /sync, so following that one alone leads nowhere. */
function addressOf(url: string): Html {
  const code = html`<code>${url}</code>`;
  return url.endsWith('/sync') ? code : html`<a href="${url}">${code}</a>`;
}

function addressTable(site: Site): Html {
  const tap = tapUrl(site);
  const rows: readonly (readonly [url: string, what: string])[] = [
    [tap, 'TAP service: the address to give to a client'],
    [`${tap}/sync`, 'queries answered at once'],
    [`${tap}/async`, 'queries that run as jobs'],
    [`${tap}/tables`, 'the published tables (VOSI)'],
    [`${tap}/capabilities`, 'what the service can do (VOSI)'],
    [`${tap}/availability`, 'whether it is up (VOSI)'],
    [`${tap}/examples`, 'example queries (DALI)'],
    [`${site.baseUrl}/api/limits`, 'how much one may ask for'],
  ];
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Addresses">
<table>
<caption>Addresses of the service</caption>
<thead><tr><th scope="col">Address</th><th scope="col">What is there</th></tr></thead>
<tbody>
${rows.map(([url, what]) => html`<tr><th scope="row">${addressOf(url)}</th><td>${what}</td></tr>\n`)}</tbody>
</table>
</div>`;
}
