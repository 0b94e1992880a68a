import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isDescription, readDescription } from './user-table-description.ts';

let path: string;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'almagest-description-'));
  path = join(folder, 'table.xml');
});
afterAll(() => rm(folder, { recursive: true }));

test.each([
  ['<table/>', true],
  ['<?xml version="1.0"?>\n<!-- <VOTABLE> -->\n<vosi:table xmlns:vosi="x">', true],
  ['\ufeff<v:tableset>', true],
  ['<VOTABLE><RESOURCE><TABLE/>', false],
  ['<?xml version="1.0"?><VOTABLE>', false],
  ['a,b\n<table>,1\n', false],
  ['', false],
])('%j is a description: %s', async (text, is) => {
  await writeFile(path, text);
  expect(await isDescription(path)).toBe(is);
});

/** The types of a column, as they would be declared. */
async function typeOf(dataType: string) {
  await writeFile(path, `<table><column><name>a</name>${dataType}</column></table>`);
  const { columns } = await readDescription(path);
  return columns[0]?.declared;
}

test.each([
  ['<dataType>int</dataType>', { primitive: 'int' }],
  ['<dataType arraysize="1">int</dataType>', { primitive: 'int' }],
  ['<dataType arraysize="2x3*">int</dataType>', { primitive: 'int', arraysize: '2x3*' }],
  ['<dataType>char</dataType>', { primitive: 'char', arraysize: '1' }],
  [
    '<dataType arraysize="2" extendedType="point">double</dataType>',
    { primitive: 'double', arraysize: '2', xtype: 'point' },
  ],
  ['<dataType>BIGINT</dataType>', { primitive: 'long' }],
  ['<dataType>adql:DOUBLE</dataType>', { primitive: 'double' }],
  ['<dataType size="8">VARCHAR</dataType>', { primitive: 'char', arraysize: '8*' }],
  ['<dataType size="8">CHAR</dataType>', { primitive: 'char', arraysize: '8' }],
  ['<dataType>adql:TIMESTAMP</dataType>', { primitive: 'char', arraysize: '*', xtype: 'timestamp' }],
  ['<dataType>POINT</dataType>', { primitive: 'double', arraysize: '2', xtype: 'point' }],
  ['<dataType>string</dataType>', { primitive: 'char', arraysize: '*' }],
])('%s', async (dataType, expected) => {
  expect(await typeOf(dataType)).toEqual(expected);
});

test.each([
  '<dataType>bit</dataType>',
  '<dataType>floatComplex</dataType>',
  '<dataType arraysize="0">int</dataType>',
  '<dataType/>',
  '',
])('%s is refused', async (dataType) => {
  await expect(typeOf(dataType)).rejects.toThrow(/type of the column a/);
});
