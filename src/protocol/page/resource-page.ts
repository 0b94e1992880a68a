import type { Resource } from '../../model/resource.ts';
import { skyFraction } from '../../model/sky/moc.ts';
import { spatialCoverage, writePercent } from '../../model/spatial-coverage.ts';
import { qualifiedName } from '../../model/table.ts';
import { bibtex, licenceLink, personName, publicationLink } from './citation.ts';
import { exampleQueries } from './example-queries.ts';
import { type Fact, facts } from './facts.ts';
import { type Html, html } from './html.ts';
import { renderPage } from './layout.ts';
import { simulatedBadge, simulatedNotice, termsNotice } from './notice.ts';
import { resourceUrl, type Site, tableUrl } from './site.ts';
import { externalLink, firstSentence, formatCount, paragraphs } from './text.ts';

/** Everything that is known about a resource, for people. */
export function resourcePage(resource: Resource, site: Site): string {
  const main = html`
<p class="trail"><a href="${site.baseUrl}/">All data</a></p>
<h1>${resource.title}${simulatedBadge(resource)}</h1>
${simulatedNotice(resource)}
${paragraphs(resource.description)}
${termsNotice(resource)}

<h2>Tables</h2>
${tableList(resource, site)}

${exampleQueries(resource.examples, site)}

<h2>Origin and use</h2>
${facts(originFacts(resource))}

${coverage(resource)}

<h2>Cite it</h2>
<p>The data, as a BibTeX entry${resource.source && html`; please cite ${publicationLink(resource.source)}, too`}:</p>
<pre tabindex="0" aria-label="BibTeX entry">${bibtex(resource, site)}</pre>

<h2>Identifiers</h2>
${facts([
  ['IVOID', html`<code>ivo://${site.authority}/${resource.id}</code>`],
  ['DOI', resource.doi && publicationLink(resource.doi)],
  ['This page', html`<code>${resourceUrl(site, resource.id)}</code>`],
])}`;
  return renderPage({ title: resource.title, description: firstSentence(resource.description), main }, site);
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
