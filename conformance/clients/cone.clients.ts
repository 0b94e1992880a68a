import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { findProgram, run } from '../program/run.ts';

const service = inject('service');
const stilts = findProgram('stilts');
/** Debian's own, for which python3-pyvo is packaged. */
const python = findProgram('/usr/bin/python3');
const hasPyvo = python !== undefined && (await run(python, ['-c', 'import pyvo'])).code === 0;
if (stilts === undefined) console.warn('STILTS is not installed (Debian: stilts): its cone searches are skipped.');
if (!hasPyvo) console.warn('pyvo is not installed (Debian: python3-pyvo): its cone searches are skipped.');

interface Cone {
  readonly table: string;
  readonly id: string;
  readonly ra: number;
  readonly dec: number;
  readonly radius: number;
}

const cone = (table: string, id: string, ra: number, dec: number, radius: number): Cone => ({
  table,
  id,
  ra,
  dec,
  radius,
});
const star = (ra: number, dec: number, radius: number): Cone => cone('tycho2.stars', 'id', ra, dec, radius);

/** Both poles, the seam of right ascension on either side, the equator, crowded and empty places, the whole sky. */
const CONES: readonly Cone[] = [
  star(0, 90, 2),
  star(123.4, 90, 1),
  star(0, -90, 2),
  star(200, -90, 0.5),
  star(10, 89.9, 0.4),
  star(190, -89.9, 0.4),
  star(0, 0, 1),
  star(360, 0, 1),
  star(359.9999, 45, 1.5),
  star(0.0001, -45, 1.5),
  star(180, 0, 1.25),
  star(83.82208, -5.39111, 1),
  star(266.41684, -29.00781, 1),
  star(56.75, 24.1167, 0.00001),
  cone('hess.hgps', 'source_name', 266.4, -29, 5),
  cone('hess.hgps', 'source_name', 90, 60, 10),
  cone('fermi.fgl4', 'source_name', 83.63, 22.01, 3),
  cone('fermi.lac4', 'source_name', 0, 90, 20),
  cone('antares.events', 'event_id', 266.4, -29, 180),
  cone('auger.uhecr2014', 'event_id', 201.4, -43, 18),
];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'almagest-cones-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('there are twenty cones', () => {
  expect(CONES).toHaveLength(20);
});

describe.skipIf(!hasPyvo || service === '')('pyvo.dal.conesearch', () => {
  test('finds what TAP finds', async () => {
    const file = join(folder, 'cones.json');
    await writeFile(file, JSON.stringify(CONES.map(({ table, id, ra, dec, radius }) => [table, id, ra, dec, radius])));
    const script = join(import.meta.dirname, '../pyvo/cone.py');
    const { code, stdout, stderr } = await run(python ?? '', [script, service, file], { seconds: 240 });
    expect(code, stderr).toBe(0);
    const answers = JSON.parse(stdout) as readonly {
      readonly cone: readonly string[];
      readonly tap: readonly string[];
    }[];
    expect(answers).toHaveLength(CONES.length);
    for (const [index, answer] of answers.entries())
      expect(answer.cone, JSON.stringify(CONES[index])).toEqual(answer.tap);
    expect(answers.filter((answer) => answer.tap.length > 0).length).toBeGreaterThanOrEqual(15);
  });
});

describe.skipIf(stilts === undefined || service === '')('stilts', () => {
  const stars = CONES.filter(({ table }) => table === 'tycho2.stars');

  test('coneskymatch finds what TAP finds', async () => {
    const file = join(folder, 'cones.csv');
    const lines = stars.map(({ ra, dec, radius }, index) => `${index},${ra},${dec},${radius}`);
    await writeFile(file, `n,lon,lat,r\n${lines.join('\n')}\n`);
    const found = await ask([
      'coneskymatch',
      `in=${file}`,
      'ifmt=csv',
      'ra=lon',
      'dec=lat',
      'sr=r',
      'find=all',
      'parallel=1',
      `serviceurl=${service}/scs/tycho2.stars?`,
      'copycols=n',
      'verb=1',
      'usefoot=false',
    ]);
    for (const [index, star] of stars.entries()) {
      const ids = found.flatMap(({ n, id }) => (n === String(index) && id !== undefined ? [id] : []));
      expect(ids.toSorted(), JSON.stringify(star)).toEqual(await idsByTap(star));
    }
  });

  test.each(['2', '3'])('cone at the pole, VERB=%s', async (verb) => {
    const pole = cone('fermi.lac4', 'source_name', 0, 90, 20);
    const words = ['cone', `serviceurl=${service}/scs/${pole.table}?`, 'lon=0', 'lat=90', 'radius=20', `verb=${verb}`];
    const rows = await ask(words);
    expect(rows.map((row) => row['source_name'] ?? '').toSorted()).toEqual(await idsByTap(pole));
  });

  async function ask(words: readonly string[]): Promise<readonly Readonly<Record<string, string>>[]> {
    const { code, stdout, stderr } = await run(stilts ?? '', [...words, 'ofmt=csv', 'out=-'], { seconds: 120 });
    expect(code, stderr).toBe(0);
    return parse(stdout, { columns: true }) as readonly Readonly<Record<string, string>>[];
  }
});

async function idsByTap({ table, id, ra, dec, radius }: Cone): Promise<readonly string[]> {
  const query = `SELECT CAST(${id} AS VARCHAR) AS id FROM ${table} WHERE DISTANCE(ra, dec, ${ra}, ${dec}) <= ${radius}`;
  const parameters = new URLSearchParams({ LANG: 'ADQL', FORMAT: 'csv', QUERY: query });
  const answer = await fetch(`${service}/tap/sync?${parameters}`);
  const [, ...rows] = parse(await answer.text()) as string[][];
  return rows.map(([name = '']) => name).toSorted();
}
