/** Degrees in one unit of angle, by what people write behind a number. */
const DEGREES: ReadonlyMap<string, number> = new Map(
  [
    ['deg degs degree degrees', 1],
    ['arcmin arcmins arcminute arcminutes amin', 1 / 60],
    ['arcsec arcsecs arcsecond arcseconds as asec', 1 / 3600],
    ['mas marcsec milliarcsec milliarcsecond', 1 / 3_600_000],
    ['rad radian radians', 180 / Math.PI],
  ].flatMap(([words, degrees]) =>
    String(words)
      .split(' ')
      .map((word): [string, number] => [word, Number(degrees)]),
  ),
);

/** Other units that people write behind numbers, as they are usually spelt. */
const OTHERS: ReadonlySet<string> = new Set(
  `s sec secs min mins h hr hrs hour hours d day days yr yrs year years pc kpc Mpc Gpc km m cm mm um nm AU au eV keV MeV GeV TeV PeV
   EeV Jy mJy uJy mag mags Hz kHz MHz GHz K erg`.split(/\s+/),
);

/** True for a word that reads as a unit behind a number. */
export function isUnitWord(word: string): boolean {
  return OTHERS.has(word) || DEGREES.has(word.toLowerCase());
}

/** What to say of a number with its unit behind it, such as `5 arcsec`. */
export function adviseUnit(number: string, unit: string): { message: string; hint: string } {
  const message = `"${unit}" is a unit; numbers stand without their units`;
  const degrees = DEGREES.get(unit.toLowerCase());
  if (degrees === undefined)
    return { message, hint: `A number has the unit of the column that it is compared with: write ${number}.` };
  return { message, hint: `Angles on the sky are in degrees: write ${decimal(Number(number) * degrees)}.` };
}

/** In ten digits at most, without an exponent where that is legible. */
export function decimal(value: number): string {
  return String(Number(value.toPrecision(10)));
}
