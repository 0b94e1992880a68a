import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { type Cell, COLUMNS, ROWS, type TortureColumn } from './table.ts';

const PUBLISHED = COLUMNS.filter(({ query }) => query === undefined);
/** What stands for NULL in the file, so that an empty text is one. */
const MISSING = '<none>';

/** Writes a descriptor of the table and the CSV file that it is loaded from, as somebody who publishes it would. */
export async function describeTorture(folder: string): Promise<void> {
  await writeFile(join(folder, 'torture.csv'), csv());
  await writeFile(join(folder, 'torture.yaml'), stringify(descriptor()));
}

/** What asks for these columns, in all rows but these. */
export function tortureQuery(columns: readonly TortureColumn[], without: readonly number[] = []): string {
  const where = without.length === 0 ? '' : ` WHERE id NOT IN (${without.join(', ')})`;
  return `SELECT ${columns.map(selected).join(', ')} FROM torture.torture AS t${where} ORDER BY id`;
}

function selected({ name, query }: TortureColumn): string {
  return query === undefined ? `t."${name}"` : `${query} AS "${name}"`;
}

function csv(): string {
  const rows = Array.from({ length: ROWS }, (_, row) => [row, ...PUBLISHED.map(({ cells }) => cells[row] ?? null)]);
  return [['id', ...PUBLISHED.map(({ name }) => name)], ...rows]
    .map((row) => `${row.map(csvCell).join(',')}\n`)
    .join('');
}

function csvCell(cell: Cell): string {
  if (cell === null) return MISSING;
  return `"${(Array.isArray(cell) ? cell.join(' ') : String(cell)).replaceAll('"', '""')}"`;
}

function descriptor(): object {
  return {
    format: 'resource/1',
    id: 'test/torture',
    title: 'Every type there is & more',
    description: 'One row of extremes after the other, with <everything> that a "format" has to cope with: é, 星, 🌌.',
    type: 'Catalog',
    contentLevel: ['Research'],
    subjects: ['stars'],
    creators: ['Anders Ångström'],
    publisher: 'Publisher & Sons',
    contact: { name: 'Somebody', email: 'vo@almagest.example' },
    dates: { created: '2020-01-01', updated: '2020-01-02' },
    version: '1.0',
    license: 'CC-BY-4.0',
    attribution: 'Cite <Ångström> & thank 星.',
    referenceURL: 'https://almagest.example/torture',
    coverage: { messengers: ['Optical'], temporal: [['2020-01-01', '2020-01-02']] },
    schema: { name: 'torture', title: 'Torture', description: 'Every type there is' },
    tables: [
      {
        name: 'torture',
        title: 'Torture',
        description: 'Every type there is',
        source: { path: 'torture.csv', format: 'csv', dialect: { missingValues: [MISSING] } },
        primaryKey: ['id'],
        columns: [{ name: 'id', type: 'int', description: 'Number of the row' }, ...PUBLISHED.map(describeColumn)],
      },
    ],
  };
}

function describeColumn({ name, datatype: { primitive, arraysize, xtype } }: TortureColumn): object {
  return {
    name,
    type: primitive,
    description: `The column "${name}" <&> é 星`,
    ...(arraysize && { arraysize }),
    ...(xtype && { xtype }),
  };
}
