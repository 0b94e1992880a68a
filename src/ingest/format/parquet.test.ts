import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TableSource } from '../../descriptor/descriptor.ts';
import { readAll } from '../testing/read-all.ts';
import { parquet } from './parquet.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'almagest-parquet-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
async function read(content: ArrayBuffer) {
  const file = join(folder, `${++files}.parquet`);
  writeFileSync(file, new Uint8Array(content));
  return readAll(await parquet.open({ file, source: { format: 'parquet', paths: [] } as unknown as TableSource }));
}

const ROWS = 10_000;
const rows = <T>(make: (row: number) => T): T[] => Array.from({ length: ROWS }, (_, row) => make(row));
const TABLE = {
  id: rows((row) => BigInt(row) * 3_000_000_000n),
  x: rows((row) => row / 7),
  some: rows((row) => (row % 3 === 0 ? null : row)),
  few: rows((row) => `kind ${row % 5}`),
  name: rows((row) => (row % 4 === 0 ? null : `name ${row}`)),
  good: rows((row) => row % 2 === 0),
  list: rows((row) => (row % 5 === 0 ? null : Array.from({ length: row % 4 }, (_, item) => item / 2))),
};
const COLUMNS: ColumnSource[] = [
  { name: 'id', data: TABLE.id, type: 'INT64', nullable: false },
  { name: 'x', data: TABLE.x, type: 'DOUBLE', nullable: false },
  { name: 'some', data: TABLE.some, type: 'INT32' },
  { name: 'few', data: TABLE.few, type: 'STRING', encoding: 'RLE_DICTIONARY' },
  { name: 'name', data: TABLE.name, type: 'STRING' },
  { name: 'good', data: TABLE.good, type: 'BOOLEAN' },
];

test.each([
  ['pages that end together nowhere', { pageSize: 4_000 }],
  ['pages and row groups', { pageSize: 2_000, rowGroupSize: [3_000] }],
  ['one page for each column', {}],
  ['no compression', { pageSize: 4_000, codec: 'UNCOMPRESSED' as const }],
])('%s', async (_, options) => {
  const { list: _list, ...flat } = TABLE;
  expect(await read(parquetWriteBuffer({ columnData: COLUMNS, ...options }))).toEqual(flat);
});

test('lists stand beside columns that come page by page', async () => {
  const { id, list } = TABLE;
  const found = await read(
    parquetWriteBuffer({
      columnData: [
        { name: 'id', data: id },
        { name: 'list', data: list },
      ],
      schema: [
        { name: 'root', num_children: 2 },
        { name: 'id', type: 'INT64', repetition_type: 'REQUIRED' },
        { name: 'list', repetition_type: 'OPTIONAL', converted_type: 'LIST', num_children: 1 },
        { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
        { name: 'element', type: 'DOUBLE', repetition_type: 'OPTIONAL' },
      ],
      pageSize: 4_000,
      rowGroupSize: [6_000],
    }),
  );
  expect(found).toEqual({ id, list });
});

describe('what is wrong', () => {
  const whole = () => new Uint8Array(parquetWriteBuffer({ columnData: COLUMNS.slice(0, 2), codec: 'UNCOMPRESSED' }));

  test('a page header that lies is told, not believed', async () => {
    for (let at = 4; at < 16; at++) {
      const bytes = whole();
      bytes.fill(0xff, at, at + 6);
      // Either nothing was hurt, or it is told.
      const found = await read(bytes.buffer).catch((error: unknown) => error);
      if (found instanceof Error) expect(found).toMatchObject({ code: expect.stringMatching(/^I10[38]$/) });
    }
  });

  test('a file without its end, or without its middle', async () => {
    const bytes = whole();
    await expect(read(bytes.slice(0, -20).buffer)).rejects.toMatchObject({ code: 'I103' });
    await expect(read(Uint8Array.from([...bytes.slice(0, 1000), ...bytes.slice(-800)]).buffer)).rejects.toMatchObject({
      code: 'I103',
    });
  });
});
