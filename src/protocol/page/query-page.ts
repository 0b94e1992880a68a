import { type AlmagestError, renderProblem } from '../../core/error.ts';
import { OUTPUT_FORMATS } from '../../format/index.ts';
import type { Catalogue } from '../../model/catalogue.ts';
import { isNumber } from '../../model/datatype.ts';
import type { Resource } from '../../model/resource.ts';
import type { ResultColumn } from '../../model/result.ts';
import { usage } from './client-usage.ts';
import { type Html, html } from './html.ts';
import { renderPage } from './layout.ts';
import { simulatedBadge, simulatedNotice, termsNotice } from './notice.ts';
import { queryForm } from './query-form.ts';
import { queryUrl, resourceUrl, resultUrl, type Site } from './site.ts';
import { counted, formatCount } from './text.ts';

/** The first rows of a result. */
export interface Preview {
  readonly columns: readonly ResultColumn[];
  /** As text; undefined where there is no value. */
  readonly rows: readonly (readonly (string | undefined)[])[];
  /** The result has more rows than these. */
  readonly more: boolean;
  readonly milliseconds: number;
  /** What the rows come from. */
  readonly resources: readonly Resource[];
}

export type QueryState =
  | { readonly kind: 'empty' }
  | { readonly kind: 'failed'; readonly error: AlmagestError }
  | { readonly kind: 'done'; readonly preview: Preview };

/** The page where a query is written, with what came of the last one. The text is kept whatever happens. */
export function queryPage(adql: string, state: QueryState, catalogue: Catalogue, site: Site): string {
  const main = html`
<h1>Query</h1>
${state.kind === 'failed' && failure(state.error)}
${queryForm(site, { adql, rows: Math.min(24, Math.max(6, adql.split('\n').length + 1)) })}
${state.kind === 'done' && result(adql, state.preview, site)}
${state.kind === 'empty' && examples(catalogue, site)}`;
  return renderPage({ title: 'Query', main }, site);
}

function failure(error: AlmagestError): Html {
  const problems = error.problems.map((found) => html`<pre>${renderProblem(found, error.text)}</pre>`);
  return html`<div class="notice error" role="alert">
<h2>${error.status < 500 ? 'The query was refused' : 'The query failed'}</h2>
${problems}
${error.code === 'X101' && html`<p>A query that takes longer can run as a job: send it from TOPCAT or pyvo in asynchronous mode.</p>`}
</div>`;
}

function result(adql: string, preview: Preview, site: Site): Html {
  return html`<h2 id="result">Result</h2>
${preview.resources.map((resource) => source(resource, site))}
<p class="actions"><span>Download all rows as</span> ${downloads(adql, site)}</p>
${rowTable(preview)}
<details><summary>Run this query elsewhere</summary>
${usage(site, adql)}
</details>`;
}

/** One of the resources that the rows come from, with what its users must know. */
function source(resource: Resource, site: Site): Html {
  const terms = termsNotice(resource);
  const name = resource.shortName ?? resource.title;
  return html`<p>From <a href="${resourceUrl(site, resource.id)}">${resource.title}</a>${simulatedBadge(resource)}${
    resource.attribution && html`<br><span class="aside">${resource.attribution.trim()}</span>`
  }</p>
${simulatedNotice(resource)}
${terms && html`<details><summary>Terms of use of ${name}</summary>${terms}</details>`}
`;
}

function rowTable({ columns, rows, more, milliseconds }: Preview): Html {
  const seconds = (milliseconds / 1000).toFixed(milliseconds < 100 ? 3 : 1);
  const caption = more
    ? `The first ${formatCount(rows.length)} rows; there are more. ${seconds} s.`
    : `${rows.length === 0 ? 'No rows' : counted(rows.length, 'row')}. ${seconds} s.`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Result">
<table class="result">
<caption>${caption}</caption>
<thead><tr>${columns.map(columnHead)}</tr></thead>
<tbody>
${rows.map((row) => html`<tr>${row.map((value, index) => cell(value, columns[index]))}</tr>\n`)}</tbody>
</table>
</div>`;
}

const numeric = (column: ResultColumn | undefined): boolean => column !== undefined && isNumber(column.datatype);

function columnHead(column: ResultColumn): Html {
  const { name, unit, description, ucd } = column;
  const about = [description, ucd].filter(Boolean).join(' – ');
  return html`<th scope="col"${numeric(column) && html` class="num"`}${about && html` title="${about}"`}>${name}${
    unit && html`<br><span class="unit">${unit}</span>`
  }</th>`;
}

/** Longer values are cut off in the table, and whole in its tooltip. */
const LONG = 48;

function cell(value: string | undefined, column: ResultColumn | undefined): Html {
  const title = value !== undefined && value.length > LONG && html` title="${value}"`;
  return html`<td${numeric(column) && html` class="num"`}${title}>${value}</td>`;
}

function downloads(adql: string, site: Site): Html {
  const links = OUTPUT_FORMATS.map(
    ({ title, shortNames, id }) => html`<a href="${resultUrl(site, adql, shortNames[0] ?? id)}">${title}</a>`,
  );
  return html`${links.map((link) => html`${link} `)}`;
}

function examples({ resources }: Catalogue, site: Site): Html {
  const found = resources.filter((resource) => resource.examples.length > 0);
  return html`<h2>Examples</h2>
${found.map(
  (resource) => html`<h3>${resource.title}${simulatedBadge(resource)}</h3>
<ul>
${resource.examples.map(({ name, adql }) => html`<li><a href="${queryUrl(site, adql)}">${name}</a></li>\n`)}</ul>
`,
)}`;
}
