import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkUcd } from './ucd.ts';
import { REPLACED_UCDS, UCD_WORDS } from './vocabulary/ucd-words.ts';

const judge = (ucd: string): string[] =>
  checkUcd(ucd).map(({ severity, message, hint }) => `${severity}: ${message}${hint ? ` | ${hint}` : ''}`);

describe('UCDs that are right', () => {
  it.each([
    'pos.eq.ra;meta.main',
    'meta.id;meta.main',
    'stat.error;pos.eq.ra',
    'phot.flux.density;em.radio.1500-3000MHz',
    'phot.color;em.opt.B;em.opt.V',
    'phys.veloc;pos.heliocentric',
    'em.energy;em.gamma',
    'time.epoch',
    'ivoa:time.epoch',
    'stat.error;phot.flux;em.gamma',
    'acme:launch.weather',
    'time.epoch;acme:local',
  ])('%s', (ucd) => {
    expect(judge(ucd)).toEqual([]);
  });
});

describe('UCDs that are not', () => {
  it.each([
    ['', ['error: a word of the UCD is empty | A UCD is words joined by ;, each of parts joined by dots.']],
    ['pos.eq.ra;', ['error: a word of the UCD is empty | Write it pos.eq.ra.']],
    ['pos.eq.ra, meta.main', ['error: "pos.eq.ra, meta.main" is not a word of a UCD | Write it pos.eq.ra;meta.main.']],
    ['pos.eq.ra; meta.main', ['error: " meta.main" is not a word of a UCD | Write it pos.eq.ra;meta.main.']],
    ['POS_EQ_RA_MAIN', ['warning: POS_EQ_RA_MAIN is not a word of UCD1+ 1.6']],
    [
      'pos..ra',
      ['error: "pos..ra" is not a word of a UCD | A UCD is words joined by ;, each of parts joined by dots.'],
    ],
    [
      'meta.main',
      [
        'warning: meta.main may not come first in a UCD | Put a word before it that says what kind of quantity this is.',
      ],
    ],
    [
      'meta.main;meta.id',
      [
        'warning: meta.main may not come first in a UCD | write meta.id;meta.main',
        'warning: meta.id may only come first in a UCD | write meta.id;meta.main',
      ],
    ],
    ['pos.eq.ra;stat.error', ['warning: stat.error may only come first in a UCD | write stat.error;pos.eq.ra']],
    ['meta.id;meta.code', ['warning: meta.code may only come first in a UCD | Leave it out or put it first.']],
    ['Pos.EQ.ra', ['warning: Pos.EQ.ra is spelt pos.eq.ra | Write pos.eq.ra.']],
    [
      'phot.mag;em.opt.X',
      ['warning: em.opt.X is not a word of UCD1+ 1.6 | Did you mean em.opt.B or em.opt.I or em.opt.R?'],
    ],
    ['time.start.fast', ['warning: time.start.fast is not a word of UCD1+ 1.6 | Did you mean time.start?']],
    [
      'phot.color.B-V',
      [
        'warning: phot.color.B-V is not a word of UCD1+ 1.6 | The list has replaced it: write phot.color;em.opt.B;em.opt.V.',
      ],
    ],
  ])('%s', (ucd, expected) => {
    expect(judge(ucd)).toEqual(expected);
  });
});

const folder = join(import.meta.dirname, '../../../shared/standards/ucd');
describe.skipIf(!existsSync(folder))('the lists of the standard (need ../shared/standards)', () => {
  const lines = (name: string): string[] =>
    existsSync(folder)
      ? readFileSync(join(folder, name), 'utf8')
          .split('\n')
          .filter((line) => line.trim() !== '' && !line.startsWith('#'))
      : [];

  it('are ours, word by word', () => {
    const words = lines('ucd-list.txt').map((line) => line.split('|').map((cell) => cell.trim()));
    expect([...UCD_WORDS.values()].map(({ word, flag }) => `${flag} ${word}`).toSorted()).toEqual(
      words.map(([flag, word]) => `${flag} ${word}`).toSorted(),
    );
    const replaced = lines('ucd-list-deprecated.txt').map((line) => line.trim().split(/\s+/));
    for (const [old = '', instead] of replaced) expect(REPLACED_UCDS.get(old.toLowerCase()), old).toBe(instead);
  });

  it('have no word that we would refuse where its flag allows it', () => {
    for (const { word, flag } of UCD_WORDS.values())
      expect(judge(flag === 'S' ? `pos;${word}` : word), word).toEqual([]);
  });
});
