import type { ResourceForm } from './resource-form.ts';

/** The resource's record in the registry (VOResource 1.2), as it is harvested. */
export const VORESOURCE: ResourceForm = {
  name: 'voresource',
  title: 'VOResource (XML)',
  extension: 'vor.xml',
  mediaType: 'application/xml',
  otherMediaTypes: ['text/xml', 'application/x-voresource+xml'],
  write: (resource, published) => published.record(resource),
};
