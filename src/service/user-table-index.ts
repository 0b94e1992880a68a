import { fail } from '../core/error.ts';
import { sql } from '../core/sql-text.ts';
import { didYouMean } from '../core/suggest.ts';
import { errorState } from '../database/error.ts';
import type { Session } from '../database/session.ts';
import type { Column } from '../model/column.ts';
import type { Table } from '../model/table.ts';
import { createIndex, type StoredTable } from '../sql/ddl.ts';
import { tableQueryName } from './query-name.ts';
import { change, settle } from './user-table-change.ts';
import { type KeepingService, ownTable } from './user-table-owner.ts';

/** What an index is made of. */
export interface IndexOrder {
  readonly table: string;
  readonly column: string;
  readonly unique: boolean;
}

/** PostgreSQL's unique_violation, duplicate_table (which an index is too) and program_limit_exceeded. */
const [NOT_UNIQUE, THERE_ALREADY, TOO_LONG] = ['23505', '42P07', '54000'];

/** Finds what an index is wanted of. @throws AlmagestError A102, A103, R107, U110 */
export async function readIndexOrder(service: KeepingService, order: IndexOrder): Promise<IndexOrder> {
  const { content } = await ownTable(service, order.table);
  return { ...order, table: tableQueryName(content), column: columnOf(content, order.column).name };
}

/** Makes an index of a column, so that cuts on it are quick. One that is there already is left as it is. */
export async function indexColumn(
  service: KeepingService,
  { table: given, column: wanted, unique }: IndexOrder,
  { seconds, signal }: { readonly seconds: number; readonly signal: AbortSignal },
): Promise<Table> {
  const found = await ownTable(service, given);
  const column = columnOf(found.content, wanted);
  const { stored } = found.content;
  if (!stored) throw new Error(`${given} is not stored as a table of a user is`);
  return change(
    service,
    found.owner,
    signal,
    async (session) => {
      await makeIndex(session, stored, column, unique);
      return settle(session, service, found, (now) => ({
        ...now,
        columns: now.columns.map((each) => (each.name === column.name ? { ...each, indexed: true } : each)),
      }));
    },
    seconds,
  );
}

async function makeIndex(session: Session, stored: StoredTable, column: Column, unique: boolean): Promise<void> {
  await session.query(sql`SAVEPOINT before_index`);
  try {
    await session.query(createIndex(stored, { columns: [column.stored ?? column.name], method: 'btree', unique }));
  } catch (cause) {
    switch (errorState(cause)) {
      case THERE_ALREADY:
        await session.query(sql`ROLLBACK TO SAVEPOINT before_index`);
        return;
      case NOT_UNIQUE:
        fail('U110', `the values of ${column.name} are not all different`, {
          hint: 'Leave UNIQUE out, or find those that are not with GROUP BY and HAVING COUNT(*) > 1.',
          cause,
        });
        break;
      case TOO_LONG:
        fail('U110', `the values of ${column.name} are too long for an index`, { cause });
        break;
      default:
        throw cause;
    }
  }
}

/** The column of that name; arrays and regions have no order that an index could follow. */
function columnOf({ columns }: Table, wanted: string): Column {
  const plain = /^".+"$/.test(wanted) ? wanted.slice(1, -1).replaceAll('""', '"') : wanted;
  const column =
    columns.find(({ name }) => name === plain) ??
    columns.find(({ name }) => name.toLowerCase() === plain.toLowerCase());
  if (!column) {
    const names = columns.map(({ name }) => name);
    return fail('U110', `the table has no column ${plain}`, {
      hint: didYouMean(plain, names) ?? `It has ${names.slice(0, 20).join(', ')}.`,
    });
  }
  const { primitive, arraysize, xtype } = column.datatype;
  const isText = primitive === 'char' || primitive === 'unicodeChar';
  if ((arraysize !== undefined && !isText) || (isText && xtype !== undefined && xtype !== 'timestamp'))
    fail('U110', `the column ${column.name} cannot be indexed: it holds arrays or regions`, {
      hint: 'Positions and regions are indexed on the sky by themselves.',
    });
  return column;
}
