import type { Person, Resource } from '../../model/resource.ts';
import { type Html, html } from './html.ts';
import { resourceUrl, type Site } from './site.ts';
import { externalLink } from './text.ts';

const isDoi = (source: string): boolean => /^(doi:)?10\.\d{4,9}\/\S+$/i.test(source);
const bareDoi = (source: string): string => source.replace(/^doi:/i, '');

/** A DOI or a bibcode with the place where it leads. */
export function publicationLink(source: string): Html {
  if (isDoi(source)) return externalLink(`https://doi.org/${bareDoi(source)}`, bareDoi(source));
  // A bibcode has 19 characters and begins with the year.
  if (/^\d{4}\S{15}$/.test(source))
    return externalLink(`https://ui.adsabs.harvard.edu/abs/${encodeURIComponent(source)}`, source);
  return externalLink(source);
}

/** A person with links to where their identifiers lead. */
export function personName({ name, orcid, ror, role }: Person): Html {
  return html`${name}${orcid && html` ${externalLink(`https://orcid.org/${orcid}`, 'ORCID')}`}${
    ror && html` ${externalLink(ror, 'ROR')}`
  }${role && html` <span class="aside">(${role})</span>`}`;
}

/** The licence; one of SPDX's list with its text. */
export function licenceLink(license: string): Html {
  if (license.startsWith('LicenseRef-')) return html`${license.replace('LicenseRef-', '')} (see the terms)`;
  return externalLink(`https://spdx.org/licenses/${encodeURIComponent(license)}.html`, license);
}

const BIBTEX_ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
};

const bibtexText = (text: string): string =>
  text.replace(/\s+/g, ' ').replace(/[\\~^&%$#_{}]/g, (found) => BIBTEX_ESCAPES[found] ?? `\\${found}`);

/** The resource itself as a BibTeX entry, so that data are cited like papers. */
export function bibtex(resource: Resource, site: Site): string {
  const { id, title, creators, dates, publisher, version, doi, source } = resource;
  const year = /^\d{4}/.exec(dates.updated ?? dates.created ?? '')?.[0];
  const fields: readonly (readonly [name: string, value: string | undefined])[] = [
    ['author', creators.map(({ name }) => authorName(name)).join(' and ')],
    ['title', `{${bibtexText(title)}}`],
    ['year', year],
    ['publisher', publisher && bibtexText(publisher)],
    ['version', version && bibtexText(version)],
    ['doi', doi],
    ['url', resourceUrl(site, id)],
    ['note', source && `Described in ${bibtexText(source)}`],
  ];
  const lines = fields.flatMap(([name, value]) => (value ? [`  ${name.padEnd(9)} = {${value}},`] : []));
  return [`@misc{${id.replace(/[^A-Za-z0-9]+/g, '-')},`, ...lines, '}'].join('\n');
}

/** Names written `Family, G.` are persons; all others are kept whole, as collaborations are. */
const authorName = (name: string): string => (name.includes(',') ? bibtexText(name) : `{${bibtexText(name)}}`);
