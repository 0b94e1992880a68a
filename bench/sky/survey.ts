import type { Catalogue } from '../../src/model/catalogue.ts';
import type { Datatype } from '../../src/model/datatype.ts';
import type { Table } from '../../src/model/table.ts';

export const ARCSEC = 1 / 3600;

/** What is asked about: near a pole and a seam of the sky, too. */
export const PLACES = [
  [123.4, 35.6],
  [10.2, -71.3],
  [266.4, 5.1],
  [0.001, 44.9],
  [200, 88.5],
] as const;

/** A table of the schema `survey` all over the sky. */
export function describeTable(
  name: string,
  rowCount: number,
  columns: Readonly<Record<string, Datatype>>,
  skyIndexes: Table['skyIndexes'] = [],
): Table {
  const facts = { indexed: false, principal: true, std: false };
  return {
    schema: 'survey',
    name,
    kind: 'table',
    description: name,
    columns: Object.entries(columns).map(([column, datatype]) => ({ name: column, datatype, ...facts })),
    primaryKey: [],
    foreignKeys: [],
    rowCount,
    coverage: { moc: '0/0-11', outline: '0/0-11', fraction: 1 },
    skyIndexes,
  };
}

export const catalogueOf = (...tables: readonly Table[]): Catalogue => ({
  version: 'bench',
  changed: '2026-01-01T00:00:00Z',
  resources: [],
  schemas: [{ name: 'survey', tables }],
});

/** Mulberry32: the same sky in each run. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
