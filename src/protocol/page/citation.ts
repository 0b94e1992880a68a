import type { Person } from '../../model/resource.ts';
import { licenceUrl, readReference } from '../../registry/citation/work.ts';
import { type Html, html } from './html.ts';
import { externalLink } from './text.ts';

/** A DOI, bibcode or the like with the place where it leads. A DOI is shown as the address that it is, as DataCite asks. */
export function publicationLink(source: string): Html {
  const { url, id, scheme } = readReference(source) ?? {};
  return url === undefined ? html`${source}` : externalLink(url, scheme === 'DOI' ? url : id);
}

/** A person with links to where their identifiers lead. */
export function personName({ name, orcid, ror, role }: Person): Html {
  return html`${name}${orcid && html` ${externalLink(`https://orcid.org/${orcid}`, 'ORCID')}`}${
    ror && html` ${externalLink(ror, 'ROR')}`
  }${role && html` <span class="aside">(${role})</span>`}`;
}

/** The licence; one of SPDX's list with its text. */
export function licenceLink(license: string): Html {
  const url = licenceUrl(license);
  return url === undefined ? html`${license.replace('LicenseRef-', '')} (see the terms)` : externalLink(url, license);
}
