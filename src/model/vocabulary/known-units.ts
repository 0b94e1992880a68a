/** What may be done with a unit symbol of VOUnits 1.1 (table 4 of the standard). */
export interface KnownUnit {
  /** Whether SI prefixes may stand before it, or these and the binary ones of IEC 80000-13. */
  readonly prefixes: 'none' | 'SI' | 'SI and binary';
  /** What to write instead, if the standard advises against it. */
  readonly instead?: string;
}

const words = (text: string): string[] => text.trim().split(/\s+/);

const WITHOUT_PREFIX = '% AU au dB mas';
const WITH_SI_PREFIX = `
  A C F H Hz J Jy K N Ohm Pa S T V W Wb a adu arcmin arcsec beam bin cd chan count ct d D deg eV g h lm lx lyr m mag min mol
  pc ph photon pix pixel R rad Ry s solLum solMass solRad sr u voxel yr`;
const WITH_BINARY_PREFIX = 'B bit byte';

const listed = (text: string, prefixes: KnownUnit['prefixes']): [string, KnownUnit][] =>
  words(text).map((symbol) => [symbol, { prefixes }]);

/** Every unit symbol of VOUnits 1.1; their case counts. */
export const KNOWN_UNITS: ReadonlyMap<string, KnownUnit> = new Map<string, KnownUnit>([
  ...listed(WITHOUT_PREFIX, 'none'),
  ...listed(WITH_SI_PREFIX, 'SI'),
  ...listed(WITH_BINARY_PREFIX, 'SI and binary'),
  ['Angstrom', { prefixes: 'none', instead: '0.1nm' }],
  ['angstrom', { prefixes: 'none', instead: '0.1nm' }],
  ['Ba', { prefixes: 'none', instead: 'yr' }],
  ['ta', { prefixes: 'none', instead: 'yr' }],
  ['barn', { prefixes: 'SI', instead: '10**-28m**2' }],
  ['erg', { prefixes: 'SI', instead: '10**-7J' }],
  ['G', { prefixes: 'SI', instead: '10**-4T' }],
]);

/** The SI prefixes with their powers of ten. VOUnits takes no `da` in practice: `dadu` must stay a deci-adu. */
export const SI_PREFIXES: ReadonlyMap<string, number> = new Map([
  ['y', -24],
  ['z', -21],
  ['a', -18],
  ['f', -15],
  ['p', -12],
  ['n', -9],
  ['u', -6],
  ['m', -3],
  ['c', -2],
  ['d', -1],
  ['h', 2],
  ['k', 3],
  ['M', 6],
  ['G', 9],
  ['T', 12],
  ['P', 15],
  ['E', 18],
  ['Z', 21],
  ['Y', 24],
]);

/** The binary prefixes with their powers of 1024. */
export const BINARY_PREFIXES: ReadonlyMap<string, number> = new Map([
  ['Ki', 1],
  ['Mi', 2],
  ['Gi', 3],
  ['Ti', 4],
  ['Pi', 5],
  ['Ei', 6],
  ['Zi', 7],
  ['Yi', 8],
]);

/** The functions that a unit may be the argument of, as in `log(Hz)`. */
export const UNIT_FUNCTIONS: ReadonlySet<string> = new Set(['log', 'ln', 'exp', 'sqrt']);

/** Spellings that people use, by their lower-case form, with the symbol that VOUnits has for them; empty: no unit at all. */
export const UNIT_SPELLINGS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '': 'none null nil unitless dimensionless sigma na number adimensional',
    h: 'hr hrs hour hours',
    s: 'sec secs second seconds',
    min: 'mins minute minutes',
    d: 'day days',
    yr: 'yrs year years annum',
    deg: 'degree degrees degs °',
    rad: 'radian radians',
    sr: 'ster steradian steradians',
    arcsec: 'arcsecond arcseconds asec "',
    arcmin: 'arcminute arcminutes amin',
    mas: 'milliarcsec milliarcsecond marcsec',
    Angstrom: 'angstroms ang å',
    um: 'micron microns micrometer micrometre',
    m: 'meter meters metre metres',
    cm: 'centimeter centimetre',
    km: 'kilometer kilometre',
    pc: 'parsec parsecs',
    lyr: 'lightyear lightyears ly',
    count: 'counts cts',
    photon: 'photons phot',
    pixel: 'pixels pixs',
    mag: 'mags magnitude magnitudes',
    erg: 'ergs',
    eV: 'electronvolt electronvolts',
    Hz: 'hertz',
    Jy: 'jansky janskys',
    K: 'kelvin kelvins degk',
    g: 'gram grams gr',
    kg: 'kilogram kilograms',
    G: 'gauss',
    T: 'tesla',
    '%': 'percent pct',
    solMass: 'msun m_sun msol solmasses',
    solLum: 'lsun l_sun lsol',
    solRad: 'rsun r_sun rsol',
    AU: 'a.u.',
    byte: 'bytes',
    bit: 'bits',
  }).flatMap(([symbol, spellings]) => words(spellings).map((spelling) => [spelling, symbol] as const)),
);
