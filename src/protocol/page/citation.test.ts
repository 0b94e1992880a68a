import { expect, test } from 'vitest';
import { licenceLink, personName, publicationLink } from './citation.ts';

test('papers are linked by DOI or bibcode', () => {
  expect(publicationLink('doi:10.5072/a').markup).toBe(
    '<a href="https://doi.org/10.5072/a">https://doi.org/10.5072/a</a>',
  );
  expect(publicationLink('2020A&A...635A.158H').markup).toContain('abs/2020A%26A...635A.158H"');
  expect(publicationLink('a private letter').markup).toBe('a private letter');
  expect(publicationLink('javascript:alert(1)').markup).toBe('javascript:alert(1)');
});

test('people and licences are linked to what identifies them', () => {
  expect(personName({ name: 'A', orcid: '0000-0002-1825-0097' }).markup).toContain(
    'https://orcid.org/0000-0002-1825-0097',
  );
  expect(licenceLink('CC-BY-4.0').markup).toContain('https://spdx.org/licenses/CC-BY-4.0.html');
  expect(licenceLink('LicenseRef-Own').markup).toBe('Own (see the terms)');
});
