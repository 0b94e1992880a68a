import { expect, test } from 'vitest';
import type { Resource } from '../model/resource.ts';
import type { Table } from '../model/table.ts';
import { dataOrigin, describeTables } from './data-origin.ts';
import { makeTestService, TEST_RESOURCE } from './testing.ts';

const STARS = TEST_RESOURCE.tables[0] as Table;
const ASKED = { query: 'SELECT 1', protocol: 'ivo://ivoa.net/std/TAP', requestUrl: 'http://x/tap/sync?QUERY=' };

function told(resource: Partial<Resource>, tables: readonly Table[] = [STARS]): readonly (readonly [string, string])[] {
  const service = makeTestService();
  const resources = [{ ...TEST_RESOURCE, ...resource }];
  const origin = dataOrigin(service, ASKED, { ...service.catalogue.current, resources }, tables);
  return origin.map(({ name, value, content }) => [name, content === undefined ? value : `${value} (${content})`]);
}

test('a result tells of its query and of each resource once', () => {
  const relationships = [
    { type: 'Cites', id: 'ivo://x/cited' },
    { type: 'IsDerivedFrom', id: 'ivo://x/raw' },
    { type: 'IsSupplementedBy', id: 'ivo://x/other' },
  ];
  const origin = told({ relationships, referenceURL: 'https://x/' }, [STARS, STARS]);
  expect(origin.filter(([name]) => name !== 'request_date')).toEqual([
    ['publisher', 'Test & Trial'],
    ['server_software', 'Almagest/0.0.0'],
    ['service_protocol', 'ivo://ivoa.net/std/TAP'],
    ['standardID', 'ivo://ivoa.net/std/TAP'],
    ['request', 'http://x/tap/sync?QUERY='],
    ['query', 'SELECT 1'],
    ['ivoid', 'ivo://test.example/test/stars'],
    ['data_ivoid', 'ivo://test.example/test/stars'],
    ['title', 'Stars <bright & faint>'],
    ['citation', 'doi:10.5072/stars (Please cite Hypatia (400).)'],
    ['resource_version', '1'],
    ['rights', 'CC-BY-4.0 (Tell us of discoveries.)'],
    ['rights_uri', 'https://spdx.org/licenses/CC-BY-4.0.html'],
    ['creator', 'Hypatia'],
    ['creator', 'Theon'],
    ['article', '2020A&A...000..000H'],
    ['cites', 'ivo://x/cited'],
    ['is_derived_from', 'ivo://x/raw'],
    ['reference_url', 'https://x/'],
    ['publication_date', '2020-01-02'],
    ['last_update_date', '2021-01-02'],
    ['simulated', 'true (The rows of test.stars come from a simulation, not from nature.)'],
  ]);
  const [, date] = origin.find(([name]) => name === 'request_date') ?? [];
  expect(date).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
});

test('a licence of its own has no page, and the paper is cited where there is no DOI', () => {
  const { doi: _, ...rest } = TEST_RESOURCE;
  const service = makeTestService();
  const resources = [{ ...rest, license: 'LicenseRef-own' }];
  const origin = dataOrigin(service, ASKED, { ...service.catalogue.current, resources }, [STARS]);
  expect(origin.find(({ name }) => name === 'citation')?.value).toBe('2020A&A...000..000H');
  expect(origin.some(({ name }) => name === 'rights_uri')).toBe(false);
});

test('a result is described by the tables that it was made of', () => {
  expect(describeTables([])).toBeUndefined();
  expect(describeTables([STARS, STARS, { ...STARS, name: 'titled', title: 'Titled' }])).toBe(
    'Result of a query on test.stars (One row for each star), test.titled (Titled)',
  );
});
