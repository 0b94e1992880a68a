import type { Session } from '../database/session.ts';
import { rotation } from '../model/sky/frame.ts';
import { fromRanges, isEmpty, type Moc, rangeOf, skyFraction } from '../model/sky/moc.ts';
import { writeMoc } from '../model/sky/moc-text.ts';
import { shortenForRecord, shortenMoc } from '../model/sky/shorten-moc.ts';
import type { Table, TableCoverage } from '../model/table.ts';
import type { StoredTable } from '../sql/ddl.ts';
import { occupiedCells, occupiedCellsTurned } from '../sql/ddl-sky.ts';

/** Characters of the map that stands in a description. */
const LONGEST_OUTLINE = 150;

/** Where a table has positions: the cells of the given order in ICRS, or of a coarser one where those are too many. */
export async function measureCoverage(
  session: Session,
  stored: StoredTable,
  table: Table,
  order: number,
): Promise<TableCoverage | undefined> {
  const { position, skyIndexes } = table;
  if (!position) return undefined;
  const index = skyIndexes.find(
    (one) => one.kind === 'position' && one.lon === position.ra && one.lat === position.dec,
  );
  const matrix = rotation(position.frame, 'ICRS');
  if (index?.kind !== 'position' || !matrix) return undefined;
  const [found] = await session.query<{ cells: string | null }>(
    position.frame === 'ICRS'
      ? occupiedCells(stored, index.cell, order)
      : occupiedCellsTurned(stored, index, matrix, order),
  );
  const moc = readCells(found?.cells ?? '{}', order);
  return isEmpty(moc) ? undefined : describe(moc);
}

/** The text of an int8multirange of cells of an order: `{[1,3),[8,9)}`. */
function readCells(text: string, order: number): Moc {
  const ranges = [...text.matchAll(/\[(\d+),(\d+)\)/g)];
  const finest = (cell: string | undefined) => rangeOf({ order, cell: BigInt(cell ?? 0) })[0];
  return fromRanges(
    ranges.map(([, low, high]): [bigint, bigint] => [finest(low), finest(high)]),
    order,
  );
}

function describe(moc: Moc): TableCoverage {
  const map = shortenForRecord(moc);
  return { moc: writeMoc(map), outline: writeMoc(shortenMoc(map, LONGEST_OUTLINE)), fraction: skyFraction(map) };
}
