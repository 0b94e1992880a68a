import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { putAccount } from '../../src/auth/account-store.ts';
import { findProgram, run } from '../program/run.ts';
import { type OwnTablesKit, openOwnTablesKit } from './own-tables-kit.ts';

/** Debian's own, for which python3-pyvo is packaged. */
const python = findProgram('/usr/bin/python3');
const hasPyvo = python !== undefined && (await run(python, ['-c', 'import pyvo'])).code === 0;
if (!hasPyvo) console.warn('pyvo is not installed (Debian: python3-pyvo): its test is skipped.');

describe.skipIf(!hasPyvo)('pyvo', () => {
  let kit: OwnTablesKit;
  beforeAll(async () => {
    kit = await openOwnTablesKit();
    await putAccount(kit.database, 'cy', 'a long password');
  });
  afterAll(() => kit.close());

  test('makes tables, fills, indexes, asks and deletes them', async () => {
    const script = join(import.meta.dirname, '../pyvo/user_tables.py');
    const { code, stdout, stderr } = await run(python ?? '', [script, `${kit.url}/tap`, 'cy', 'a long password'], {
      seconds: 120,
    });
    if (code !== 0) throw new Error(stderr);
    expect(JSON.parse(stdout)).toEqual({
      version: expect.any(String),
      rows: [
        [1, 10, 'one'],
        [2, 11, 'two, with a comma'],
        [3, 12, 'three'],
        [4, 13, 'four'],
      ],
      unit: 'deg',
      near: [2],
      saved: ['two, with a comma', 'three', 'four'],
      tables: ['user_cy.copied', 'user_cy.mine', 'user_cy.odd', 'user_cy.saved'],
      indexed: ['id', 'ra', 'dec'],
      odd: ['"größe"', '"a b"', '"select"'],
      anonymous: [],
      copied: 1,
      left: [],
    });
  }, 180_000);
});
