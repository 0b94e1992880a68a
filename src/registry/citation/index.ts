import { BIBTEX } from './bibtex.ts';
import { DATACITE_JSON, DATACITE_XML } from './datacite.ts';
import { DESCRIPTOR } from './descriptor.ts';
import type { ResourceForm } from './resource-form.ts';
import { SCHEMA_ORG } from './schema-org.ts';
import { VORESOURCE } from './voresource.ts';

/** Every form of a resource, beside its page: the addresses there, content negotiation and `almagest export` are made from this list. */
export const RESOURCE_FORMS: readonly ResourceForm[] = [
  VORESOURCE,
  SCHEMA_ORG,
  DATACITE_JSON,
  DATACITE_XML,
  BIBTEX,
  DESCRIPTOR,
];
