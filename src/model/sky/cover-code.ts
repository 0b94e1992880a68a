import type { Cell } from './moc.ts';

/**
 * What the hidden column of a region holds: order and number of each cell as one (NUNIQ, MOC 2.0 sec 4.3.1), and the negative
 * number of each cell that strictly encloses one of them.
 */
export function coverCode(cells: Iterable<Cell>): bigint[] {
  const codes = new Set<bigint>();
  for (const cell of cells) {
    const uniq = uniqOf(cell);
    codes.add(uniq);
    // The number of the parent is the same without its last two bits. Where one ancestor is known, so are its own.
    for (let up = uniq >> 2n; up >= 4n && !codes.has(-up); up >>= 2n) codes.add(-up);
  }
  return [...codes];
}

/** What to look for in hidden columns with `&&`: a region that may touch these cells has one of these numbers there. */
export function touchCode(cells: Iterable<Cell>): bigint[] {
  const codes = new Set<bigint>();
  for (const cell of cells) {
    const uniq = uniqOf(cell);
    codes.add(-uniq);
    for (let up = uniq; up >= 4n && !codes.has(up); up >>= 2n) codes.add(up);
  }
  return [...codes];
}

/** Order and nested number of a cell as one number. */
export function uniqOf({ order, cell }: Cell): bigint {
  return (4n << BigInt(2 * order)) + cell;
}

/** The cell that such a number stands for; undefined for a number that stands for none. */
export function cellOfUniq(uniq: bigint): Cell | undefined {
  if (uniq < 4n) return undefined;
  const order = Math.floor((uniq.toString(2).length - 3) / 2);
  const cell = uniq - (4n << BigInt(2 * order));
  return order <= 29 && cell < 12n << BigInt(2 * order) ? { order, cell } : undefined;
}
