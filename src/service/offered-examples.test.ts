import { expect, test } from 'vitest';
import { makeCatalogue } from './catalogue-cache.ts';
import { withOfferedExamples } from './offered-examples.ts';
import { TEST_RESOURCE } from './testing.ts';

test('an example that joins what is not published is not offered', () => {
  const examples = [
    { name: 'works', adql: 'SELECT COUNT(*) AS n FROM TAP_SCHEMA.tables' },
    {
      name: 'joins a stranger',
      adql: 'SELECT t.table_name FROM TAP_SCHEMA.tables AS t JOIN other.resource AS o ON 1 = 1',
    },
  ];
  const { resources } = withOfferedExamples(makeCatalogue([{ ...TEST_RESOURCE, examples }], new Date(0)));
  expect(resources[0]?.examples.map(({ name }) => name)).toEqual(['works']);
});
