import { expect, test } from 'vitest';
import { TEST_RESOURCE } from '../../service/testing.ts';
import { bibtex, licenceLink, personName, publicationLink } from './citation.ts';

const site = { title: 'T', baseUrl: 'https://vo.example', software: 'Almagest 0', authority: 'vo.example' };

test('papers are linked by DOI or bibcode', () => {
  expect(publicationLink('doi:10.5072/a').markup).toBe('<a href="https://doi.org/10.5072/a">10.5072/a</a>');
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

test('the BibTeX entry escapes what TeX would take for its own', () => {
  expect(
    bibtex(
      { ...TEST_RESOURCE, title: '50 % of R&D_{x}', creators: [{ name: 'Hypatia, X.' }, { name: 'Some Team' }] },
      site,
    ),
  ).toBe(
    [
      '@misc{test-stars,',
      '  author    = {Hypatia, X. and {Some Team}},',
      '  title     = {{50 \\% of R\\&D\\_\\{x\\}}},',
      '  year      = {2021},',
      '  version   = {1},',
      '  doi       = {10.5072/stars},',
      '  url       = {https://vo.example/resource/test/stars},',
      '  note      = {Described in 2020A\\&A...000..000H},',
      '}',
    ].join('\n'),
  );
});
