import { type Problem, problem } from '../core/error.ts';
import type { Session } from '../database/session.ts';
import type { TablePlan } from '../descriptor/descriptor.ts';
import { qualifiedName, type Table } from '../model/table.ts';
import type { StoredTable } from '../sql/ddl.ts';
import { orphans } from '../sql/ddl-checks.ts';
import { type Tally, tell } from './tally.ts';

/**
 * Rows whose foreign key finds nothing. Keys are checked, not made constraints: a table must be replaceable without those that
 * point at it. `find` gives the place of a table, or nothing where it is not published; such a key is not checked.
 */
export async function checkReferences(
  session: Session,
  table: Table,
  { place }: TablePlan,
  find: (name: string) => StoredTable | undefined,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  const stored = find(qualifiedName(table));
  for (const key of table.foreignKeys) {
    const target = find(key.target);
    if (!stored || !target) continue;
    const missing = await session.query<Tally>(orphans(stored, target, key.columns));
    if (missing.length === 0) continue;
    const columns = key.columns.map(({ from }) => from).join(', ');
    problems.push(
      problem(
        'I106',
        `${qualifiedName(table)}: ${key.target} lacks values of the foreign key (${columns}): ${tell(missing)}`,
        {
          place,
          hint: `Load the ${key.target} that belongs to these rows, or leave the foreign key out.`,
        },
      ),
    );
  }
  return problems;
}
