import type { ResourceForm } from './resource-form.ts';

/** The resource as its author described it: enough to publish it anew, beside the data files. */
export const DESCRIPTOR: ResourceForm = {
  name: 'descriptor',
  title: 'Descriptor (YAML)',
  extension: 'yaml',
  mediaType: 'application/yaml',
  otherMediaTypes: ['text/yaml', 'application/x-yaml'],
  write: (resource, published) => published.descriptor(resource),
};
