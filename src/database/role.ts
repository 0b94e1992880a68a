import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import { fail } from '../core/error.ts';
import { quoteIdentifier } from '../core/sql-text.ts';
import { errorState } from './error.ts';

/** The role in which every query of a user runs. Roles belong to the whole server: several databases share this one. */
export const QUERY_ROLE = 'almagest_query';

const ATTEMPTS = 10;

/**
 * Makes sure that the query role exists and that this session's user may become it.
 * @throws AlmagestError B102 with the statements for the administrator of the server
 */
export async function ensureQueryRole(client: ClientBase): Promise<void> {
  const { rows } = await client.query(
    'SELECT current_user AS owner, EXISTS (SELECT FROM pg_roles WHERE rolname = $1) AS made',
    [QUERY_ROLE],
  );
  const { owner, made } = rows[0] as { owner: string; made: boolean };
  const create = `CREATE ROLE ${QUERY_ROLE} NOLOGIN`;
  // Membership alone is not the right to SET ROLE (PostgreSQL 16 and newer); granting gives both.
  const grant = `GRANT ${QUERY_ROLE} TO ${quoteIdentifier(owner)}`;
  try {
    if (!made) await runOnShared(client, create);
    if (!(await mayBecome(client))) await runOnShared(client, grant);
  } catch (cause) {
    fail('B102', `the database user "${owner}" may not set up the role "${QUERY_ROLE}", in which queries run`, {
      hint: `Let an administrator of the server run: ${made ? '' : `${create}; `}${grant};`,
      cause,
    });
  }
}

async function mayBecome(client: ClientBase): Promise<boolean> {
  try {
    await client.query(`SET ROLE ${QUERY_ROLE}; RESET ROLE`);
    return true;
  } catch {
    return false;
  }
}

/**
 * Changes what all databases of the server share. A lock would end at the database, so programs that start at the same time on
 * two databases meet here: what the other has made is as good, and a collision is tried again.
 */
async function runOnShared(client: ClientBase, statement: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await client.query(statement);
      return;
    } catch (error) {
      const state = errorState(error) ?? '';
      if (['42710' /* duplicate_object */, '23505' /* unique_violation */].includes(state)) return;
      // "tuple concurrently updated"
      if (state !== 'XX000' || attempt === ATTEMPTS) throw error;
      await sleep(20 * attempt);
    }
  }
}
