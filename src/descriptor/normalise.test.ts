import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Descriptor } from './descriptor.ts';
import { loadDescriptor } from './load.ts';

const TEXT = `format: resource/1
id: my-lab.x/survey
title: A survey of something
description: |
  Two lines
  of one paragraph.

  Another paragraph.
creators: [Someone, {name: Other, orcid: 0000-0002-1825-0097, x-desk: 7}]
subjects: [surveys]
license: CC-BY-4.0
x-note: kept out
coverage: {messengers: [Optical], spatial: {moc: auto, order: 6}, temporal: [[2001-01-01, 2002-01-01]], spectral: {energy: [[1 eV, 3 eV]]}}
tables:
  - name: Objects
    description: One row for each object.
    source: {path: objects.TSV, sha256: ${'AB'.repeat(32)}}
    primaryKey: [night, ID]
    foreignKeys: [{columns: NIGHT, reference: {table: other.nights, columns: id}}]
    position: {ra: RA, dec: DE, frame: ICRS}
    time: {column: when_, scale: UTC, position: GEOCENTER}
    columns:
      - {name: night, type: int, description: Night}
      - {name: id, type: long, from: 1, null: -999, description: Number}
      - {name: ra, type: double, unit: deg, description: Right ascension}
      - {name: de, type: double, unit: deg, description: Declination}
      - {name: when_, type: double, unit: d, xtype: mjd, index: brin, description: Time}
      - {name: kind, type: char, unit: "", index: true, values: [star, 2], description: Kind}
      - {name: flux, type: float, arraysize: 2x7, null: ["", -1], description: Flux}
      - {name: sum_, type: double, compute: " ra + de ", description: Sum}
      - {name: ninth, type: boolean, description: The ninth}
    indexes:
      - {columns: [RA, DE], method: sky}
      - {columns: [night, id]}
      - {columns: [kind]}
examples:
  - name: All
    adql: |
      SELECT *
      FROM my_lab_x.Objects
    check: {minRows: 1}
`;

let folder = '';
let loaded: Descriptor;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'almagest-normalise-'));
  const file = join(folder, 'x.yaml');
  await writeFile(file, TEXT);
  const { descriptor, problems } = await loadDescriptor(file);
  if (!descriptor) throw new Error(JSON.stringify(problems));
  loaded = descriptor;
});
afterAll(() => rm(folder, { recursive: true }));

it('fills in the curation', () => {
  const { tables, ...resource } = loaded.resource;
  expect(resource).toEqual({
    id: 'my-lab.x/survey',
    title: 'A survey of something',
    description: 'Two lines of one paragraph.\n\nAnother paragraph.',
    type: 'Catalog',
    contentLevel: ['Research'],
    subjects: ['surveys'],
    creators: [{ name: 'Someone' }, { name: 'Other', orcid: '0000-0002-1825-0097' }],
    contributors: [],
    dates: {},
    license: 'CC-BY-4.0',
    facility: [],
    instrument: [],
    relationships: [],
    coverage: {
      messengers: ['Optical'],
      temporal: [['2001-01-01', '2002-01-01']],
      energy: [['1 eV', '3 eV']],
      spatial: 'auto',
    },
    simulated: false,
    schema: { name: 'my_lab_x' },
    examples: [{ name: 'All', adql: 'SELECT *\nFROM my_lab_x.Objects', check: { minRows: 1 } }],
  });
  expect(tables).toHaveLength(1);
  expect(loaded.examplePlaces).toMatchObject([{ line: 38, column: 11 }]);
});

it('makes the table, with names as its columns spell them', () => {
  const [table] = loaded.resource.tables;
  const { columns, ...rest } = table ?? { columns: [] };
  expect(rest).toEqual({
    schema: 'my_lab_x',
    name: 'Objects',
    kind: 'table',
    description: 'One row for each object.',
    primaryKey: ['night', 'id'],
    foreignKeys: [{ target: 'other.nights', columns: [{ from: 'night', to: 'id' }] }],
    position: { ra: 'ra', dec: 'de', frame: 'ICRS' },
    time: { column: 'when_', scale: 'UTC', position: 'GEOCENTER', origin: 'MJD-origin' },
    skyIndexes: [{ kind: 'position', lon: 'ra', lat: 'de', cell: 'ra.de.cell', clustered: false }],
    resource: 'my-lab.x/survey',
  });
  expect(columns[0]).toEqual({
    name: 'night',
    datatype: { primitive: 'int' },
    description: 'Night',
    required: true,
    indexed: true,
    principal: true,
    std: false,
  });
  expect(columns[5]).toEqual({
    name: 'kind',
    datatype: { primitive: 'char', arraysize: '*' },
    description: 'Kind',
    values: { 2: '', star: '' },
    indexed: true,
    principal: true,
    std: false,
  });
  expect(columns[6]?.datatype).toEqual({ primitive: 'float', arraysize: '2x7' });
  expect(columns.filter(({ indexed }) => indexed).map(({ name }) => name)).toEqual([
    'night',
    'ra',
    'de',
    'when_',
    'kind',
  ]);
  expect(columns.filter(({ required }) => required).map(({ name }) => name)).toEqual(['night', 'id']);
  expect(columns.filter(({ principal }) => !principal).map(({ name }) => name)).toEqual(['ninth']);
});

it('plans the load', () => {
  const [plan] = loaded.plans;
  expect(plan).toMatchObject({
    name: 'Objects',
    source: {
      format: 'tsv',
      paths: ['objects.TSV'],
      sha256: { 'objects.TSV': 'ab'.repeat(32) },
      dialect: { delimiter: '\t', headerRows: 1, skipRows: 0, quoteChar: '"', missingValues: [''] },
    },
    columns: {
      night: { kind: 'from', column: 'night', nulls: [] },
      id: { kind: 'from', column: 1, nulls: [-999] },
      flux: { kind: 'from', column: 'flux', nulls: ['', -1] },
      sum_: { kind: 'compute', adql: 'ra + de', place: { line: 30 } },
    },
    rowCount: {},
    place: { line: 15, column: 11 },
    places: { id: { line: 24, column: 9 } },
  });
  // The primary key has its index by being one, and none is made twice.
  expect(plan?.indexes).toEqual([
    { columns: ['kind'], method: 'btree', cluster: false },
    { columns: ['when_'], method: 'brin', cluster: false },
  ]);
});
