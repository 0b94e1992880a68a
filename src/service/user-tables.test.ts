import { expect, test } from 'vitest';
import { AlmagestError } from '../core/error.ts';
import { findTable } from '../model/catalogue.ts';
import { DOUBLE } from '../model/datatype.ts';
import type { Table } from '../model/table.ts';
import { makeTestService } from './testing.ts';
import { requireOwner } from './user-table-owner.ts';
import { groupOfOwn, withOwnTables } from './user-tables.ts';

const own = (column: string) => {
  const table: Table = {
    schema: 'user_ada',
    name: 'mine',
    kind: 'table',
    description: 'Größen ☃',
    columns: [{ name: column, stored: 'c1', datatype: DOUBLE, indexed: false, principal: true, std: false }],
    primaryKey: [],
    foreignKeys: [],
    skyIndexes: [],
    groups: [groupOfOwn('user_ada')],
  };
  return { name: 'user_ada', tables: [table], version: '1' };
};
const published = makeTestService().catalogue.current;

test('the tables of a person stand behind those that are published, and before those of standards', () => {
  const schema = own('x');
  const view = withOwnTables(published, schema);
  expect(view.schemas.map(({ name }) => name)).toEqual(['test', 'user_ada', 'rr', 'TAP_SCHEMA']);
  expect(view.version).not.toBe(published.version);
  expect(view.resources).toBe(published.resources);
  expect(withOwnTables(published, schema)).toBe(view);
  expect(withOwnTables(published, undefined)).toBe(published);
  expect(withOwnTables(published, { ...schema, tables: [] })).toBe(published);
});

test('TAP_SCHEMA is Unicode where names of theirs are, and for nobody else', () => {
  const typeFor = (column: string) =>
    findTable(withOwnTables(published, own(column)), 'TAP_SCHEMA.columns')?.columns[1]?.datatype.primitive;
  expect([typeFor('x'), typeFor('größe')]).toEqual(['char', 'unicodeChar']);
});

test('who has no name is asked for one, unless nobody has', () => {
  const service = makeTestService();
  const codeOf = (of: typeof service): string => {
    try {
      return requireOwner(of);
    } catch (error) {
      return error instanceof AlmagestError ? error.code : String(error);
    }
  };
  expect(codeOf(service)).toBe('A103');
  expect(codeOf({ ...service, accounts: { ...service.accounts, areThere: true } })).toBe('A102');
  expect(codeOf({ ...service, visitor: { name: 'ada', groups: [] } })).toBe('ada');
});
