import { allTables, type Catalogue } from '../model/catalogue.ts';
import type { ResultColumn } from '../model/result.ts';
import { isOfStandard } from '../model/standard-schemas.ts';
import type { Table } from '../model/table.ts';

/** A catalogue arranged for looking up names; made once for each catalogue. */
export interface CatalogueIndex {
  readonly tables: readonly Table[];
  /** By name without schema, in lower case. */
  readonly byName: ReadonlyMap<string, readonly Table[]>;
  /** The tables that have a column of this name, in lower case. */
  tablesWithColumn(name: string): readonly Table[];
}

const indexes = new WeakMap<Catalogue, CatalogueIndex>();

export function indexOf(catalogue: Catalogue): CatalogueIndex {
  const known = indexes.get(catalogue);
  if (known) return known;
  const tables = allTables(catalogue);
  const byName = Map.groupBy(tables, ({ name }) => name.toLowerCase());
  const made: CatalogueIndex = {
    tables,
    byName,
    tablesWithColumn: (name) => {
      const wanted = name.toLowerCase();
      const having = tables.filter(({ columns }) => columns.some((column) => column.name.toLowerCase() === wanted));
      // Those of standards have columns called name, title or date, and are seldom meant.
      const own = having.filter((table) => !isOfStandard(table));
      return own.length > 0 ? own : having;
    },
  };
  indexes.set(catalogue, made);
  return made;
}

const columnsOf = new WeakMap<Table, readonly ResultColumn[]>();

/** The columns of a published table as result columns: what a query that names them plainly gives. */
export function tableColumns(table: Table): readonly ResultColumn[] {
  const known = columnsOf.get(table);
  if (known) return known;
  const made = table.columns.map(
    ({ name, datatype, unit, ucd, utype, description }): ResultColumn => ({
      name,
      datatype,
      ...(unit !== undefined && { unit }),
      ...(ucd !== undefined && { ucd }),
      ...(utype !== undefined && { utype }),
      ...(description !== undefined && { description }),
      table,
      column: name,
    }),
  );
  columnsOf.set(table, made);
  return made;
}

export const EMPTY_INDEX: CatalogueIndex = { tables: [], byName: new Map(), tablesWithColumn: () => [] };
