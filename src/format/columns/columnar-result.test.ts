import { describe, expect, it } from 'vitest';
import { type Datatype, INT, TEXT } from '../../model/datatype.ts';
import { copyBytes, type TestValue } from '../testing.ts';
import { type ColumnarDocument, ColumnarResult } from './columnar-result.ts';

/** How many rows each block has that is made of these rows, and the first values of each column in it. */
function blocksOf(types: readonly Datatype[], rows: readonly (readonly TestValue[])[], chunk = 1 << 16) {
  const blocks: { readonly rows: number; readonly valid: string; readonly bytes: string }[] = [];
  const document: ColumnarDocument = {
    begin: () => new Uint8Array(0),
    block({ columns, row }) {
      const [column] = columns;
      if (!column) throw new Error('no column');
      const bytes =
        column.kind === 'fixed' ? column.values : column.kind === 'text' ? column.bytes : column.elements.values;
      blocks.push({
        rows: row,
        valid: Buffer.from(column.valid.subarray(0, Math.min(row, 8))).toString('hex'),
        bytes: Buffer.from(bytes.subarray(0, 24)).toString('hex'),
      });
      return new Uint8Array(0);
    },
    end: () => new Uint8Array(0),
  };
  const columns = types.map((datatype, index) => ({ name: `c${index}`, datatype }));
  const result = new ColumnarResult(columns, Number.MAX_SAFE_INTEGER, document);
  const copy = copyBytes('binary', types, rows);
  for (let at = 0; at < copy.length; at += chunk) result.rows(copy.subarray(at, at + chunk));
  result.end();
  expect(result.outcome()).toEqual({ kind: 'complete' });
  return blocks;
}

describe('ColumnarResult', () => {
  it('lays numbers out little-endian, with a place for NULLs', () => {
    expect(blocksOf([INT], [[1], [null], [-2]])).toEqual([
      { rows: 3, valid: '010001', bytes: expect.stringMatching(/^0100000000000000feffffff/) },
    ]);
    expect(blocksOf([{ primitive: 'double' }], [[null], [1]])).toEqual([
      { rows: 2, valid: '0001', bytes: expect.stringMatching(/^000000000000f87f000000000000f03f/) },
    ]);
    expect(blocksOf([{ primitive: 'short', arraysize: '3' }], [[[1, 2]], [[3, 4, 5]]])).toEqual([
      { rows: 2, valid: '0101', bytes: expect.stringMatching(/^010002000000030004000500/) },
    ]);
  });

  it('begins a block anew when one is full by rows', () => {
    const rows = Array.from({ length: 140_000 }, (_, row) => [row]);
    expect(blocksOf([INT], rows).map(({ rows }) => rows)).toEqual([131_072, 140_000 - 131_072]);
  });

  it('begins a block anew when one is full by bytes, wherever the chunks end', () => {
    const rows = Array.from({ length: 100 }, (_, row) => [row % 10 === 0 ? null : String(row % 10).repeat(100_000)]);
    const blocks = blocksOf([TEXT], rows);
    expect(blocks.map(({ rows }) => rows)).toEqual([47, 47, 6]);
    expect(blocksOf([TEXT], rows, 9973)).toEqual(blocks);
  });

  it('has no block without a row', () => {
    expect(blocksOf([INT, TEXT], [])).toEqual([]);
  });
});
