import { expect, test } from 'vitest';
import { AlmagestError } from '../core/error.ts';
import { readTableName } from './user-table-name.ts';

test.each([
  ['mine', { name: 'mine' }],
  [' mine ', { name: 'mine' }],
  ['user_ada.mine', { schema: 'user_ada', name: 'mine' }],
  ['select', { name: 'select' }],
  ['"a.b"', { name: 'a.b' }],
  ['"a"."b""c"', { schema: 'a', name: 'b"c' }],
  ['user_ada."größe ☃"', { schema: 'user_ada', name: 'größe ☃' }],
])('%s is read', (text, name) => {
  expect(readTableName(text)).toEqual(name);
});

test.each([
  '',
  '.',
  'a.',
  '.a',
  'a.b.c',
  '_a',
  '1a',
  'a-b',
  'a b',
  'ä',
  '"a',
  'a"b"',
  '""',
  '" "',
  '"a\n"',
  '../a',
  'a/b',
  'a%00',
])('%j is refused', (text) => {
  expect(() => readTableName(text)).toThrow(AlmagestError);
});
