import fc from 'fast-check';

/** Texts that authors write, and those that they should not. */
const text = fc.oneof(
  fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' }),
  fc.constantFrom('  ', '\u0001\ufffe', '<b>&amp;</b> ]]>', 'line\nbreak', 'Ångström ☉', '{curly} "quoted" %zz'),
  fc.stringMatching(/^[A-Za-z ,.]{5,40}$/),
);
const uri = fc.oneof(
  fc.constantFrom(
    'doi:10.1000/x<y>',
    'ivo://example.org/a',
    'ivo://x/y#z',
    'https://example.org/ä b',
    'bibcode:2020A&A...1',
    'urn:x:%',
  ),
  text,
);
const date = fc.oneof(
  fc.constantFrom(
    '2020-02-29',
    '2021-02-29',
    '0000-01-01',
    '2020-01-01T12:30',
    '2020-01-01T12:30:15.5Z',
    '2020-01-01T25:00Z',
    '9999-12-31',
  ),
  fc
    .date({ noInvalidDate: true, min: new Date('1800-01-01'), max: new Date('2100-01-01') })
    .map((at) => at.toISOString().slice(0, 10)),
);
const energy = fc
  .tuple(fc.constantFrom('0', '1', '0.5', '1e-9', '3E+20', '1e400'), fc.constantFrom('eV', 'keV', 'ZeV', 'J', 'erg'))
  .map(([number, unit]) => `${number} ${unit}`);
const person = fc.oneof(
  text,
  fc.record(
    {
      name: text,
      orcid: fc.constantFrom('0000-0002-1825-0097', '0000-0002-1825-0098'),
      ror: fc.constantFrom('https://ror.org/00hj54h04', 'here & there'),
      email: fc.constantFrom('a@example.org', 'a+b@example.org'),
    },
    { requiredKeys: ['name'] },
  ),
);
const list = <T>(item: fc.Arbitrary<T>) => fc.array(item, { minLength: 1, maxLength: 3 });

const column = fc.record(
  {
    name: fc.stringMatching(/^[a-z][a-z0-9_]{3,10}$/),
    type: fc.constantFrom('boolean', 'unsignedByte', 'short', 'int', 'long', 'char', 'unicodeChar', 'float', 'double'),
    arraysize: fc.constantFrom('*', '3', '2x7', '16*', '2x*'),
    description: text,
    title: text,
    unit: fc.constantFrom('deg', 'km.s**-1', '', 'furlong', '<&>'),
    ucd: fc.constantFrom('meta.id', 'pos.eq.ra', 'nonsense', '<&>'),
    utype: fc.constantFrom('a:b.c', '<&"'),
    note: text,
  },
  { requiredKeys: ['name', 'type', 'description'] },
);

/** What may stand behind each key. */
const values: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  title: text,
  shortName: text,
  description: fc.tuple(text, text).map((parts) => `${parts.join(' ')} ${'.'.repeat(40)}`),
  contentLevel: list(fc.oneof(fc.constantFrom('Research'), text)),
  subjects: list(fc.oneof(fc.constantFrom('surveys'), text)),
  creators: list(person),
  contributors: list(person),
  publisher: text,
  contact: person,
  dates: fc.record({ created: date, updated: date }, { requiredKeys: [] }),
  version: text,
  license: fc.constantFrom('CC-BY-4.0', 'LicenseRef-mine', 'MIT OR Apache-2.0', 'all rights'),
  terms: text,
  attribution: text,
  doi: fc.constantFrom('10.1000/abc', '10.1000/a<b>"c"', '10.1000/ä|{}\\^`%'),
  source: fc.oneof(fc.constantFrom('2020A&A...000A...1X', '10.1000/abc', 'https://doi.org/10.1000/x'), text),
  referenceURL: fc.constantFrom('https://example.org/a?b=c&d=e#f', 'http://example.org:8080/%20', 'https://'),
  facility: list(text),
  instrument: list(text),
  relationships: list(
    fc.record(
      { type: fc.constantFrom('Cites', 'IsDerivedFrom', 'IsServedBy'), id: uri, title: text },
      { requiredKeys: ['type', 'id'] },
    ),
  ),
  coverage: fc.record(
    {
      messengers: list(fc.constantFrom('Photon', 'Neutrino')),
      spatial: fc.constantFrom('auto', '3/4-7 4/40', '29/0', '6/1-49151', '6/'),
      temporal: list(fc.tuple(date, date)),
      spectral: fc.record({ energy: list(fc.tuple(energy, energy)) }),
      regionOfRegard: fc.constantFrom(0, 1e-300, 0.5, 180),
    },
    { requiredKeys: [] },
  ),
  simulated: fc.boolean(),
  schema: fc.record({ name: fc.constant('any'), title: text, description: text }, { requiredKeys: ['name'] }),
  tables: list(column).map((columns) => [
    { name: 'things', description: 'Things', source: { path: 'x.csv' }, columns },
  ]),
};

const SOUND = {
  format: 'resource/1',
  title: 'Things that were seen',
  description: 'A resource that a few odd values are put into, to see what becomes of its record.',
  creators: ['Someone'],
  subjects: ['surveys'],
  license: 'CC-BY-4.0',
  schema: { name: 'any' },
  tables: [
    {
      name: 'things',
      description: 'One row for each thing',
      source: { path: 'x.csv' },
      columns: [{ name: 'number', type: 'int', description: 'Its number' }],
    },
  ],
};

/** Descriptors with odd values behind three of their keys, as authors might write them: some are sound, some are not. */
export const anyDescriptor = fc
  .uniqueArray(fc.constantFrom(...Object.keys(values)), { minLength: 3, maxLength: 3 })
  .chain((keys) => fc.record(Object.fromEntries(keys.map((key) => [key, values[key] ?? fc.constant(undefined)]))))
  .map((odd) => ({ ...SOUND, ...odd }));
