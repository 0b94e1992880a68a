import type { ClientBase, Pool, PoolClient } from 'pg';
import { type SqlText, sql } from '../core/sql-text.ts';
import { copyFrom } from './copy-from.ts';
import { isConnectionError, statementError } from './error.ts';

/** A conversation with the database as the owner of the tables. Every error is an AlmagestError, with the database's as cause. */
export interface Session {
  /** @returns the rows; whole numbers of 8 bytes are numbers where exact, else bigint; timestamps with zone are Date */
  query<Row = Record<string, unknown>>(statement: SqlText, parameters?: readonly unknown[]): Promise<Row[]>;
  /**
   * Runs `COPY ... FROM STDIN`.
   * @param source the bytes in the format that the statement names; read only as fast as the database takes them
   * @returns the number of rows
   */
  copyFrom(statement: SqlText, source: AsyncIterable<Uint8Array>): Promise<number>;
}

export function sessionOver(client: ClientBase): Session {
  return {
    query: (statement, parameters) => runStatement(client, statement, parameters),
    copyFrom: (statement, source) => copyFrom(client, statement, source),
  };
}

export async function runStatement<Row>(
  on: ClientBase | Pool,
  statement: SqlText,
  parameters?: readonly unknown[],
): Promise<Row[]> {
  try {
    const { rows } = parameters ? await on.query(statement.text, [...parameters]) : await on.query(statement.text);
    return rows;
  } catch (error) {
    throw statementError(error);
  }
}

/** Borrows a connection for `work`; one that broke is not given back. */
export async function withClient<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect().catch((error) => {
    throw statementError(error);
  });
  let broken = false;
  // pg reports a break between two statements as an event; unheard, it would end the process.
  const noteBreak = () => {
    broken = true;
  };
  client.on('error', noteBreak);
  try {
    return await work(client);
  } catch (error) {
    broken ||= isConnectionError(error);
    throw error;
  } finally {
    client.off('error', noteBreak);
    client.release(broken);
  }
}

/** All of `work` or nothing of it. */
export function inTransaction<T>(pool: Pool, work: (session: Session) => Promise<T>): Promise<T> {
  return withClient(pool, async (client) => {
    await runStatement(client, sql`BEGIN`);
    try {
      const result = await work(sessionOver(client));
      await runStatement(client, sql`COMMIT`);
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch(() => {}); // a broken connection has rolled back already
      throw error;
    }
  });
}
