import { describe, expect, test } from 'vitest';
import { parseXml } from '../../format/xml/parse.ts';
import type { Resource } from '../../model/resource.ts';
import { TEST_RESOURCE } from '../../service/testing.ts';
import { bibtexEntry } from './bibtex.ts';
import { citationText } from './citation-text.ts';
import { DATACITE_JSON, DATACITE_XML } from './datacite.ts';
import { RESOURCE_FORMS } from './index.ts';
import type { Publication } from './resource-form.ts';
import { SCHEMA_ORG } from './schema-org.ts';
import { readReference } from './work.ts';

const PUBLISHED: Publication = {
  title: 'A Data Centre',
  baseUrl: 'https://vo.example',
  authority: 'vo.example',
  changed: '2026-01-02T03:04:05Z',
  record: async () => '<ri:Resource/>',
  descriptor: async () => 'format: resource/1',
};

const FULL: Resource = {
  ...TEST_RESOURCE,
  creators: [
    { name: 'Hypatia, X.', orcid: '0000-0002-1825-0097' },
    { name: 'Some Team', ror: 'https://ror.org/02mks6v46' },
  ],
  contact: { name: 'Desk', email: 'desk@vo.example' },
  subjects: ['surveys', 'stars'],
  referenceURL: 'https://team.example/stars',
  relationships: [
    { type: 'IsDerivedFrom', id: 'doi:10.5072/plates' },
    { type: 'Cites', id: 'ivo://vo.example/other', title: 'Other' },
    { type: 'IsServedBy', id: 'ivo://vo.example/tap' },
  ],
  coverage: { messengers: ['Optical'], temporal: [['2001-01-01', '2002-12-31']], energy: [] },
};

test('the BibTeX entry escapes what TeX would take for its own', () => {
  const resource = { ...FULL, title: '50 % of R&D_{x}', creators: [{ name: 'Hypatia, X.' }, { name: 'Some Team' }] };
  expect(bibtexEntry(resource, PUBLISHED).split('\n')).toEqual([
    '@misc{test-stars,',
    '  author    = {Hypatia, X. and {Some Team}},',
    '  title     = {{50 \\% of R\\&D\\_\\{x\\}}},',
    '  year      = {2020},',
    '  publisher = {A Data Centre},',
    '  version   = {1},',
    '  doi       = {10.5072/stars},',
    '  url       = {https://vo.example/resource/test/stars},',
    '  note      = {Described in 2020A\\&A...000..000H},',
    '}',
    '',
  ]);
});

test('the line for a list of references ends with the DOI as an address', () => {
  expect(citationText(FULL, PUBLISHED)).toBe(
    'Hypatia, X.; Some Team (2020). Stars <bright & faint>. Version 1. A Data Centre. Dataset. https://doi.org/10.5072/stars',
  );
  const { doi: _, version: __, ...plain } = FULL;
  expect(citationText(plain, PUBLISHED)).toMatch(/Dataset\. https:\/\/vo\.example\/resource\/test\/stars$/);
});

describe('schema.org', () => {
  const dataset = JSON.parse(String(SCHEMA_ORG.write(FULL, PUBLISHED))) as Readonly<Record<string, unknown>>;

  test('has what search engines for data ask for', () => {
    expect(dataset).toMatchObject({
      '@context': 'https://schema.org/',
      '@type': 'Dataset',
      '@id': 'https://doi.org/10.5072/stars',
      name: 'Stars <bright & faint>',
      description: expect.stringMatching(/^Simulated data, not observations/),
      url: 'https://vo.example/resource/test/stars',
      license: 'https://spdx.org/licenses/CC-BY-4.0.html',
      creator: [
        { '@type': 'Person', '@id': 'https://orcid.org/0000-0002-1825-0097', name: 'Hypatia, X.' },
        { '@type': 'Organization', '@id': 'https://ror.org/02mks6v46', name: 'Some Team' },
      ],
      publisher: { '@type': 'Organization', name: 'A Data Centre' },
      temporalCoverage: ['2001-01-01/2002-12-31'],
      includedInDataCatalog: { '@type': 'DataCatalog' },
      isBasedOn: [{ identifier: 'doi:10.5072/plates', url: 'https://doi.org/10.5072/plates' }],
    });
  });

  test('is made of objects that have types, of texts, numbers and lists of them, none of them empty', () => {
    const visit = (value: unknown): void => {
      if (Array.isArray(value)) {
        expect(value).not.toEqual([]);
        value.forEach(visit);
      } else if (typeof value === 'object') {
        expect(value).toHaveProperty('@type');
        Object.values(value ?? {}).forEach(visit);
      } else expect(value).not.toBe('');
    };
    visit(dataset);
  });

  test('leads to downloads of each table', () => {
    const downloads = dataset['distribution'] as readonly { contentUrl: string; encodingFormat: string }[];
    expect(downloads).toContainEqual(
      expect.objectContaining({
        encodingFormat: 'text/csv',
        contentUrl:
          'https://vo.example/tap/sync?LANG=ADQL&RESPONSEFORMAT=csv&QUERY=SELECT%20*%20FROM%20test.%22A%2Fb%20%22%22c%22%22%22',
      }),
    );
  });
});

describe('DataCite', () => {
  const work = JSON.parse(String(DATACITE_JSON.write(FULL, PUBLISHED))) as Readonly<Record<string, unknown>>;

  test('has every property that it makes mandatory, and names with their identifiers', () => {
    expect(work).toMatchObject({
      doi: '10.5072/stars',
      types: { resourceTypeGeneral: 'Dataset', resourceType: 'Simulation' },
      creators: [
        {
          name: 'Hypatia, X.',
          nameType: 'Personal',
          givenName: 'X.',
          familyName: 'Hypatia',
          nameIdentifiers: [{ nameIdentifier: '0000-0002-1825-0097', nameIdentifierScheme: 'ORCID' }],
        },
        { name: 'Some Team', nameType: 'Organizational' },
      ],
      titles: [{ title: 'Stars <bright & faint>' }],
      publisher: { name: 'A Data Centre' },
      publicationYear: 2020,
      rightsList: [{ rightsIdentifier: 'CC-BY-4.0' }, { rights: 'Tell us of discoveries.' }],
      sizes: ['test.stars: 3 rows'],
    });
  });

  test('relates to what it has a scheme for', () => {
    expect(work['relatedIdentifiers']).toEqual([
      { relatedIdentifier: '2020A&A...000..000H', relatedIdentifierType: 'bibcode', relationType: 'IsDescribedBy' },
      { relatedIdentifier: 'https://team.example/stars', relatedIdentifierType: 'URL', relationType: 'IsDocumentedBy' },
      { relatedIdentifier: '10.5072/plates', relatedIdentifierType: 'DOI', relationType: 'IsDerivedFrom' },
    ]);
  });

  test('says the same in XML', () => {
    const root = parseXml(String(DATACITE_XML.write(FULL, PUBLISHED)));
    expect(root).toMatchObject({ name: 'resource', attributes: { xmlns: 'http://datacite.org/schema/kernel-4' } });
    const names = root.children.flatMap((child) => (typeof child === 'string' ? [] : [child.name]));
    expect(names.slice(0, 6)).toEqual([
      'identifier',
      'creators',
      'titles',
      'publisher',
      'publicationYear',
      'resourceType',
    ]);
    const { doi: _, ...unregistered } = FULL;
    expect(DATACITE_XML.write(unregistered, PUBLISHED)).toContain(
      '<identifier identifierType="DOI">(:tba)</identifier>',
    );
  });
});

test('each form has a name, an extension and media types of its own', () => {
  for (const key of ['name', 'extension', 'title'] as const)
    expect(new Set(RESOURCE_FORMS.map((form) => form[key])).size).toBe(RESOURCE_FORMS.length);
  const types = RESOURCE_FORMS.flatMap(({ mediaType, otherMediaTypes }) => [mediaType, ...otherMediaTypes]);
  expect(new Set(types).size).toBe(types.length);
});

test.each([
  ['doi:10.5072/a', 'DOI', '10.5072/a'],
  ['https://doi.org/10.5072/a', 'DOI', '10.5072/a'],
  ['arXiv:2112.06878', 'arXiv', 'arXiv:2112.06878'],
  ['2018A&A...612A...1H', 'bibcode', '2018A&A...612A...1H'],
  ['ivo://a.b/c', 'ivo', 'ivo://a.b/c'],
  ['https://x.example/y', 'URL', 'https://x.example/y'],
])('%s is a reference of the scheme %s', (text, scheme, id) => {
  expect(readReference(text)).toMatchObject({ scheme, id });
});

test('what is none of these leads nowhere', () => {
  expect(readReference('a private letter')).toBeUndefined();
});
