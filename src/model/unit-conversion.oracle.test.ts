import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { conversionFactor } from './unit-conversion.ts';
import { KNOWN_UNITS } from './vocabulary/known-units.ts';

const PYTHON = '/usr/bin/python3';

/** astropy's factor of each unit in terms of SI and its own basic units, with these; null for those that it does not know. */
const SCRIPT = `
import json, sys, warnings
from astropy import units as u
warnings.simplefilter('ignore')
def read(text):
    return u.Unit(text, format='vounit')
pairs = json.load(sys.stdin)
out = []
for a, b in pairs:
    try:
        out.append(read(a).to(read(b)))
    except Exception:
        out.append(None)
json.dump(out, sys.stdout)
`;

const hasAstropy = spawnSync(PYTHON, ['-c', 'import astropy']).status === 0;

/** astropy knows other years by these names, and takes a decibel for a magnitude of -0.25, which VOUnits does not say. */
const OTHERWISE: ReadonlySet<string> = new Set(['Ba', 'ta', 'dB']);

describe.skipIf(!hasAstropy)(`unit conversion against astropy (${PYTHON} -c "import astropy")`, () => {
  test('agrees for every pair of units, known and prefixed', () => {
    const symbols = [...KNOWN_UNITS].flatMap(([symbol, { prefixes }]) => [
      symbol,
      ...(prefixes === 'none' ? [] : [`k${symbol}`, `u${symbol}`]),
    ]);
    const units = symbols.filter((symbol) => !OTHERWISE.has(symbol));
    const pairs = units.flatMap((from) => units.map((to) => [from, to] as const));
    const compound = [
      ['km.s**-1.Mpc**-1', 's**-1'],
      ['erg/(cm**2.s)', 'W.m**-2'],
      ['mas/yr', 'deg/d'],
      ['MeV**2', 'J**2'],
      ['T', 'kg.s**-2.A**-1'],
      ['solLum/pc**2', 'W/m**2'],
    ] as const;
    const asked = [...pairs, ...compound];
    const { stdout } = spawnSync(PYTHON, ['-c', SCRIPT], {
      input: JSON.stringify(asked),
      encoding: 'utf8',
      maxBuffer: 1e8,
    });
    const expected = JSON.parse(stdout) as readonly (number | null)[];
    const unlike = asked.flatMap(([from, to], index) => {
      const [theirs, ours] = [expected[index] ?? null, conversionFactor(from, to)];
      if (theirs === null) return [];
      return typeof ours === 'number' && Math.abs(ours / theirs - 1) < 1e-9 ? [] : [`${from} ${to}: ${theirs}`];
    });
    expect(unlike).toEqual([]);
    expect(expected.filter((factor) => factor !== null).length).toBeGreaterThan(1000);
    // What astropy refuses, and we do not, would be two things taken for one.
    const known = new Set(
      asked.flatMap(([from, to], index) => (from === to && expected[index] !== null ? [from] : [])),
    );
    const bold = asked.filter(([from, to], index) => {
      const both = known.has(from) && known.has(to);
      return both && expected[index] === null && typeof conversionFactor(from, to) === 'number';
    });
    expect(bold).toEqual([]);
  }, 120_000);
});
