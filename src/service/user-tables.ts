import type { Observer } from '../core/observe.ts';
import type { Database } from '../database/database.ts';
import type { Catalogue, Schema } from '../model/catalogue.ts';
import type { Column } from '../model/column.ts';
import { isAscii, UNICODE_TEXT } from '../model/datatype.ts';
import { STANDARD_SCHEMAS } from '../model/standard-schemas.ts';
import { TAP_SCHEMA } from '../model/tap-schema.ts';
import { loadOwnSchema, loadOwnSchemas, type OwnSchema, sweepKept } from './user-table-store.ts';

/** The tables that people keep here, each person's apart from all others. */
export interface UserTables {
  /** The schema of somebody; undefined for those who have none, or no name. */
  of(owner: string | undefined): OwnSchema | undefined;
  /** Looks at the database anew: whoever changes something sees it at once. */
  refresh(owner: string): Promise<void>;
  close(): Promise<void>;
}

/** How often what is deleted, and was still being read, is tried again. */
const SWEEP_MS = 60_000;

/** Opens the tables of people in a database; what any process changes is heard of. */
export async function openUserTables(database: Database, observe: Observer): Promise<UserTables> {
  const schemas = new Map<string, OwnSchema>();
  /** Of each owner, the number of the newest look whose answer is there. */
  const seen = new Map<string, number>();
  let looks = 0;

  const refresh = async (owner: string): Promise<void> => {
    const look = ++looks;
    note(look, owner, await loadOwnSchema(database, owner));
  };
  const refreshAll = async (): Promise<void> => {
    const look = ++looks;
    const found = await loadOwnSchemas(database);
    for (const owner of new Set([...schemas.keys(), ...found.keys()])) note(look, owner, found.get(owner));
  };
  const note = (look: number, owner: string, schema: OwnSchema | undefined): void => {
    if (look < (seen.get(owner) ?? 0)) return;
    seen.set(owner, look);
    if (schema) schemas.set(owner, schema);
    else schemas.delete(owner);
  };
  const warn = (error: unknown): void =>
    observe({ kind: 'warning', message: `the tables of users could not be looked at: ${String(error)}` });

  const subscription = await database.listen('almagest_user_table', (owner) => {
    (owner === '' ? refreshAll() : refresh(owner)).catch(warn);
  });
  await refreshAll();
  const timer = setInterval(() => void sweepKept(database).catch(warn), SWEEP_MS);
  timer.unref();

  return {
    of: (owner) => (owner === undefined ? undefined : schemas.get(owner)),
    refresh,
    async close() {
      clearInterval(timer);
      await subscription.close();
    },
  };
}

/** Groups have no such names: it is for one person. */
export const groupOfOwn = (schema: string): string => `~${schema}`;

/** People whose view of the catalogue is kept: each knows all tables by name. */
const MOST_VIEWS = 50;

interface View {
  readonly published: Catalogue;
  readonly catalogue: Catalogue;
}

const views = new Map<OwnSchema, View>();

/** The catalogue with the tables of one person, behind those that are published. The same object each time. */
export function withOwnTables(published: Catalogue, own: OwnSchema | undefined): Catalogue {
  if (!own || own.tables.length === 0) return published;
  const known = views.get(own);
  views.delete(own);
  const view = known?.published === published ? known : { published, catalogue: join(published, own) };
  views.set(own, view);
  const [oldest] = views.keys();
  if (views.size > MOST_VIEWS && oldest) views.delete(oldest);
  return view.catalogue;
}

function join(published: Catalogue, own: OwnSchema): Catalogue {
  const isStandard = (name: string): boolean => STANDARD_SCHEMAS.some((schema) => schema.name === name);
  return {
    ...published,
    version: `${published.version}-${own.version}`,
    schemas: [
      ...published.schemas.filter(({ name }) => !isStandard(name)),
      own,
      ...published.schemas.filter(({ name }) => isStandard(name)).map(isPlain(own) ? (schema) => schema : widened),
    ],
  };
}

/** True if all names, units and UCDs are ASCII, as those of published tables are; descriptions need not be. */
function isPlain({ tables }: OwnSchema): boolean {
  const isProse = (key: string): boolean => key === 'description' || key === 'title';
  return isAscii(JSON.stringify(tables, (key, value) => (isProse(key) ? undefined : value)));
}

/** TAP_SCHEMA as it has to be declared where it tells of names beyond ASCII: in a `char`, they would keep astropy from reading any. */
function widened(schema: Schema): Schema {
  if (schema.name !== TAP_SCHEMA.name) return schema;
  const widen = (column: Column): Column =>
    column.datatype.primitive === 'char' ? { ...column, datatype: UNICODE_TEXT } : column;
  return { ...schema, tables: schema.tables.map((table) => ({ ...table, columns: table.columns.map(widen) })) };
}
