import { parseQuery } from '../adql/parser/parse.ts';
import { AlmagestError } from '../core/error.ts';
import type { Catalogue } from '../model/catalogue.ts';
import { checkQuery } from '../query/check.ts';
import { USER_FUNCTIONS } from '../sql/udf/index.ts';

/**
 * The catalogue with those examples alone that can be asked now: an example may join tables of other resources, which need
 * not be published here.
 */
export function withOfferedExamples(catalogue: Catalogue): Catalogue {
  const resources = catalogue.resources.map((resource) => ({
    ...resource,
    examples: resource.examples.filter(({ adql }) => compiles(adql, catalogue)),
  }));
  return { ...catalogue, resources };
}

function compiles(adql: string, catalogue: Catalogue): boolean {
  try {
    checkQuery(parseQuery(adql), catalogue, USER_FUNCTIONS);
    return true;
  } catch (error) {
    if (error instanceof AlmagestError) return false;
    throw error;
  }
}
