import type { RowSource } from '../source.ts';
import type { ScalarVector, Vector } from '../vector.ts';

/** A cell as tests like to see it. */
export type Cell = number | bigint | boolean | string | null | readonly Cell[];

/** For tests: all cells of all readable columns, by column name. */
export async function readAll(source: RowSource): Promise<Record<string, Cell[]>> {
  const wanted = source.columns.flatMap((column, index) => (column.unsupported ? [] : [index]));
  const table: Record<string, Cell[]> = {};
  const into = wanted.map((index) => {
    const cells: Cell[] = [];
    table[source.columns[index]?.name ?? ''] = cells;
    return cells;
  });
  for await (const { vectors } of source.batches(wanted))
    for (const [index, vector] of vectors.entries()) for (const cell of cellsOf(vector)) into[index]?.push(cell);
  return table;
}

export function cellsOf(vector: Vector): Cell[] {
  if (vector.kind === 'text') return [...vector.values];
  if (vector.kind === 'moc') throw new Error('no file holds coverage maps as such');
  if (vector.kind !== 'array') return scalars(vector);
  const items = scalars(vector.items);
  return Array.from(vector.ends, (end, row) =>
    vector.nulls?.[row] === 1 ? null : items.slice(row === 0 ? 0 : vector.ends[row - 1], end),
  );
}

function scalars({ kind, values, nulls }: ScalarVector): Cell[] {
  return Array.from(values as ArrayLike<number | bigint>, (value, row) => {
    if (nulls?.[row] === 1) return null;
    return kind === 'boolean' ? value === 1 : value;
  });
}
