import type { Person, Resource } from '../../model/resource.ts';
import type { Publication, ResourceForm } from './resource-form.ts';
import { isPerson, landingPage, publisherOf, yearOf } from './work.ts';

export const BIBTEX: ResourceForm = {
  name: 'bibtex',
  title: 'BibTeX',
  extension: 'bib',
  mediaType: 'application/x-bibtex',
  otherMediaTypes: ['text/x-bibtex'],
  write: bibtexEntry,
};

/** The resource itself as a BibTeX entry, so that data are cited like papers. */
export function bibtexEntry(resource: Resource, published: Pick<Publication, 'title' | 'baseUrl' | 'changed'>): string {
  const { id, title, creators, version, doi, source } = resource;
  const fields: readonly (readonly [name: string, value: string | undefined])[] = [
    ['author', creators.map(authorName).join(' and ')],
    ['title', `{${escapeTex(title)}}`],
    ['year', yearOf(resource, published)],
    ['publisher', escapeTex(publisherOf(resource, published))],
    ['version', version && escapeTex(version)],
    ['doi', doi],
    ['url', landingPage(published, resource)],
    ['note', source && `Described in ${escapeTex(source)}`],
  ];
  const lines = fields.flatMap(([name, value]) => (value ? [`  ${name.padEnd(9)} = {${value}},`] : []));
  return `${[`@misc{${id.replace(/[^A-Za-z0-9]+/g, '-')},`, ...lines, '}'].join('\n')}\n`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
};

const escapeTex = (text: string): string =>
  text.replace(/\s+/g, ' ').replace(/[\\~^&%$#_{}]/g, (found) => ESCAPES[found] ?? `\\${found}`);

/** Names of collaborations are kept whole: BibTeX would take their last word for a family name. */
const authorName = (person: Person): string =>
  isPerson(person) && person.name.includes(',') ? escapeTex(person.name) : `{${escapeTex(person.name)}}`;
