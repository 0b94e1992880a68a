import type { Resource } from '../../model/resource.ts';
import { skyFraction } from '../../model/sky/moc.ts';
import { spatialCoverage, writePercent } from '../../model/spatial-coverage.ts';
import { qualifiedName } from '../../model/table.ts';
import { bibtexEntry } from '../../registry/citation/bibtex.ts';
import { citationText } from '../../registry/citation/citation-text.ts';
import { downloadsOf } from '../../registry/citation/downloads.ts';
import { RESOURCE_FORMS } from '../../registry/citation/index.ts';
import type { Publication } from '../../registry/citation/resource-form.ts';
import { schemaOrgDataset } from '../../registry/citation/schema-org.ts';
import { coneSearchOf } from '../../service/cone-search.ts';
import { licenceLink, personName, publicationLink } from './citation.ts';
import { exampleQueries } from './example-queries.ts';
import { type Fact, facts } from './facts.ts';
import { type Html, html, jsonLd } from './html.ts';
import { renderPage } from './layout.ts';
import { simulatedBadge, simulatedNotice, termsNotice } from './notice.ts';
import { formUrl } from './resource-forms.ts';
import { resourceUrl, type Site, tableUrl } from './site.ts';
import { externalLink, firstSentence, formatCount, paragraphs } from './text.ts';

/** Everything that is known about a resource, for people. */
export function resourcePage(resource: Resource, published: Publication, site: Site): string {
  const main = html`
<p class="trail"><a href="${site.baseUrl}/">All data</a></p>
<h1>${resource.title}${simulatedBadge(resource)}</h1>
${simulatedNotice(resource)}
${paragraphs(resource.description)}
${termsNotice(resource)}

<h2>Tables</h2>
${tableList(resource, site)}
${downloads(resource, site)}

${exampleQueries(resource.examples, site)}

<h2>Origin and use</h2>
${facts(originFacts(resource))}

${coverage(resource)}

<h2>Cite it</h2>
<blockquote>${linkedDoi(citationText(resource, published))}</blockquote>
${resource.source && html`<p>Please cite the paper too: ${publicationLink(resource.source)}</p>`}
<details><summary>BibTeX</summary><pre tabindex="0" aria-label="BibTeX entry">${bibtexEntry(resource, published)}</pre></details>

<h2>Identifiers</h2>
${facts([
  ['IVOID', html`<code>ivo://${site.authority}/${resource.id}</code>`],
  ['DOI', resource.doi && publicationLink(resource.doi)],
  ['This page', html`<code>${resourceUrl(site, resource.id)}</code>`],
])}

<h2>For programs</h2>
<p>This page in other forms, also for those who ask its address for them by the header <code>Accept</code>:</p>
<ul>
${RESOURCE_FORMS.map((form) => html`<li><a href="${formUrl(form, resource, published)}">${form.title}</a></li>\n`)}</ul>
${coneSearches(resource, site)}`;
  const head = html`<link rel="canonical" href="${resourceUrl(site, resource.id)}">
${RESOURCE_FORMS.map(
  (form) =>
    html`<link rel="alternate" type="${form.mediaType}" href="${formUrl(form, resource, published)}" title="${form.title}">\n`,
)}${jsonLd(schemaOrgDataset(resource, published))}`;
  return renderPage({ title: resource.title, description: firstSentence(resource.description), head, main }, site);
}

/** A citation ends with an address. */
function linkedDoi(citation: string): Html {
  const at = citation.lastIndexOf(' ') + 1;
  return html`${citation.slice(0, at)}${externalLink(citation.slice(at))}`;
}

function coneSearches({ tables }: Resource, { baseUrl }: Site): Html | undefined {
  const found = tables.flatMap((table) => coneSearchOf(table) ?? []);
  if (found.length === 0) return undefined;
  return html`<p>Cone searches (RA, DEC and SR follow, in degrees):</p>
<ul>
${found.map(({ path }) => html`<li><code>${baseUrl}${path}?</code></li>\n`)}</ul>`;
}

function tableList({ tables, title }: Resource, site: Site): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Tables">
<table>
<caption>Tables of ${title}</caption>
<thead><tr><th scope="col">Table</th><th scope="col" class="num">Rows</th><th scope="col" class="num">Columns</th><th scope="col">What a row is</th></tr></thead>
<tbody>
${tables.map(
  (table) =>
    html`<tr><th scope="row"><a href="${tableUrl(site, table)}"><code>${qualifiedName(table)}</code></a></th><td class="num">${
      table.rowCount === undefined ? '' : formatCount(table.rowCount)
    }</td><td class="num">${formatCount(table.columns.length)}</td><td>${firstSentence(table.description)}</td></tr>\n`,
)}</tbody>
</table>
</div>`;
}

function downloads({ tables }: Resource, { baseUrl }: Site): Html {
  return html`<p>Whole tables to download:</p>
<ul>
${tables.map(
  (table) =>
    html`<li><code>${qualifiedName(table)}</code>${downloadsOf(table, baseUrl).map(
      ({ title, url }, index) => html`${index === 0 ? ': ' : ', '}<a href="${url}">${title}</a>`,
    )}</li>\n`,
)}</ul>`;
}

function originFacts(resource: Resource): readonly Fact[] {
  const { creators, contributors, publisher, contact, license, source, referenceURL, dates, version } = resource;
  return [
    ['Creators', creators.length > 0 && html`${list(creators.map(personName))}`],
    ['Contributors', contributors.length > 0 && html`${list(contributors.map(personName))}`],
    ['Publisher', publisher],
    ['Licence', licenceLink(license)],
    ['Paper', source && publicationLink(source)],
    ['More about it', referenceURL && externalLink(referenceURL)],
    ['Facility', resource.facility.join(', ')],
    ['Instrument', resource.instrument.join(', ')],
    ['Kind', resource.type],
    ['Subjects', resource.subjects.join(', ')],
    ['For', resource.contentLevel.join(', ')],
    ['Version', version],
    ['Created', dates.created],
    ['Updated', dates.updated],
    ['Related', resource.relationships.length > 0 && list(resource.relationships.map(relation))],
    [
      'Questions',
      contact && html`${contact.name}${contact.email && html` <a href="mailto:${contact.email}">${contact.email}</a>`}`,
    ],
  ];
}

const relation = ({ type, id, title }: Resource['relationships'][number]): Html =>
  html`${type} ${externalLink(id, title ?? id)}`;

/** Things in a row, with semicolons: names have commas of their own. */
function list(items: readonly Html[]): Html {
  return html`${items.map((item, index) => (index === 0 ? item : html`; ${item}`))}`;
}

function coverage(resource: Resource): Html | undefined {
  const { messengers, temporal, energy, regionOfRegard } = resource.coverage;
  const moc = spatialCoverage(resource);
  const range = ([from, to]: readonly [string, string]): string => `${from} to ${to}`;
  const known = facts([
    ['Messengers', messengers.join(', ')],
    ['Sky', moc && `${writePercent(skyFraction(moc))} of it`],
    ['Time', temporal.map(range).join('; ')],
    ['Energy', energy.map(range).join('; ')],
    [
      'Sharpness',
      regionOfRegard !== undefined &&
        html`${regionOfRegard} degrees <span class="aside">(how far around a position to look)</span>`,
    ],
  ]);
  return known && html`<h2>Coverage</h2>${known}`;
}
