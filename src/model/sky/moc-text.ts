import { cellCount, FINEST_ORDER } from './cell.ts';
import { cellsByOrder, fromRanges, type Moc, rangeOf } from './moc.ts';

export interface ReadMoc {
  readonly kind: 'moc';
  readonly moc: Moc;
}

/** What is wrong with a text, and where: an index into it. */
export interface UnreadMoc {
  readonly kind: 'problem';
  readonly problem: string;
  readonly at: number;
}

const TOKEN = /[^\s,]+/g;
/** An order with its axis, a cell or a run of cells, or both without a blank between. */
const ITEM = /^(?:([a-z]*)(\d+)\/)?(?:(\d+)(?:-(\d+))?)?$/i;

/**
 * Reads an ASCII MOC (MOC 2.0 sec 4.3.2): orders with a slash, then cells and runs of cells of that order; the finest order named
 * is the map's, also where it has no cells. The prefix `s` of MOC 2.0 may stand before orders.
 */
export function parseMoc(text: string): ReadMoc | UnreadMoc {
  const ranges: [bigint, bigint][] = [];
  let order: number | undefined;
  let finest = 0;
  for (const { 0: token, index: at } of text.matchAll(TOKEN)) {
    const refuse = (problem: string): UnreadMoc => ({ kind: 'problem', problem, at });
    const parts = ITEM.exec(token);
    if (!parts) return refuse(`'${token}' is neither an order such as 5/ nor a cell or a run of cells such as 12-15`);
    const [, axis = '', written, first, last = first] = parts;
    if (axis !== '' && axis !== 's') return refuse(otherAxis(axis));
    if (written !== undefined) {
      order = Number(written);
      if (order > FINEST_ORDER) return refuse(`the order ${written} is beyond ${FINEST_ORDER}, the finest there is`);
      finest = Math.max(finest, order);
    }
    if (first === undefined || last === undefined) continue;
    if (order === undefined) return refuse(`the order of cell ${first} is missing: write it before, as in 5/${first}`);
    const [low, high] = [BigInt(first), BigInt(last)];
    if (high < low) return refuse(`the run ${first}-${last} ends before it begins`);
    if (high >= cellCount(order))
      return refuse(`the cell ${last} is beyond ${cellCount(order) - 1n}, the last of order ${order}`);
    ranges.push([rangeOf({ order, cell: low })[0], rangeOf({ order, cell: high })[1]]);
  }
  if (order === undefined) return { kind: 'problem', problem: 'it has no order, such as 5/', at: 0 };
  return { kind: 'moc', moc: fromRanges(ranges, finest) };
}

const OTHER_AXES: Readonly<Record<string, string>> = { t: 'time', f: 'frequency' };

function otherAxis(axis: string): string {
  const name = OTHER_AXES[axis.toLowerCase()];
  if (name) return `it is a map of ${name}, and only maps of the sky are read`;
  return `the prefix '${axis}' is not known; orders of the sky have s or none`;
}

/** The map as ASCII MOC: coarse cells first, each order once, and the map's own order at the end where no cell has it. */
export function writeMoc(moc: Moc): string {
  return cellsByOrder(moc)
    .map(([order, cells]) => `${order}/${writeRuns(cells)}`)
    .join(' ');
}

function writeRuns(cells: readonly bigint[]): string {
  const written: string[] = [];
  let [start] = cells;
  for (const [index, cell] of cells.entries()) {
    const next = cells[index + 1];
    if (next === cell + 1n) continue;
    written.push(start === cell ? String(cell) : `${start}-${cell}`);
    start = next;
  }
  return written.join(' ');
}
