import { fail } from '../../core/error.ts';
import { didYouMean } from '../../core/suggest.ts';
import { BATCH_ROWS, type Batch, type InputFormat, type RowSource } from '../source.ts';
import { airShowers, type Simulation } from './simulation/air-showers.ts';

const SIMULATIONS: readonly Simulation[] = [airShowers];

/** Rows that are made up by a simulation, the same ones for the same seed. */
export const simulation: InputFormat = {
  ids: ['simulation'],
  title: 'simulation',
  async open({ source }): Promise<RowSource> {
    const names = SIMULATIONS.map(({ name }) => name);
    const wanted = source.simulation;
    const found = SIMULATIONS.find(({ name }) => name === wanted?.name);
    if (!wanted || !found)
      return fail('I108', `there is no simulation ${wanted?.name ?? ''}`, {
        hint: didYouMean(wanted?.name ?? '', names) ?? `There is ${names.join(', ')}.`,
      });
    return { columns: found.columns, rowCount: wanted.rows, batches: (columns) => makeBatches(found, wanted, columns) };
  },
};

async function* makeBatches(
  made: Simulation,
  { rows: total, seed }: { rows: number; seed: number },
  wanted: readonly number[],
): AsyncGenerator<Batch> {
  const next = made.start(seed);
  for (let done = 0; done < total; ) {
    const rows = Math.min(BATCH_ROWS, total - done);
    const all = next(rows);
    const vectors = wanted.map((index) => all[index]).filter((vector) => vector !== undefined);
    yield { file: `simulation ${made.name}`, firstRow: done + 1, rows, vectors };
    done += rows;
  }
}
