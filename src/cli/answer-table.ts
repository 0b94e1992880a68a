import { parse } from 'csv-parse/sync';
import { counted } from '../core/quantity.ts';
import type { Terminal } from './terminal.ts';
import { isNumeric, textTable } from './text-table.ts';

/** Shows the rows of a CSV document as an aligned table. */
export function answerTable(terminal: Terminal, csv: string): void {
  const [header = [], ...rows] = parse(csv, { relax_column_count: true }) as string[][];
  const columns = header.map((title, index) => {
    const numeric = isNumeric(rows.map((row) => row[index] ?? ''));
    return { title, align: numeric ? ('right' as const) : ('left' as const) };
  });
  for (const line of textTable(columns, rows)) terminal.answer(line);
  terminal.note(counted(rows.length, 'row'));
}
