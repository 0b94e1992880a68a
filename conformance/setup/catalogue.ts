import type { Catalogue } from '../../src/model/catalogue.ts';
import type { Column } from '../../src/model/column.ts';
import {
  BOOLEAN,
  CIRCLE,
  type Datatype,
  DOUBLE,
  FLOAT,
  INT,
  LONG,
  MOC,
  POINT,
  POLYGON,
  REGION,
  SHORT,
  TEXT,
  TIMESTAMP,
} from '../../src/model/datatype.ts';
import type { Table } from '../../src/model/table.ts';

type ColumnFacts = readonly [name: string, datatype: Datatype, unit?: string | undefined, ucd?: string];

const column = ([name, datatype, unit, ucd]: ColumnFacts): Column => ({
  name,
  datatype,
  ...(unit !== undefined && { unit }),
  ...(ucd !== undefined && { ucd }),
  indexed: false,
  principal: true,
  std: false,
});

const table = (qualified: string, ...columns: readonly ColumnFacts[]): Table => {
  const [schema = '', name = ''] = qualified.split('.');
  return {
    schema,
    name,
    kind: 'table',
    description: `The table ${qualified}.`,
    columns: columns.map(column),
    primaryKey: [],
    foreignKeys: [],
    skyIndexes: [],
  };
};

const TABLES: readonly Table[] = [
  table(
    'sky.stars',
    ['id', LONG, undefined, 'meta.id;meta.main'],
    ['ra', DOUBLE, 'deg', 'pos.eq.ra;meta.main'],
    ['dec', DOUBLE, 'deg', 'pos.eq.dec;meta.main'],
    ['mag', FLOAT, 'mag', 'phot.mag;em.opt.V'],
    ['name', TEXT, undefined, 'meta.id'],
  ),
  table(
    'sky.events',
    ['event_id', LONG],
    ['ra', DOUBLE, 'deg', 'pos.eq.ra'],
    ['dec', DOUBLE, 'deg', 'pos.eq.dec'],
    ['mjd', DOUBLE, 'd', 'time.epoch'],
    ['star', LONG],
  ),
  table(
    'test.kinds',
    ['id', INT],
    ['flag', BOOLEAN],
    ['tiny', { primitive: 'unsignedByte' }],
    ['small', SHORT],
    ['whole', INT],
    ['big', LONG],
    ['single', FLOAT],
    ['real', DOUBLE],
    ['label', TEXT],
    ['taken', TIMESTAMP],
    ['place', POINT],
    ['disc', CIRCLE],
    ['values', { primitive: 'float', arraysize: '*' }],
    ['Mixed', INT],
  ),
  table('test.events', ['event_id', LONG], ['size', LONG]),
  table(
    'test.shapes',
    ['id', INT],
    ['place', POINT],
    ['rough', { primitive: 'float', arraysize: '2', xtype: 'point' }],
    ['disc', CIRCLE],
    ['outline', POLYGON],
    ['cover', MOC],
    ['footprint', REGION],
    ['word', TEXT],
  ),
  table('test.spans', ['id', INT], ['span', { primitive: 'double', arraysize: '2', xtype: 'interval' }]),
  // Its name is one that SQL would have to be protected from.
  table('test.odd"name', ['a"b', INT], ["it's", TEXT], ['select', INT]),
];

/** A small catalogue for tests: two tables named `events`, a column of each type, names that need quotes. */
export const TEST_CATALOGUE: Catalogue = {
  version: 'test',
  changed: '2026-01-01T00:00:00Z',
  resources: [],
  schemas: [...Map.groupBy(TABLES, ({ schema }) => schema)].map(([name, tables]) => ({ name, tables })),
};
