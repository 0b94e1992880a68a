/** A line of one text or of both. */
export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed';
  readonly line: string;
}

/** Cells of the table that finds the longest common part; beyond it, the middle counts as replaced. */
const MOST_CELLS = 4_000_000;

/** What it takes to make the one list of lines of the other, with as many lines kept as can be. */
export function diffLines(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  let start = 0;
  while (start < Math.min(before.length, after.length) && before[start] === after[start]) start++;
  let end = 0;
  while (end < Math.min(before.length, after.length) - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const same = (lines: readonly string[]): DiffLine[] => lines.map((line) => ({ kind: 'same', line }));
  return [
    ...same(before.slice(0, start)),
    ...diffMiddle(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...same(before.slice(before.length - end)),
  ];
}

function diffMiddle(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  const removed = (line: string): DiffLine => ({ kind: 'removed', line });
  const added = (line: string): DiffLine => ({ kind: 'added', line });
  const width = after.length + 1;
  if ((before.length + 1) * width > MOST_CELLS) return [...before.map(removed), ...after.map(added)];
  // How many lines can be kept of what begins at each place.
  const kept = new Uint32Array((before.length + 1) * width);
  const keptAt = (row: number, column: number): number => kept[row * width + column] ?? 0;
  for (let row = before.length - 1; row >= 0; row--)
    for (let column = after.length - 1; column >= 0; column--)
      kept[row * width + column] =
        before[row] === after[column]
          ? keptAt(row + 1, column + 1) + 1
          : Math.max(keptAt(row + 1, column), keptAt(row, column + 1));
  const lines: DiffLine[] = [];
  let [row, column] = [0, 0];
  while (row < before.length || column < after.length) {
    const [old, now] = [before[row], after[column]];
    if (old !== undefined && old === now) {
      lines.push({ kind: 'same', line: old });
      row++;
      column++;
    } else if (old !== undefined && (now === undefined || keptAt(row + 1, column) >= keptAt(row, column + 1))) {
      lines.push(removed(old));
      row++;
    } else if (now !== undefined) {
      lines.push(added(now));
      column++;
    }
  }
  return lines;
}

/** The changed lines with some around them, as people read them: `-` and `+` before, `...` for what is left out. */
export function writeDiff(lines: readonly DiffLine[], around = 1): readonly string[] {
  const marks = { same: ' ', added: '+', removed: '-' } as const;
  const near = lines.map((_, index) =>
    lines.slice(Math.max(0, index - around), index + around + 1).some(({ kind }) => kind !== 'same'),
  );
  return lines.flatMap(({ kind, line }, index) => {
    if (near[index]) return [`${marks[kind]} ${line}`];
    return near[index - 1] ? ['  ...'] : [];
  });
}
