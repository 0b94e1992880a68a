import { DIALECT_RULES } from './advise-dialect.ts';
import { STRUCTURE_RULES } from './advise-structure.ts';
import { VALUE_RULES } from './advise-value.ts';
import type { Advice, Rule, Unexpected } from './unexpected.ts';

/** The first rule that has something to say is heard: what is surely of another dialect before what may be a slip of the pen. */
const RULES: readonly Rule[] = [...DIALECT_RULES, ...VALUE_RULES, ...STRUCTURE_RULES];

export function advise(unexpected: Unexpected): Advice | undefined {
  for (const rule of RULES) {
    const advice = rule(unexpected);
    if (advice !== undefined) return advice;
  }
  return unexpected.hint;
}
