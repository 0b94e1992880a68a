import { element, type XmlElement } from '../../format/xml/element.ts';
import { type ConeSearch, testCone } from '../../service/cone-search.ts';
import { tableQueryName } from '../../service/query-name.ts';

const PARAMETERS = [
  { name: 'RA', description: 'Right ascension of the centre (ICRS)', ucd: 'pos.eq.ra' },
  { name: 'DEC', description: 'Declination of the centre (ICRS)', ucd: 'pos.eq.dec' },
  { name: 'SR', description: 'Radius of the cone', ucd: 'phys.angSize' },
] as const;

/** One table that can be searched by cones, in the order of ConeSearch 1.1's schema; `baseUrl` is that of the site. */
export function coneCapability(cone: ConeSearch, baseUrl: string, maxRecords: number): XmlElement {
  const test = testCone(cone.table);
  return element(
    'capability',
    { standardID: 'ivo://ivoa.net/std/ConeSearch', 'xsi:type': 'cs:ConeSearch' },
    element('description', {}, `Cone search on ${tableQueryName(cone.table)}.`),
    element(
      'interface',
      { 'xsi:type': 'vs:ParamHTTP', role: 'std', version: '1.03' },
      element('accessURL', { use: 'base' }, `${baseUrl}${cone.path}?`),
      element('queryType', {}, 'GET'),
      element('resultType', {}, 'application/x-votable+xml'),
      ...PARAMETERS.map(({ name, description, ucd }) =>
        element(
          'param',
          { use: 'required', std: 'true' },
          element('name', {}, name),
          element('description', {}, description),
          element('unit', {}, 'deg'),
          element('ucd', {}, ucd),
          element('dataType', { 'xsi:type': 'vs:SimpleDataType' }, 'real'),
        ),
      ),
      test && element('testQuery', {}, `RA=${test.ra}&DEC=${test.dec}&SR=${test.sr}`),
    ),
    element('maxSR', {}, '180'),
    element('maxRecords', {}, String(maxRecords)),
    element('verbosity', {}, 'true'),
    test &&
      element(
        'testQuery',
        {},
        element('ra', {}, String(test.ra)),
        element('dec', {}, String(test.dec)),
        element('sr', {}, String(test.sr)),
      ),
  );
}
