import { fail } from '../core/error.ts';
import { didYouMean } from '../core/suggest.ts';
import type { SourceJoin, TableSource } from '../descriptor/descriptor.ts';
import { openSource } from './format/index.ts';
import type { RowSource } from './source.ts';
import type { Vector } from './vector.ts';

/** Characters of the second file that are held in memory at most. */
const LIMIT = 32 * 1024 * 1024;

/** The second file of a join: its rows by the value they are found with. */
interface Lookup {
  readonly names: readonly string[];
  readonly rows: ReadonlyMap<string, readonly (string | null)[]>;
}

/**
 * Adds the columns of a second, smaller file to the rows of the first where a value agrees; NULL where no row does.
 * The second file is a delimited one, and held in memory.
 */
export async function joinSource(
  left: RowSource,
  join: SourceJoin,
  files: readonly string[],
  leftFile: string,
): Promise<RowSource> {
  const key = left.columns.findIndex(({ name }) => name === join.on.left);
  if (key < 0) failNoKey(join.on.left, leftFile, left);
  const lookup = await readLookup(join, files);
  const known = new Set(left.columns.map(({ name }) => name));
  const fresh = lookup.names.flatMap((name, index) => (known.has(name) ? [] : [{ name, index }]));
  const own = left.columns.length;
  return {
    ...left,
    columns: [...left.columns, ...fresh.map(({ name }) => ({ name }))],
    async *batches(wanted) {
      const fromLeft = wanted.filter((index) => index < own);
      for await (const batch of left.batches([...fromLeft, key])) {
        const keys = textsOf(batch.vectors.at(-1));
        let next = 0;
        const vectors = wanted.map((index): Vector | undefined => {
          if (index < own) return batch.vectors[next++];
          const at = fresh[index - own]?.index ?? 0;
          return {
            kind: 'text',
            values: keys.map((text) => (text === null ? null : (lookup.rows.get(text)?.[at] ?? null))),
          };
        });
        yield { ...batch, vectors: vectors.filter((vector) => vector !== undefined) };
      }
    },
  };
}

async function readLookup({ dialect, on }: SourceJoin, files: readonly string[]): Promise<Lookup> {
  const rows = new Map<string, (string | null)[]>();
  let names: readonly string[] = [];
  let characters = 0;
  for (const file of files) {
    const source: TableSource = { format: 'csv', paths: [], sha256: {}, dialect };
    const right = await openSource({ file, source });
    names = right.columns.map(({ name }) => name);
    const key = names.indexOf(on.right);
    if (key < 0) failNoKey(on.right, file, right);
    for await (const { vectors, rows: count, lines } of right.batches(names.map((_, index) => index))) {
      const columns = vectors.map(textsOf);
      for (let row = 0; row < count; row++) {
        const cells = columns.map((column) => column[row] ?? null);
        const value = cells[key];
        if (value === null || value === undefined) continue;
        characters += cells.reduce((sum, cell) => sum + (cell?.length ?? 0), 0);
        if (rows.has(value))
          fail('I106', `${file} has more than one row with ${on.right} ${value}, so the join would multiply rows`, {
            place: { file, ...(lines?.[row] ? { line: lines[row] } : {}) },
            hint: 'Join on a column whose values are unique in the second file.',
          });
        rows.set(value, cells);
      }
      if (characters > LIMIT)
        fail('I108', `${file} is too large to be joined: more than ${LIMIT} characters`, {
          place: { file },
          hint: 'Join the files before, or publish two tables.',
        });
    }
  }
  return { names, rows };
}

function failNoKey(name: string, file: string, { columns }: RowSource): never {
  const names = columns.map((column) => column.name);
  fail('I104', `${file} has no column ${name} to join on`, {
    place: { file },
    hint: didYouMean(name, names) ?? `It has ${names.join(', ')}.`,
  });
}

/** Cells as the text that joins compare. */
function textsOf(vector: Vector | undefined): readonly (string | null)[] {
  if (vector === undefined || vector.kind === 'array' || vector.kind === 'moc') return [];
  if (vector.kind === 'text') return vector.values;
  const { nulls } = vector;
  return Array.from(vector.values as ArrayLike<number | bigint>, (value, row) =>
    nulls?.[row] === 1 ? null : String(value),
  );
}
