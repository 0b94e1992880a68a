import { basename } from 'node:path';
import { fail } from '../core/error.ts';
import { LONG, TEXT } from '../model/datatype.ts';
import type { Batch, RowSource, SourceColumn } from './source.ts';
import type { Vector } from './vector.ts';

/** A column that is made beside those of the file. */
interface AddedColumn {
  readonly column: SourceColumn;
  vector(batch: Batch): Vector;
}

/** The same rows with more columns behind; where a name is in the file already, the file's column stays. */
export function addColumns(source: RowSource, added: readonly AddedColumn[]): RowSource {
  const known = new Set(source.columns.map(({ name }) => name));
  const fresh = added.filter(({ column }) => !known.has(column.name));
  const own = source.columns.length;
  return {
    ...source,
    columns: [...source.columns, ...fresh.map(({ column }) => column)],
    async *batches(wanted) {
      const fromFile = wanted.filter((index) => index < own);
      for await (const batch of source.batches(fromFile)) {
        let next = 0;
        const vectors = wanted.map((index) =>
          index < own ? batch.vectors[next++] : fresh[index - own]?.vector(batch),
        );
        yield { ...batch, vectors: vectors.filter((vector) => vector !== undefined) };
      }
    },
  };
}

/** `source_row`, the number of the row in its file from 1, and `source_file`, the file's name without folders. */
export const PSEUDO_COLUMNS: readonly AddedColumn[] = [
  {
    column: { name: 'source_row', datatype: LONG, description: 'Number of the row in its file, from 1' },
    vector: ({ firstRow, rows }) => ({
      kind: 'long',
      values: BigInt64Array.from({ length: rows }, (_, row) => BigInt(firstRow + row)),
      nulls: undefined,
    }),
  },
  {
    column: { name: 'source_file', datatype: TEXT, description: 'Name of the file that the row stands in' },
    vector: ({ file, rows }) => ({ kind: 'text', values: new Array(rows).fill(basename(file)) }),
  },
];

/** One column of text for each named group of a pattern that file names follow. */
export function fileNameColumns(pattern: string, file: string): readonly AddedColumn[] {
  const name = basename(file);
  const match = new RegExp(pattern).exec(name);
  if (!match)
    return fail('I104', `the file name ${name} does not follow the pattern ${pattern}`, {
      place: { file },
      hint: 'Correct `fileName` in the descriptor, or make its `path` leave this file out.',
    });
  return Object.entries(match.groups ?? {}).map(([group, text]) => ({
    column: { name: group, datatype: TEXT, description: 'From the name of the file' },
    vector: ({ rows }) => ({ kind: 'text', values: new Array(rows).fill(text ?? null) }),
  }));
}
