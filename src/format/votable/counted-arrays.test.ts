import { expect, test } from 'vitest';
import { copyBytes, writeDocument } from '../testing.ts';
import { VOTABLE_BINARY } from './binary.ts';
import { VOTABLE_BINARY2 } from './binary2.ts';
import { VOTABLE_TABLEDATA } from './tabledata.ts';

test('only binary serialisations leave out the bounds of arrays of variable length', () => {
  const sizes = (format: typeof VOTABLE_BINARY): readonly string[] => {
    const columns = ['2x*', '4*', '*', '2x3'].map((arraysize, index) => ({
      name: `c${index}`,
      datatype: { primitive: 'double', arraysize } as const,
    }));
    const rows = copyBytes(format.copy, [], []);
    const document = writeDocument(format, { columns, infos: [] }, rows).toString();
    return [...document.matchAll(/arraysize="(.*?)"/g)].map(([, size = '']) => size);
  };
  expect(sizes(VOTABLE_BINARY2)).toEqual(['*', '*', '*', '2x3']);
  expect(sizes(VOTABLE_BINARY)).toEqual(['*', '*', '*', '2x3']);
  expect(sizes(VOTABLE_TABLEDATA)).toEqual(['2x*', '4*', '*', '2x3']);
});
