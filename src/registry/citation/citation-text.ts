import type { Resource } from '../../model/resource.ts';
import type { Publication } from './resource-form.ts';
import { doiUrl, landingPage, publisherOf, yearOf } from './work.ts';

/** The line to put in a list of references, in the order that DataCite recommends. */
export function citationText(
  resource: Resource,
  published: Pick<Publication, 'title' | 'baseUrl' | 'changed'>,
): string {
  const { creators, title, version, doi } = resource;
  const parts = [
    `${creators.map(({ name }) => name).join('; ')} (${yearOf(resource, published)})`,
    title,
    ...(version === undefined ? [] : [`Version ${version}`]),
    publisherOf(resource, published),
    'Dataset',
  ];
  return `${parts.map((part) => part.replace(/\.$/, '')).join('. ')}. ${doi === undefined ? landingPage(published, resource) : doiUrl(doi)}`;
}
