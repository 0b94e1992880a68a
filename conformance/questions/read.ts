import { readdirSync, readFileSync } from 'node:fs';

export type Cell = number | string | boolean | null | readonly Cell[];

/** A query with the answer that it must have: a file `<id>.json` of this folder. */
export interface Question {
  readonly id: string;
  readonly title: string;
  /** Line by line. */
  readonly adql: readonly string[];
  /** The columns of the answer that are compared. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** False if the query does not say in which order its rows come. */
  readonly ordered?: boolean;
  /** By column: how far a number may lie from the one given; others must be equal. */
  readonly tolerance?: Readonly<Record<string, number>>;
}

/** What a client got. */
export interface Answer {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export function readQuestions(): readonly Question[] {
  return readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => {
      const text = readFileSync(`${import.meta.dirname}/${file}`, 'utf8');
      return { id: file.replace(/\.json$/, ''), ...(JSON.parse(text) as Omit<Question, 'id'>) };
    });
}

export function adqlOf({ adql }: Question): string {
  return adql.join('\n');
}

/** What differs between the answer and the one that the question has; empty if nothing does. */
export function differences(question: Question, answer: Answer): string[] {
  const missing = question.columns.filter((name) => !answer.columns.includes(name));
  if (missing.length > 0) return [`no column ${missing.join(', ')} among ${answer.columns.join(', ')}`];
  if (answer.rows.length !== question.rows.length)
    return [`${answer.rows.length} rows in place of ${question.rows.length}`];
  const indexes = question.columns.map((name) => answer.columns.indexOf(name));
  const got = answer.rows.map((row) => indexes.map((index) => row[index] ?? null));
  const want = question.rows;
  const sorted = (question.ordered ?? true) ? [got, want] : [inOrder(got), inOrder(want)];
  return (sorted[0] ?? []).flatMap((row, rowIndex) =>
    row.flatMap((cell, index) => {
      const name = question.columns[index] ?? '';
      const expected = sorted[1]?.[rowIndex]?.[index] ?? null;
      const same = equal(cell, expected, question.tolerance?.[name] ?? 0);
      return same
        ? []
        : [`row ${rowIndex + 1}, ${name}: ${JSON.stringify(cell)} in place of ${JSON.stringify(expected)}`];
    }),
  );
}

function equal(got: Cell, want: Cell, tolerance: number): boolean {
  // A client that reads CSV has the digits of a number as text.
  if (typeof want === 'number') return got !== null && got !== '' && Math.abs(Number(got) - want) <= tolerance;
  return got === want;
}

function inOrder(rows: readonly (readonly Cell[])[]): readonly (readonly Cell[])[] {
  return [...rows].sort((left, right) => (String(left) < String(right) ? -1 : 1));
}
