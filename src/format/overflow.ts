import { count } from '../core/quantity.ts';
import type { Outcome } from '../model/result.ts';

/** What allows no more rows, as the subject and verb of a sentence: `MAXREC allows 1000`. */
export function whatAllows({ maxrec, bytes }: Extract<Outcome, { kind: 'overflow' }>): string {
  return bytes === undefined ? `MAXREC allows ${maxrec}` : `a result of ${count(bytes)} bytes has room for ${maxrec}`;
}
