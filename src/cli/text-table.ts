export interface TextColumn {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

const LONGEST_CELL = 60;

/** Rows as aligned text for people to read; long cells are cut, and line breaks within a cell become blanks. */
export function textTable(columns: readonly TextColumn[], rows: readonly (readonly string[])[]): string[] {
  const cells = rows.map((row) => columns.map((_, index) => readable(row[index] ?? '')));
  const widths = columns.map(({ title }, index) =>
    Math.max(title.length, ...cells.map((row) => row[index]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    columns
      .map(({ align }, index) => {
        const width = widths[index] ?? 0;
        const cell = row[index] ?? '';
        return align === 'right' ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  return [
    line(columns.map(({ title }) => title)),
    widths.map((width) => '-'.repeat(width)).join('  '),
    ...cells.map(line),
  ];
}

function readable(cell: string): string {
  const flat = cell.replaceAll(/\s+/g, ' ');
  return flat.length > LONGEST_CELL ? `${flat.slice(0, LONGEST_CELL - 1)}…` : flat;
}

/** True for a column whose every filled cell is a number: it reads best aligned to the right. */
export function isNumeric(cells: Iterable<string>): boolean {
  let seen = false;
  for (const cell of cells) {
    if (cell === '') continue;
    if (!Number.isFinite(Number(cell))) return false;
    seen = true;
  }
  return seen;
}
