/**
 * What each unit of VOUnits 1.1 (table 4) is in terms of others: a number, a unit, and for exactness a divisor. Those that are not here are basic: nothing else is
 * made of them. Constants: SI brochure (9th edition), CODATA 2018, IAU 2012 B2 (au), IAU 2015 B3 (solar values; the solar mass is its
 * nominal GM over CODATA's G). Angles come down to the degree, so that arc minutes and seconds are exact.
 */
export const UNIT_DEFINITIONS: Readonly<Record<string, readonly [factor: number, unit: string, divisor?: number]>> = {
  '%': [1, '', 100],

  rad: [180, 'deg', Math.PI],
  arcmin: [1, 'deg', 60],
  arcsec: [1, 'deg', 3600],
  mas: [1, 'deg', 3_600_000],
  sr: [1, 'rad**2'],

  min: [60, 's'],
  h: [3600, 's'],
  d: [86_400, 's'],
  a: [365.25, 'd'],
  yr: [365.25, 'd'],
  // The Besselian year of 1900, and the tropical year of 2000.
  Ba: [365.242198781, 'd'],
  ta: [365.242190402, 'd'],
  Hz: [1, 's**-1'],

  AU: [149_597_870_700, 'm'],
  au: [149_597_870_700, 'm'],
  pc: [648_000, 'au', Math.PI],
  lyr: [9_460_730_472_580_800, 'm'],
  Angstrom: [1, '10**-10m'],
  angstrom: [1, '10**-10m'],
  solRad: [6.957e8, 'm'],
  barn: [1, '10**-28m**2'],

  u: [1.6605390666e-24, 'g'],
  solMass: [1.988409870698051e33, 'g'],

  N: [1, 'kg.m/s**2'],
  Pa: [1, 'N/m**2'],
  J: [1, 'N.m'],
  erg: [1, '10**-7J'],
  eV: [1.602176634e-19, 'J'],
  Ry: [2.1798723611035e-18, 'J'],
  W: [1, 'J/s'],
  solLum: [3.828e26, 'W'],
  Jy: [1, '10**-26W/(m**2.Hz)'],

  C: [1, 'A.s'],
  V: [1, 'W/A'],
  Ohm: [1, 'V/A'],
  S: [1, 'A/V'],
  F: [1, 'C/V'],
  Wb: [1, 'V.s'],
  H: [1, 'Wb/A'],
  T: [1, 'Wb/m**2'],
  G: [1, '10**-4T'],
  D: [1, '10**-21C.m', 299_792_458],

  lm: [1, 'cd.sr'],
  lx: [1, 'lm/m**2'],
  R: [1, '10**10photon/(m**2.s.sr)', 4 * Math.PI],

  ct: [1, 'count'],
  ph: [1, 'photon'],
  pix: [1, 'pixel'],
  B: [8, 'bit'],
  byte: [8, 'bit'],
};
