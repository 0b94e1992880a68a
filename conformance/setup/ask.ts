import { text } from 'node:stream/consumers';
import { parseQuery } from '../../src/adql/parser/parse.ts';
import type { Database } from '../../src/database/database.ts';
import type { Catalogue } from '../../src/model/catalogue.ts';
import { checkQuery } from '../../src/query/check.ts';
import type { TypedQuery } from '../../src/query/typed.ts';
import { copyStatement } from '../../src/sql/copy-statement.ts';
import { USER_FUNCTIONS } from '../../src/sql/udf/index.ts';

/** A row as COPY writes it in text form; null for NULL. */
export type Row = readonly (string | null)[];

export interface Answer {
  readonly query: TypedQuery;
  readonly rows: readonly Row[];
}

/** Runs an ADQL query in the query role, as the service does. */
export async function ask(
  database: Database,
  catalogue: Catalogue,
  adql: string,
  maxrec = 1000,
  seconds = 60,
): Promise<Answer> {
  const query = checkQuery(parseQuery(adql), catalogue, USER_FUNCTIONS);
  const bytes = await database.copyTo(copyStatement(query, { maxrec, encoding: 'text' }), { seconds });
  return { query, rows: (await text(bytes)).split('\n').slice(0, -1).map(readRow) };
}

const ESCAPED: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

const readRow = (line: string): Row =>
  line
    .split('\t')
    .map((cell) => (cell === '\\N' ? null : cell.replace(/\\(.)/g, (_, letter: string) => ESCAPED[letter] ?? letter)));
