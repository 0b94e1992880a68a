import { AlmagestError, fail } from '../core/error.ts';
import type { SqlText } from '../core/sql-text.ts';
import type { TypedQuery } from '../query/typed.ts';
import { type Ending, lowerQuery } from './lower/query.ts';
import { printQuery } from './print.ts';

/** The SQL of a query; its columns are named c1, c2 ... and have the types of the wire. Throws Q301 if the database cannot carry it out. */
export function selectStatement({ query, text }: TypedQuery, ending: Omit<Ending, 'wire'> = {}): SqlText {
  try {
    return printQuery(lowerQuery(query, { ...ending, wire: true }));
  } catch (error) {
    if (error instanceof AlmagestError && error.text === undefined)
      throw new AlmagestError(error.problems, { text, cause: error });
    if (error instanceof RangeError) fail('Q103', 'the query is too deeply nested', { cause: error });
    throw error;
  }
}
