import { fail } from '../../core/error.ts';
import type { InputFormat, OpenRequest, RowSource } from '../source.ts';
import { csv } from './csv.ts';
import { fits } from './fits.ts';
import { parquet } from './parquet.ts';
import { simulation } from './simulation.ts';
import { votable } from './votable.ts';

/** Every way to read rows. A new one is a file of this folder and a line here. */
const INPUT_FORMATS: readonly InputFormat[] = [fits, csv, votable, parquet, simulation];

export async function openSource(request: OpenRequest): Promise<RowSource> {
  const { format } = request.source;
  const reader = INPUT_FORMATS.find(({ ids }) => ids.includes(format));
  return reader ? reader.open(request) : fail('I108', `the file format ${format} is not read`);
}
