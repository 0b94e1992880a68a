import type { Person, Resource } from '../../model/resource.ts';
import type { Publication } from './resource-form.ts';

/** The page of a resource on the site. */
export function landingPage({ baseUrl }: Pick<Publication, 'baseUrl'>, { id }: Pick<Resource, 'id'>): string {
  return `${baseUrl}/resource/${id.split('/').map(encodeURIComponent).join('/')}`;
}

export function ivoidOf({ authority }: Pick<Publication, 'authority'>, { id }: Pick<Resource, 'id'>): string {
  return `ivo://${authority}/${id}`;
}

export function publisherOf({ publisher }: Resource, { title }: Pick<Publication, 'title'>): string {
  return publisher ?? title;
}

/** The year to cite: that of the publication, which its first date gives. */
export function yearOf({ dates }: Resource, { changed }: Pick<Publication, 'changed'>): string {
  return (dates.created ?? dates.updated ?? changed).slice(0, 4);
}

/** Names written `Family, G.` are persons, as are those with an ORCID; all others are taken for collaborations. */
export function isPerson({ name, orcid }: Person): boolean {
  return orcid !== undefined || /^[^,]+,\s*[^,]+$/.test(name);
}

export function familyAndGiven({ name }: Person): { readonly family: string; readonly given: string } | undefined {
  const [, family, given] = /^([^,(]+),\s*([^,(]+?)\s*(?:\(.*)?$/.exec(name) ?? [];
  return family === undefined || given === undefined ? undefined : { family, given };
}

/** How something else is named: with the scheme of its identifier, in the words of DataCite (relatedIdentifierType). */
export interface Reference {
  readonly scheme: 'DOI' | 'arXiv' | 'bibcode' | 'URL' | 'Handle' | 'ivo';
  /** Without the scheme in front. */
  readonly id: string;
  /** Where it leads, if that is an address of the web. */
  readonly url?: string;
}

/** Reads a DOI, bibcode, arXiv number, IVOID or address. */
export function readReference(text: string): Reference | undefined {
  const doi = /^(?:doi:|https?:\/\/(?:dx\.)?doi\.org\/)?(10\.\d{4,9}\/\S+)$/i.exec(text)?.[1];
  if (doi) return { scheme: 'DOI', id: doi, url: `https://doi.org/${doi}` };
  const arxiv = /^arxiv:(\S+)$/i.exec(text)?.[1];
  if (arxiv) return { scheme: 'arXiv', id: `arXiv:${arxiv}`, url: `https://arxiv.org/abs/${arxiv}` };
  // A bibcode has 19 characters and begins with the year.
  const bibcode = /^(?:bibcode:)?(\d{4}[^\s:/]{15})$/i.exec(text)?.[1];
  if (bibcode)
    return { scheme: 'bibcode', id: bibcode, url: `https://ui.adsabs.harvard.edu/abs/${encodeURIComponent(bibcode)}` };
  if (/^ivo:\/\/\S+$/i.test(text)) return { scheme: 'ivo', id: text };
  if (/^https?:\/\/\S+$/i.test(text)) return { scheme: 'URL', id: text, url: text };
  return undefined;
}

/** A licence of SPDX's list has a page there; others are named `LicenseRef-`, and have none. */
export function licenceUrl(license: string): string | undefined {
  return license.startsWith('LicenseRef-')
    ? undefined
    : `https://spdx.org/licenses/${encodeURIComponent(license)}.html`;
}

export function doiUrl(doi: string): string {
  return `https://doi.org/${doi}`;
}
