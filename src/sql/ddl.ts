import { createHash } from 'node:crypto';
import { identifier, join, type SqlText, sql } from '../core/sql-text.ts';
import type { Datatype } from '../model/datatype.ts';
import { columnType } from './column-type.ts';

/** A table as PostgreSQL knows it: names are those published, in lower case. */
export interface StoredTable {
  readonly schema: string;
  readonly name: string;
}

export interface StoredColumn {
  readonly name: string;
  readonly datatype: Datatype;
}

export interface StoredIndex {
  readonly columns: readonly string[];
  readonly method: 'btree' | 'brin' | 'hash' | 'gin';
  /** No two rows have the same values. */
  readonly unique?: boolean;
}

export function storedTable({ schema, name }: StoredTable): StoredTable {
  return { schema: schema.toLowerCase(), name: name.toLowerCase() };
}

export const tableReference = ({ schema, name }: StoredTable): SqlText => identifier(schema, name);

export const columnReference = (name: string): SqlText => identifier(name.toLowerCase());

const columnList = (names: readonly string[]): SqlText => join(names.map(columnReference), ', ');

export function createSchema(name: string): SqlText {
  return sql`CREATE SCHEMA IF NOT EXISTS ${identifier(name)}`;
}

export function dropSchema(name: string): SqlText {
  return sql`DROP SCHEMA ${identifier(name)} CASCADE`;
}

/** Texts sort by code point, so that results do not depend on the locale of the database. */
export function createTable(table: StoredTable, columns: readonly StoredColumn[]): SqlText {
  return sql`CREATE TABLE ${tableReference(table)} (${describeColumns(columns)})`;
}

/** A table that a crash of the database empties, and that costs less to fill for it. */
export function createUnloggedTable(table: StoredTable, columns: readonly StoredColumn[]): SqlText {
  return sql`CREATE UNLOGGED TABLE ${tableReference(table)} (${describeColumns(columns)})`;
}

function describeColumns(columns: readonly StoredColumn[]): SqlText {
  const described = columns.map(({ name, datatype }) => sql`${columnReference(name)} ${storedType(datatype)}`);
  return join(described, ', ');
}

function storedType(datatype: Datatype): SqlText {
  const type = columnType(datatype);
  return type.text === 'text' ? sql`${type} COLLATE "C"` : type;
}

/** Adds rows to a table that others may be reading. */
export function copyMore(table: StoredTable, columns: readonly string[]): SqlText {
  return sql`COPY ${tableReference(table)} (${columnList(columns)}) FROM STDIN (FORMAT binary)`;
}

/** FREEZE spares the first readers of the rows from marking them as committed; the table must be of this transaction. */
export function copyIn(table: StoredTable, columns: readonly string[]): SqlText {
  return sql`COPY ${tableReference(table)} (${columnList(columns)}) FROM STDIN (FORMAT binary, FREEZE true)`;
}

/** Fills `columns` of `target` with values over the columns of `from`, row by row in the order of `from`. */
export function insertFrom(
  target: StoredTable,
  columns: readonly { readonly name: string; readonly value: SqlText; readonly datatype: Datatype }[],
  from: StoredTable,
): SqlText {
  const values = columns.map(({ value, datatype }) => sql`CAST(${value} AS ${columnType(datatype)})`);
  return sql`INSERT INTO ${tableReference(target)} (${columnList(columns.map(({ name }) => name))}) SELECT ${join(values, ', ')} FROM ${tableReference(from)}`;
}

/** Computes a value for every row of a table, and keeps none. */
export function evaluate(value: SqlText, datatype: Datatype, from: StoredTable): SqlText {
  return sql`SELECT count(CAST(${value} AS ${columnType(datatype)})) FROM ${tableReference(from)}`;
}

export function addPrimaryKey(table: StoredTable, columns: readonly string[]): SqlText {
  const name = identifier(objectName(table.name, 'key'));
  return sql`ALTER TABLE ${tableReference(table)} ADD CONSTRAINT ${name} PRIMARY KEY (${columnList(columns)})`;
}

export function createIndex(table: StoredTable, { columns, method, unique = false }: StoredIndex): SqlText {
  const create = unique ? sql`CREATE UNIQUE INDEX` : sql`CREATE INDEX`;
  return sql`${create} ${identifier(indexName(table, columns, unique ? `${method}.unique` : method))} ON ${tableReference(table)} USING ${identifier(method)} (${columnList(columns)})`;
}

/** Orders the rows on the disk as the index has them. */
export function clusterBy(table: StoredTable, { columns, method }: StoredIndex): SqlText {
  return sql`CLUSTER ${tableReference(table)} USING ${identifier(indexName(table, columns, method))}`;
}

function indexName(table: StoredTable, columns: readonly string[], method: string): string {
  return objectName(table.name, ...columns.map((name) => name.toLowerCase()), method);
}

/** PostgreSQL cuts names at 63 bytes (manual, 4.1.1), which must not make two of them one. No published name has a dot. */
function objectName(...parts: readonly string[]): string {
  const name = parts.join('.');
  if (Buffer.byteLength(name) <= 63) return name;
  return `${name.slice(0, 50)}.${createHash('sha256').update(name).digest('hex').slice(0, 12)}`;
}

export function analyse(table: StoredTable): SqlText {
  return sql`ANALYZE ${tableReference(table)}`;
}

/** Waits for whoever reads the table, and keeps others out until the transaction ends. */
export function lockTable(table: StoredTable): SqlText {
  return sql`LOCK TABLE ${tableReference(table)} IN ACCESS EXCLUSIVE MODE`;
}

export function dropTable(table: StoredTable): SqlText {
  return sql`DROP TABLE IF EXISTS ${tableReference(table)}`;
}

/** Gives one row if the table has any. */
export function anyRow(table: StoredTable): SqlText {
  return sql`SELECT 1 FROM ${tableReference(table)} LIMIT 1`;
}

export function moveTable(table: StoredTable, schema: string): SqlText {
  return sql`ALTER TABLE ${tableReference(table)} SET SCHEMA ${identifier(schema)}`;
}

/** Lets the query role read the table. */
export function grantRead(table: StoredTable): readonly SqlText[] {
  return [sql`GRANT USAGE ON SCHEMA ${identifier(table.schema)} TO almagest_query`, grantReadTable(table)];
}

/** The same where the role may use the schema already: two who grant that at once get into each other's way. */
export function grantReadTable(table: StoredTable): SqlText {
  return sql`GRANT SELECT ON TABLE ${tableReference(table)} TO almagest_query`;
}
