/** The query language and the versions of it that TAP clients may name; each is understood equally. */
export const LANGUAGE = {
  name: 'ADQL',
  description: 'Astronomical Data Query Language',
  versions: [
    { version: '2.1', ivoid: 'ivo://ivoa.net/std/ADQL#v2.1' },
    { version: '2.0', ivoid: 'ivo://ivoa.net/std/ADQL#v2.0' },
  ],
} as const;

/** What LANG may say: the language alone, or with its version. */
export const LANGUAGE_NAMES: readonly string[] = [
  LANGUAGE.name,
  ...LANGUAGE.versions.map(({ version }) => `${LANGUAGE.name}-${version}`),
];
