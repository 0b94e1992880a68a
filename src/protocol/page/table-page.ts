import { type Catalogue, findTable, resourceOf } from '../../model/catalogue.ts';
import type { Column } from '../../model/column.ts';
import { describeDatatype } from '../../model/datatype.ts';
import type { Resource } from '../../model/resource.ts';
import { writePercent } from '../../model/spatial-coverage.ts';
import { type ForeignKey, qualifiedName, type Table } from '../../model/table.ts';
import { coneSearchOf } from '../../service/cone-search.ts';
import { columnQueryName, tableQueryName } from '../../service/query-name.ts';
import { licenceLink, publicationLink } from './citation.ts';
import { exampleQueries } from './example-queries.ts';
import { facts } from './facts.ts';
import { type Html, html } from './html.ts';
import { renderPage } from './layout.ts';
import { simulatedBadge, simulatedNotice, termsNotice } from './notice.ts';
import { queryUrl, resourceUrl, type Site, tableUrl, tapUrl } from './site.ts';
import { counted, firstSentence, formatCount, paragraphs } from './text.ts';

/** Everything that is known about a table, for people. */
export function tablePage(table: Table, catalogue: Catalogue, site: Site): string {
  const resource = resourceOf(catalogue, table);
  const name = qualifiedName(table);
  const main = html`
<p class="trail"><a href="${site.baseUrl}/">All data</a>${
    resource && html` › <a href="${resourceUrl(site, resource.id)}">${resource.title}</a>`
  }</p>
<h1><code>${name}</code>${resource && simulatedBadge(resource)}</h1>
${table.title && html`<p class="lead">${table.title}</p>`}
${resource && simulatedNotice(resource)}
${paragraphs(table.description)}
${resource && termsNotice(resource)}
<p class="actions">
<a href="${queryUrl(site, sampleQuery(table))}">Show some rows</a>
<a href="${queryUrl(site, `SELECT COUNT(*) AS n FROM ${tableQueryName(table)}`)}">Count the rows</a>
<a href="${tapUrl(site)}/tables/${encodeURIComponent(tableQueryName(table))}">Metadata as XML</a>
</p>
${tableFacts(table, resource, site)}

<h2>Columns</h2>
${columnTable(table)}

${foreignKeys(table, catalogue, site)}
${exampleQueries(resource?.examples.filter(({ adql }) => speaksOf(adql, name)) ?? [], site)}`;
  return renderPage({ title: name, description: firstSentence(table.description), main }, site);
}

/** The columns to look at first; of a table that names none, all. */
function sampleQuery(table: Table): string {
  const principal = table.columns.filter((column) => column.principal).map(({ name }) => columnQueryName(name));
  return `SELECT TOP 20 ${principal.length > 0 ? principal.join(', ') : '*'}\nFROM ${tableQueryName(table)}`;
}

const speaksOf = (adql: string, name: string): boolean => adql.toLowerCase().includes(name.toLowerCase());

function tableFacts(table: Table, resource: Resource | undefined, site: Site): Html | undefined {
  const { position, coverage, time, rowCount, primaryKey } = table;
  const coneSearch = coneSearchOf(table);
  const code = (name: string): Html => html`<code>${name}</code>`;
  return facts([
    ['Rows', rowCount !== undefined && formatCount(rowCount)],
    ['Primary key', primaryKey.length > 0 && html`<code>${primaryKey.join(', ')}</code>`],
    [
      'Position',
      position &&
        html`${code(position.ra)}, ${code(position.dec)} in ${position.frame}${position.equinox && ` ${position.equinox}`}${
          position.epoch !== undefined && `, epoch ${position.epoch.toFixed(1)}`
        }${position.error && html`, uncertain by ${code(position.error)}`}`,
    ],
    [
      'Sky coverage',
      coverage &&
        html`${writePercent(coverage.fraction)} of the sky
<details><summary>Coverage map (MOC, ICRS)</summary><p class="moc"><code>${coverage.moc}</code></p></details>`,
    ],
    [
      'Time',
      time &&
        html`${code(time.column)} in ${time.scale}${time.position !== 'UNKNOWN' && `, ${time.position.toLowerCase()}`}${
          time.origin && `, ${timeOrigin(time.origin)}`
        }`,
    ],
    ['Cone search', coneSearch && html`<code>${site.baseUrl}${coneSearch.path}?</code>`],
    ['Licence', resource && licenceLink(resource.license)],
    ['Please cite', citation(resource, site)],
  ]);
}

function citation(resource: Resource | undefined, site: Site): Html | undefined {
  if (!resource) return undefined;
  const { doi, source, id } = resource;
  const works = [doi, source].flatMap((work) => (work ? [publicationLink(work)] : []));
  return html`${works.map((work) => html`${work}, `)}<a href="${resourceUrl(site, id)}">BibTeX</a>`;
}

function timeOrigin(origin: string): string {
  if (origin === 'MJD-origin') return 'as modified Julian date';
  return origin === 'JD-origin' ? 'as Julian date' : `counted from JD ${origin}`;
}

function columnTable(table: Table): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Columns">
<table class="columns">
<caption>${counted(table.columns.length, 'column')} of ${qualifiedName(table)}</caption>
<thead><tr><th scope="col">Name</th><th scope="col">Type</th><th scope="col">Unit</th><th scope="col">UCD</th><th scope="col">Description</th><th scope="col">Index</th></tr></thead>
<tbody>
${table.columns.map((column) => columnRow(column, table))}</tbody>
</table>
</div>`;
}

function columnRow(column: Column, { primaryKey }: Table): Html {
  const { name, datatype, unit, ucd, indexed } = column;
  const index = primaryKey.includes(name) ? 'primary key' : indexed && 'indexed';
  return html`<tr><th scope="row"><code>${columnQueryName(name)}</code></th><td>${describeDatatype(datatype)}</td><td>${unit}</td><td>${breakable(
    ucd,
  )}</td><td class="what">${columnText(column)}</td><td>${index}</td></tr>\n`;
}

/** Long UCDs may break behind a semicolon. */
const breakable = (ucd: string | undefined): readonly (Html | string)[] | undefined =>
  ucd?.split(';').flatMap((word, index) => (index === 0 ? [word] : [html`;<wbr>`, word]));

function columnText({ title, description, values, note, statistics }: Column): Html {
  const meanings = Object.entries(values ?? {}).map(([value, meaning]) => `${value}: ${meaning}`);
  const range = statistics?.min === undefined ? undefined : `${statistics.min} to ${statistics.max ?? ''}`;
  const missing = statistics && statistics.missing > 0 ? `${formatCount(statistics.missing)} missing` : undefined;
  const found = [range, missing].filter(Boolean).join('; ');
  return html`${description ?? title}${meanings.length > 0 && html`<br><span class="aside">${meanings.join('; ')}</span>`}${
    note && html`<br><span class="aside">${note}</span>`
  }${found && html`<br><span class="aside">${found}</span>`}`;
}

function foreignKeys(table: Table, catalogue: Catalogue, site: Site): Html | undefined {
  if (table.foreignKeys.length === 0) return undefined;
  return html`<h2>Joins with other tables</h2>
<ul>
${table.foreignKeys.map((key) => foreignKey(key, table, catalogue, site))}</ul>`;
}

function foreignKey(
  { target, columns, description }: ForeignKey,
  table: Table,
  catalogue: Catalogue,
  site: Site,
): Html {
  const other = findTable(catalogue, target);
  const from = columns.map((pair) => pair.from).join(', ');
  const to = columns.map((pair) => pair.to).join(', ');
  const on = columns.map((pair) => `a.${columnQueryName(pair.from)} = b.${columnQueryName(pair.to)}`).join(' AND ');
  const join =
    other && `SELECT TOP 20 *\nFROM ${tableQueryName(table)} AS a\nJOIN ${tableQueryName(other)} AS b ON ${on}`;
  return html`<li><code>${from}</code> → ${
    other ? html`<a href="${tableUrl(site, other)}"><code>${target}</code></a>` : html`<code>${target}</code>`
  } (<code>${to}</code>)${description && `: ${description}`}${join && html` <a href="${queryUrl(site, join)}">Try the join</a>`}</li>\n`;
}
