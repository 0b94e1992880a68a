/** 10,000 tables of 12 columns in 500 resources: more than any data centre of the field publishes. */
import type { Column } from '../../src/model/column.ts';
import { DOUBLE, LONG, TEXT } from '../../src/model/datatype.ts';
import type { Resource } from '../../src/model/resource.ts';
import type { Table } from '../../src/model/table.ts';
import { TEST_RESOURCE } from '../../src/service/testing.ts';

const RESOURCES = 500;
const TABLES = 20;
const COLUMNS = 12;

const column = (number: number): Column => ({
  name: number === 0 ? 'id' : `c${number}`,
  datatype: [LONG, DOUBLE, DOUBLE, TEXT][number % 4] ?? DOUBLE,
  unit: 'deg',
  ucd: number === 0 ? 'meta.id;meta.main' : 'pos.eq.ra',
  description: `What column ${number} of a generated table is said to hold`,
  indexed: number === 0,
  principal: true,
  std: false,
});

const table = (resource: number, number: number): Table => ({
  schema: `r${resource}`,
  name: `t${number}`,
  kind: 'table',
  description: `Generated table ${number} of resource ${resource}, one row for each thing that was not seen.`,
  rowCount: 1000,
  resource: `generated/r${resource}`,
  primaryKey: ['id'],
  foreignKeys: [],
  skyIndexes: [],
  columns: Array.from({ length: COLUMNS }, (_, index) => column(index)),
});

const resource = (number: number): Resource => ({
  ...TEST_RESOURCE,
  id: `generated/r${number}`,
  schema: { name: `r${number}` },
  tables: Array.from({ length: TABLES }, (_, index) => table(number, index)),
  examples: [],
});

/** All of them. */
export const manyResources: readonly Resource[] = Array.from({ length: RESOURCES }, (_, index) => resource(index));
