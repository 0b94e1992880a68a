import { expect, test } from 'vitest';
import { ANONYMOUS, OPERATOR } from '../model/visitor.ts';
import { makeCatalogue } from './catalogue-cache.ts';
import { TEST_RESOURCE } from './testing.ts';
import { visibleCatalogue } from './visible-catalogue.ts';

const [stars] = TEST_RESOURCE.tables;
if (!stars) throw new Error('the resource for tests has tables');
const secret = {
  ...TEST_RESOURCE,
  id: 'test/secret',
  schema: { name: 'test', title: 'Told to the team', description: 'Told to the team' },
  tables: [{ ...stars, name: 'secret', resource: 'test/secret', groups: ['team'] }],
  examples: [],
};

test('a catalogue that everybody sees is its own only view', () => {
  const catalogue = makeCatalogue([TEST_RESOURCE], new Date(0));
  expect(visibleCatalogue(catalogue, ANONYMOUS)).toBe(catalogue);
  expect(visibleCatalogue(catalogue, { name: 'ada', groups: ['team'] })).toBe(catalogue);
});

test('there is one view for those who see the same', () => {
  const catalogue = makeCatalogue([secret, TEST_RESOURCE], new Date(0));
  const seen = visibleCatalogue(catalogue, ANONYMOUS);
  expect(visibleCatalogue(catalogue, { name: 'ada', groups: ['others'] })).toBe(seen);
  expect(seen.resources.map(({ id }) => id)).toEqual(['test/stars']);
  expect(visibleCatalogue(catalogue, { name: 'bo', groups: ['team', 'others'] })).toBe(catalogue);
  expect(visibleCatalogue(catalogue, OPERATOR)).toBe(catalogue);
});

test('what a schema is called does not come from a resource that only some may see', () => {
  const catalogue = makeCatalogue([secret, TEST_RESOURCE], new Date(0));
  for (const view of [catalogue, visibleCatalogue(catalogue, ANONYMOUS)])
    expect(view.schemas[0]).toMatchObject({ name: 'test', title: 'Test tables' });
});
