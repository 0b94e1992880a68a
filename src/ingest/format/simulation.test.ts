import { describe, expect, test } from 'vitest';
import type { TableSource } from '../../descriptor/descriptor.ts';
import { readAll } from '../testing/read-all.ts';
import { simulation } from './simulation.ts';

const source = (rows: number, seed = 1, name = 'air-showers') =>
  ({ format: 'simulation', paths: [], sha256: {}, simulation: { name, rows, seed } }) as unknown as TableSource;

const read = async (rows: number, seed = 1) => readAll(await simulation.open({ file: '', source: source(rows, seed) }));

describe('simulated air showers', () => {
  test('the same seed gives the same rows, another one gives others', async () => {
    expect(await read(300)).toEqual(await read(300));
    expect((await read(300, 2))['energy']).not.toEqual((await read(300))['energy']);
  });

  test('a longer simulation begins with the rows of a shorter one', async () => {
    const [long, short] = [await read(10_000), await read(9_000)];
    expect(long['n_muons']?.slice(0, 9_000)).toEqual(short['n_muons']);
  });

  test('energies follow the two power laws and stay in their range', async () => {
    const energies = (await read(100_000))['energy'] as number[];
    expect(Math.min(...energies)).toBeGreaterThanOrEqual(1e14);
    expect(Math.max(...energies)).toBeLessThanOrEqual(1e18);
    // Integral of E^-2.7 from E on, among events below the knee: N(>1e15)/N(>1e14) is about 10^-1.7.
    const share = energies.filter((energy) => energy > 1e15).length / energies.length;
    expect(share).toBeGreaterThan(0.017);
    expect(share).toBeLessThan(0.021);
  });

  test('every other quantity is where it should be', async () => {
    const rows = await read(20_000);
    const within = (name: string, low: number, high: number) => {
      for (const value of rows[name] as number[]) expect(value >= low && value <= high, `${name} ${value}`).toBe(true);
    };
    within('zenith', 0, 60);
    within('azimuth', 0, 360);
    within('core_x', -200, 200);
    within('n_electrons', 0, 1e12);
    within('n_muons', 0, 1e9);
    within('mjd', 59000, 59365);
    expect(new Set(rows['primary_nucleus'])).toEqual(new Set(['proton', 'helium', 'CNO', 'iron']));
    expect(rows['event_id']?.slice(0, 3)).toEqual([1n, 2n, 3n]);
  });

  test('heavy nuclei make more muons than light ones of the same energy', async () => {
    const rows = await read(50_000);
    const mean = (nucleus: string) => {
      const ratios = (rows['primary_nucleus'] ?? []).flatMap((name, row) => {
        const energy = Number(rows['energy']?.[row]);
        return name === nucleus ? [Number(rows['n_muons']?.[row]) / (energy / 1e14) ** 0.85] : [];
      });
      return ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
    };
    expect(mean('iron')).toBeGreaterThan(1.3 * mean('proton'));
  });

  test('an unknown simulation is refused with a suggestion', async () => {
    await expect(simulation.open({ file: '', source: source(1, 1, 'air-shower') })).rejects.toMatchObject({
      code: 'I108',
      problems: [{ hint: 'Did you mean air-showers?' }],
    });
  });
});
