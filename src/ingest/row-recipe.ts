import { createHash } from 'node:crypto';
import type { Descriptor, TablePlan } from '../descriptor/descriptor.ts';
import type { Table } from '../model/table.ts';

/**
 * SHA-256, hex, of all that a descriptor says about rows: where they come from, how they are made and stored, what is promised
 * of them. Two descriptors that agree in it differ in words alone, and their tables need not be loaded anew.
 */
export function rowRecipe({ resource, plans }: Descriptor): string {
  const tables = resource.tables.map((table, index) => tableRecipe(table, plans[index]));
  return createHash('sha256').update(JSON.stringify(tables)).digest('hex');
}

function tableRecipe(table: Table, plan: TablePlan | undefined) {
  const { schema, name, primaryKey, foreignKeys, skyIndexes } = table;
  const columns = table.columns.map(({ name: column, datatype, required, range, values }) => {
    const source = plan?.columns[column];
    return {
      column,
      datatype,
      required,
      range,
      values: Object.keys(values ?? {}),
      // Where the expression stands in the file makes no difference.
      source: source?.kind === 'compute' ? source.adql : source,
    };
  });
  const keys = foreignKeys.map(({ target, columns: pairs }) => ({ target, pairs }));
  const { origin: _, ...source } = plan?.source ?? {};
  return {
    schema,
    name,
    columns,
    primaryKey,
    keys,
    skyIndexes,
    source,
    rowCount: plan?.rowCount,
    indexes: plan?.indexes,
    coverageOrder: plan?.coverageOrder,
  };
}
