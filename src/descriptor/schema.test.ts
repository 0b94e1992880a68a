import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PRIMITIVES } from '../model/datatype.ts';
import { VOCABULARIES } from '../model/vocabulary/ivoa.ts';
import schema from './schema/resource-1.json' with { type: 'json' };

/** Every part of the schema, with the path to it. */
function parts(
  value: unknown,
  path = '',
): readonly { readonly path: string; readonly part: Readonly<Record<string, unknown>> }[] {
  if (typeof value !== 'object' || value === null) return [];
  const part = value as Readonly<Record<string, unknown>>;
  return [{ path, part }, ...Object.entries(part).flatMap(([key, inner]) => parts(inner, `${path}/${key}`))];
}

it('offers the terms of each vocabulary', () => {
  const listed = parts(schema).flatMap(({ part }) =>
    typeof part['vocabulary'] === 'string' ? [{ vocabulary: part['vocabulary'], terms: part['enum'] as string[] }] : [],
  );
  expect(listed.map(({ vocabulary }) => vocabulary).toSorted()).toEqual([
    'content_type',
    'messenger',
    'refframe',
    'refposition',
    'relationship_type',
    'timescale',
  ]);
  for (const { vocabulary, terms } of listed) expect(terms, vocabulary).toEqual(VOCABULARIES[vocabulary]?.terms);
});

it('offers the types that a column can have', () => {
  expect(schema.$defs.column.properties.type.enum.toSorted()).toEqual(PRIMITIVES.toSorted());
});

it('says what it expects wherever a form is wanted', () => {
  const silent = parts(schema).filter(
    ({ part }) => typeof part['pattern'] === 'string' && part['expected'] === undefined,
  );
  expect(silent.map(({ path }) => path)).toEqual([]);
});

const folder = join(import.meta.dirname, '../../../shared/standards/vocab');
describe.skipIf(!existsSync(folder))('the vocabularies of the IVOA (need ../shared/standards)', () => {
  it.each(Object.keys(VOCABULARIES))('%s is ours, term by term', (name) => {
    const file = [`${name}.csv`, `voresource-${name}.csv`]
      .map((one) => join(folder, one))
      .find((one) => existsSync(one));
    const rows = readFileSync(file ?? '', 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '' && !line.startsWith('#'))
      .map((line) => ({ term: line.split(';')[0] ?? '', deprecated: line.includes('ivoasem:deprecated') }));
    const { terms, deprecated } = VOCABULARIES[name] ?? { terms: [], deprecated: {} };
    expect(terms.toSorted()).toEqual(
      rows
        .filter((row) => !row.deprecated)
        .map(({ term }) => term)
        .toSorted(),
    );
    for (const [old, instead] of Object.entries(deprecated)) {
      expect(rows).toContainEqual({ term: old, deprecated: true });
      expect(terms).toContain(instead);
    }
  });
});
