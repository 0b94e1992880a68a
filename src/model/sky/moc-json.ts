import { cellCount, FINEST_ORDER } from './cell.ts';
import { type Cell, cellsByOrder, fromCells, type Moc } from './moc.ts';
import type { ReadMoc, UnreadMoc } from './moc-text.ts';

/** Reads the JSON form of a MOC (MOC 2.0 sec 4.3.3): `{"3": [10, 12], "5": []}`. Cells beyond 2^53 are read with all their digits. */
export function parseMocJson(text: string): ReadMoc | UnreadMoc {
  const refuse = (problem: string): UnreadMoc => ({ kind: 'problem', problem, at: 0 });
  let orders: unknown;
  try {
    // Numbers as texts: JSON.parse would round those of more than 15 digits.
    orders = JSON.parse(text.replaceAll(/([[,]\s*)(\d+)(?=\s*[\],])/g, '$1"$2"'));
  } catch (error) {
    return refuse(`it is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof orders !== 'object' || orders === null || Array.isArray(orders))
    return refuse('it is no object of orders');
  const cells: Cell[] = [];
  let finest = 0;
  for (const [name, list] of Object.entries(orders)) {
    const order = Number(name);
    if (!Number.isInteger(order) || order < 0 || order > FINEST_ORDER)
      return refuse(`'${name}' is no order from 0 to ${FINEST_ORDER}`);
    if (!Array.isArray(list)) return refuse(`the cells of order ${name} are no list`);
    finest = Math.max(finest, order);
    for (const each of list) {
      const cell = /^\d+$/.test(String(each)) ? BigInt(String(each)) : -1n;
      if (cell < 0n || cell >= cellCount(order)) return refuse(`${each} is no cell of order ${name}`);
      cells.push({ order, cell });
    }
  }
  return { kind: 'moc', moc: fromCells(cells, finest) };
}

export function writeMocJson(moc: Moc): string {
  return `{${cellsByOrder(moc)
    .map(([order, cells]) => `"${order}": [${cells.join(', ')}]`)
    .join(', ')}}`;
}
