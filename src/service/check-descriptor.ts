import { AlmagestError, type Place, type Problem, problem } from '../core/error.ts';
import { positionAt } from '../core/span.ts';
import type { Descriptor } from '../descriptor/descriptor.ts';
import type { Catalogue } from '../model/catalogue.ts';
import type { Example } from '../model/resource.ts';
import { readQuery } from '../query/read-query.ts';
import type { TypedQuery } from '../query/typed.ts';
import { USER_FUNCTIONS } from '../sql/udf/index.ts';
import { makeCatalogue } from './catalogue-cache.ts';

/** The catalogue that these descriptors would publish: what their example queries may speak of. */
export function catalogueOf(descriptors: readonly Descriptor[]): Catalogue {
  return makeCatalogue(
    descriptors.map(({ resource }) => resource),
    new Date(0),
  );
}

/** An example query of a descriptor, compiled. */
export interface CompiledExample {
  readonly example: Example;
  readonly place: Place;
  readonly query: TypedQuery;
}

/** Compiles the example queries of a descriptor against the catalogue; what does not compile is a problem of the descriptor. */
export function compileExamples(
  descriptor: Descriptor,
  catalogue: Catalogue,
): { readonly compiled: readonly CompiledExample[]; readonly problems: readonly Problem[] } {
  const compiled: CompiledExample[] = [];
  const problems: Problem[] = [];
  descriptor.resource.examples.forEach((example, index) => {
    const place = descriptor.examplePlaces[index] ?? { file: descriptor.file };
    try {
      const query = readQuery(example.adql, catalogue, USER_FUNCTIONS);
      compiled.push({ example, place, query });
      problems.push(...query.warnings.map((found) => exampleProblem(example, place, found)));
    } catch (error) {
      if (!(error instanceof AlmagestError)) throw error;
      problems.push(...error.problems.map((found) => exampleProblem(example, place, found)));
    }
  });
  return { compiled, problems };
}

function exampleProblem(example: Example, place: Place, found: Problem): Problem {
  const at = found.span ? positionAt(example.adql, found.span.start) : undefined;
  const where = at ? ` (line ${at.line}, column ${at.column} of the query)` : '';
  return problem('D221', `example "${example.name}": ${found.message}${where}`, {
    place,
    severity: found.severity,
    hint: [found.code, found.hint].filter(Boolean).join(': '),
  });
}
