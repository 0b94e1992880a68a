import { describeToken, type Token } from '../token.ts';
import { advise } from './advice.ts';
import type { Unexpected } from './unexpected.ts';

/** What to tell of it: what was found, what was expected, and what was probably meant. */
export function explain(unexpected: Unexpected): { message: string; hint?: string } {
  const found = unexpected.tokens[unexpected.index];
  if (found?.kind === 'end' && unexpected.index === 0)
    return { message: 'the query is empty', hint: 'A query begins with SELECT.' };
  const advice = advise(unexpected);
  if (typeof advice === 'object') return advice;
  const message = messageOf(found, listExpected(unexpected.expected));
  return advice === undefined ? { message } : { message, hint: advice };
}

function messageOf(found: Token | undefined, wanted: string): string {
  if (found === undefined || found.kind === 'end')
    return wanted ? `expected ${wanted}, but the query ends` : 'the query ends too early';
  return wanted ? `expected ${wanted}, but found ${describeToken(found)}` : `${describeToken(found)} cannot stand here`;
}

const SPOKEN: Readonly<Record<string, string>> = {
  ',': 'a comma',
  '(': '"("',
  ')': '")"',
  '.': 'a period',
  '*': '"*"',
};

/** Beyond this many the list helps nobody. */
const MOST_EXPECTED = 5;

function listExpected(expected: readonly string[]): string {
  const all = expected.map((one) => SPOKEN[one] ?? one);
  if (all.length > MOST_EXPECTED) return '';
  const last = all.at(-1);
  return all.length > 1 ? `${all.slice(0, -1).join(', ')} or ${last}` : (last ?? '');
}
