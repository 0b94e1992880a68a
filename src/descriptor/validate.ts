import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { ResourceDocument } from './document.ts';
import schema from './schema/resource-1.json' with { type: 'json' };
import siteSchema from './schema/site-1.json' with { type: 'json' };
import type { SiteDocument } from './site/site-document.ts';

/** Where a value breaks the schema, with the part of the schema that says so. */
export type SchemaError = ErrorObject;

const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: true, strictTypes: false, strictRequired: false });
formats.default(ajv, ['uri', 'email', 'regex']);
// Words of ours in the schema that only `diagnose` reads: what a value should look like, and whose list of words holds.
ajv.addKeyword({ keyword: 'expected', schemaType: 'string' });
ajv.addKeyword({ keyword: 'vocabulary', schemaType: 'string' });

const matches = ajv.compile<ResourceDocument>(schema);
const matchesSite = ajv.compile<SiteDocument>(siteSchema);

/** Holds a value against `schema/resource-1.json`: the document, or everything that is wrong with it. */
export function validate(
  value: unknown,
): { readonly document: ResourceDocument } | { readonly errors: readonly SchemaError[] } {
  return matches(value) ? { document: value } : { errors: [...(matches.errors ?? [])] };
}

/** Holds a value against `schema/site-1.json`. */
export function validateSite(
  value: unknown,
): { readonly document: SiteDocument } | { readonly errors: readonly SchemaError[] } {
  return matchesSite(value) ? { document: value } : { errors: [...(matchesSite.errors ?? [])] };
}
