import { FINEST_CELLS, FINEST_ORDER } from './cell.ts';
import { cellOfUniq, uniqOf } from './cover-code.ts';
import { type FitsTable, readFitsTable } from './fits-table.ts';
import { type Cell, cellsOf, fromCells, fromRanges, type Moc } from './moc.ts';

export type FitsMoc =
  | { readonly kind: 'moc'; readonly moc: Moc }
  | { readonly kind: 'problem'; readonly problem: string };

const refuse = (problem: string): FitsMoc => ({ kind: 'problem', problem });

/**
 * Reads a MOC from a FITS file (MOC 2.0 sec 4.3.1): cells as NUNIQ, of MOC 1.x too, or ranges at order 29. Maps of time, frequency
 * or several axes are refused by their names.
 */
export function parseMocFits(bytes: Uint8Array): FitsMoc {
  const table = readFitsTable(bytes);
  if (!table) return refuse('it is no FITS file with a binary table');
  const { header } = table;
  const axes = header.get('MOCDIM') ?? 'SPACE';
  if (axes !== 'SPACE')
    return refuse(`it is a map of ${axes.toLowerCase().replaceAll('.', ' and ')}, and only maps of the sky are read`);
  const frame = header.get('COORDSYS') ?? 'C';
  if (frame !== 'C') return refuse(`its frame is ${frame}, and a MOC is in C, which is ICRS`);
  const order = Number(header.get('MOCORD_S') ?? header.get('MOCORDER') ?? Number.NaN);
  if (header.has('MOCORD_S') || header.has('MOCORDER'))
    if (!Number.isInteger(order) || order < 0 || order > FINEST_ORDER)
      return refuse(`its order is ${order}, which is not from 0 to ${FINEST_ORDER}`);
  const ordering = header.get('ORDERING') ?? 'NUNIQ';
  const known = Number.isNaN(order) ? 0 : order;
  if (ordering === 'NUNIQ') return readUniq(table, known);
  if (ordering === 'RANGE' || ordering === 'RANGE29') return readRanges(table, known);
  return refuse(`its ORDERING is ${ordering}, and only NUNIQ and RANGE are read`);
}

function readUniq({ rows, columns }: FitsTable, order: number): FitsMoc {
  const column = columns.find(({ name }) => /^(UNIQ|NPIX)$/.test(name)) ?? columns[0];
  if (!column || !/^[IJK]$/.test(column.type)) return refuse('it has no column of whole numbers');
  const cells: Cell[] = [];
  for (let row = 0; row < rows; row++) {
    const cell = cellOfUniq(column.integer(row));
    if (!cell) return refuse(`row ${row + 1} has ${column.integer(row)}, which is no cell`);
    cells.push(cell);
  }
  return { kind: 'moc', moc: fromCells(cells, order) };
}

function readRanges({ rows, columns: [column] }: FitsTable, order: number): FitsMoc {
  if (column?.type !== 'K') return refuse('it has no column of 64-bit numbers');
  if (rows % 2 === 1) return refuse(`it has ${rows} rows, and ranges take two each`);
  const ranges: [bigint, bigint][] = [];
  for (let row = 0; row < rows; row += 2) {
    const [low, high] = [column.integer(row), column.integer(row + 1)];
    if (low < 0n || high < low || high > FINEST_CELLS)
      return refuse(`rows ${row + 1} and ${row + 2} have ${low} and ${high}, which are no range of cells`);
    ranges.push([low, high]);
  }
  return { kind: 'moc', moc: fromRanges(ranges, order) };
}

/** The map as a FITS file of MOC 1.1 and 2.0: a column UNIQ of 64-bit numbers, sorted. */
export function writeMocFits(moc: Moc): Uint8Array {
  const uniqs = BigInt64Array.from([...cellsOf(moc)].map(uniqOf)).sort();
  const head = [
    ...cards([
      ['SIMPLE', 'T'],
      ['BITPIX', '8'],
      ['NAXIS', '0'],
      ['EXTEND', 'T'],
    ]),
    ...cards([
      ['XTENSION', "'BINTABLE'"],
      ['BITPIX', '8'],
      ['NAXIS', '2'],
      ['NAXIS1', '8'],
      ['NAXIS2', String(uniqs.length)],
      ['PCOUNT', '0'],
      ['GCOUNT', '1'],
      ['TFIELDS', '1'],
      ['TFORM1', "'1K      '"],
      ['TTYPE1', "'UNIQ    '"],
      ['PIXTYPE', "'HEALPIX '"],
      ['ORDERING', "'NUNIQ   '"],
      ['COORDSYS', "'C       '"],
      ['MOCVERS', "'2.0     '"],
      ['MOCDIM', "'SPACE   '"],
      ['MOCORD_S', String(moc.order)],
      ['MOCORDER', String(moc.order)],
    ]),
  ].join('');
  const size = head.length + 8 * uniqs.length;
  const file = new Uint8Array(Math.ceil(size / 2880) * 2880);
  file.set(new TextEncoder().encode(head));
  const view = new DataView(file.buffer, head.length);
  for (const [row, uniq] of uniqs.entries()) view.setBigInt64(8 * row, uniq);
  return file;
}

/** A header: cards of 80 characters in blocks of 36. Texts begin at column 11, other values end at column 30 (FITS 4.0 sec 4.2). */
function cards(keywords: readonly (readonly [keyword: string, value: string])[]): string[] {
  const lines = keywords.map(([keyword, value]) =>
    `${keyword.padEnd(8)}= ${value.startsWith("'") ? value : value.padStart(20)}`.padEnd(80),
  );
  lines.push('END'.padEnd(80));
  while (lines.length % 36 > 0) lines.push(' '.repeat(80));
  return lines;
}
