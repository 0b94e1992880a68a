import { fail } from '../../core/error.ts';
import { POINT } from '../../model/datatype.ts';
import type { Position } from '../../model/sky/position.ts';
import { constantPoint } from '../../query/constant-shape.ts';
import { meaning } from '../../query/resolve-types.ts';
import { builtForm, type SqlUserFunction, userForm } from './definition.ts';

/** Where a target is, or why that is not known; nothing if nobody has asked yet. */
export type Target = Position | { readonly problem: string } | undefined;

/**
 * ivo_simbadpoint with the answers of a name resolver, which is asked before the query runs: so a name is a constant position. As long
 * as there is no answer the query can be checked, and not carried out.
 */
export function simbadpoint(lookUp: (identifier: string) => Target): SqlUserFunction {
  const signature = 'ivo_simbadpoint(identifier TEXT) -> POINT';
  const unresolved = userForm(signature, meaning(POINT, 'deg', 'pos'), { literals: ['identifier'] });
  return {
    name: 'ivo_simbadpoint',
    description:
      "The position of the object that Simbad knows by this name, a text in single quotes: ivo_simbadpoint('Crab').",
    forms: [
      builtForm(
        signature,
        (call) => {
          const [identifier] = call.arguments;
          const target = identifier?.kind === 'text' ? lookUp(identifier.value) : undefined;
          if (target === undefined) return unresolved.build(call);
          return 'problem' in target ? target.problem : constantPoint(target, call.span);
        },
        ['identifier'],
      ),
    ],
    examples: ["ivo_simbadpoint('GJ 699')"],
    lower: () => fail('Q301', 'ivo_simbadpoint cannot be used here, as no name resolver is asked'),
  };
}

export const IVO_SIMBADPOINT: SqlUserFunction = simbadpoint(() => undefined);
