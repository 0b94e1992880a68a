import { identifier, type SqlText, sql } from '../core/sql-text.ts';
import type { Session } from '../database/session.ts';
import { REGTAP_SCHEMA } from '../model/regtap-schema.ts';
import type { RegtapRows } from '../registry/regtap/rows.ts';

/** Rows for one statement: so many that the way to the database matters little, so few that their JSON does neither. */
const ROWS_AT_ONCE = 2000;

/** Replaces all rows that a record has in the tables of RegTAP. */
export async function writeRegtapRows(session: Session, { ivoid, tables }: RegtapRows): Promise<void> {
  // The other tables follow by ON DELETE CASCADE.
  await session.query(sql`DELETE FROM rr.resource WHERE ivoid = $1`, [ivoid]);
  for (const [table, rows] of tables) {
    const statement = insertInto(table);
    for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
      const part = rows.slice(start, start + ROWS_AT_ONCE).map((row) => ({ ivoid, ...row }));
      await session.query(statement, [JSON.stringify(part)]);
    }
  }
}

/** A coverage map comes as text, and is stored as what queries compare. */
function insertInto(table: string): SqlText {
  if (!REGTAP_SCHEMA.tables.some(({ name }) => name === table)) throw new Error(`RegTAP has no table ${table}`);
  if (table === 'stc_spatial')
    return sql`INSERT INTO rr.stc_spatial (ivoid, coverage, ref_system_name)
      SELECT ivoid, adql.moc_from_text(coverage), ref_system_name
      FROM json_to_recordset($1) AS given(ivoid text, coverage text, ref_system_name text)`;
  const name = identifier('rr', table);
  return sql`INSERT INTO ${name} SELECT * FROM json_populate_recordset(NULL::${name}, $1)`;
}
