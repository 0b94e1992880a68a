import { fail } from '../core/error.ts';
import { LIMITS } from '../core/limits.ts';
import { didYouMean } from '../core/suggest.ts';
import type { Table } from '../model/table.ts';
import type { Service } from './context.ts';
import { readTableName } from './user-table-name.ts';
import { claimSchema, findKept, findSchemaName, type KeptTable, listKept, tellTaken } from './user-table-store.ts';

/** Who keeps tables here. */
export type KeepingService = Pick<
  Service,
  'database' | 'settings' | 'visitor' | 'accounts' | 'catalogue' | 'userTables'
>;

/** @throws AlmagestError A102 for those who did not say who they are, A103 where nobody can */
export function requireOwner({ visitor, accounts }: Pick<Service, 'visitor' | 'accounts'>): string {
  if (visitor.name === undefined && !accounts.areThere)
    fail('A103', 'this service keeps no tables of its users: nobody has an account');
  return (
    visitor.name ??
    fail('A102', 'tables are kept for those who say who they are', {
      hint: 'Log in with a name and a password, or with a token.',
    })
  );
}

/** The names of a table that is, or can be, one's own. */
interface OwnName {
  readonly owner: string;
  readonly schema: string;
  readonly name: string;
}

/** Reads the name of a table in the schema of the one who asks, which they have from then on. @throws AlmagestError A102, A103, U106 */
export async function ownName(service: KeepingService, given: string): Promise<OwnName> {
  const owner = requireOwner(service);
  const { schema: said, name } = readTableName(given);
  const { schemas } = service.catalogue.current;
  const isTaken = (wish: string): boolean => schemas.some((each) => each.name.toLowerCase() === wish.toLowerCase());
  const schema =
    (await findSchemaName(service.database, owner)) ?? (await claimSchema(service.database, owner, isTaken));
  if (said !== undefined && said.toLowerCase() !== schema.toLowerCase())
    fail('A103', `the schema ${said} is not yours`, { hint: `Yours is ${schema}.` });
  return { owner, schema, name };
}

/** A table of one's own that is there. @throws AlmagestError A102, A103, R107, U106 */
export async function ownTable(service: KeepingService, given: string): Promise<KeptTable> {
  const { owner, schema, name } = await ownName(service, given);
  const found = await findKept(service.database, owner, name);
  if (found) return found;
  const names = (await listKept(service.database, owner)).map(({ content }) => content.name);
  return fail('R107', `there is no table ${schema}.${name}`, {
    hint:
      didYouMean(name, names) ??
      `Make it first: PUT a description, or a file with rows, to /tap/tables/${schema}.${name}.`,
  });
}

/** Before all the work, so that it is not in vain. */
export async function requireFree(
  { database }: KeepingService,
  owner: string,
  name: Pick<Table, 'schema' | 'name'>,
): Promise<void> {
  if (await findKept(database, owner, name.name)) tellTaken(name);
  const { length } = await listKept(database, owner);
  if (length >= LIMITS.userTables)
    fail('U108', `you have ${length} tables here, and there can be ${LIMITS.userTables}`, {
      hint: 'Delete some that are no longer needed.',
    });
}

/** For a name that shall be given to a table later: finds out whether it can. @throws AlmagestError A102, A103, U106 to U108 */
export async function requireNewName(service: KeepingService, given: string): Promise<void> {
  const { owner, schema, name } = await ownName(service, given);
  await requireFree(service, owner, { schema, name });
}
