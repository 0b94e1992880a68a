import type { Outcome, ResultHeader } from '../../model/result.ts';
import { whatAllows } from '../overflow.ts';
import { card, headerUnit, remark } from './card.ts';
import { dimensions, type FitsCell, type NullNumbers } from './cell.ts';
import { numberOf } from './null-number.ts';

export interface TableSize {
  readonly rows: number;
  /** Bytes of a row. */
  readonly rowWidth: number;
  readonly heapBytes: number;
  readonly nulls: NullNumbers;
  readonly outcome: Outcome;
}

/** An empty primary unit, and the header of the table behind it (FITS 4.0 sec 7.3.1). */
export function fitsHeader(result: ResultHeader, cells: readonly FitsCell[], size: TableSize): Uint8Array {
  const primary = [
    card('SIMPLE', true, 'Standard FITS format'),
    card('BITPIX', 8),
    card('NAXIS', 0),
    card('EXTEND', true),
    remark('The table is the first extension.'),
  ];
  return Buffer.concat([headerUnit(primary), headerUnit(tableCards(result, cells, size))]);
}

function tableCards(result: ResultHeader, cells: readonly FitsCell[], size: TableSize): readonly string[] {
  return [
    card('XTENSION', 'BINTABLE', 'Binary table'),
    card('BITPIX', 8),
    card('NAXIS', 2),
    card('NAXIS1', size.rowWidth, 'Bytes per row'),
    card('NAXIS2', size.rows, 'Rows'),
    card('PCOUNT', size.heapBytes, 'Bytes of the heap'),
    card('GCOUNT', 1),
    card('TFIELDS', cells.length, 'Columns'),
    card('EXTNAME', 'RESULT'),
    card('QSTATUS', size.outcome.kind === 'overflow' ? 'OVERFLOW' : 'OK'),
    ...(size.outcome.kind === 'overflow' ? [remark(`There are more rows: ${whatAllows(size.outcome)}.`)] : []),
    ...cells.flatMap((cell, index) => columnCards(cell, index + 1, size.nulls[index])),
    ...(result.description ? [remark(result.description)] : []),
    ...result.infos.map(({ name, value }) => remark(`${name}: ${value}`)),
  ];
}

/** TUCD, TUTYP, TXCTY and TCOMM are customs that STIL and others read and write. */
function columnCards(
  { column, form }: FitsCell,
  number: number,
  nulls: readonly number[] | undefined,
): readonly string[] {
  const { name, datatype, unit, ucd, utype, description } = column;
  const shape = dimensions(datatype);
  const optional: readonly (readonly [string, string | undefined])[] = [
    ['TUNIT', unit],
    ['TDIM', shape],
    ['TUCD', ucd],
    ['TUTYP', utype],
    ['TXCTY', datatype.xtype],
    ['TCOMM', description],
  ];
  return [
    card(`TTYPE${number}`, name),
    card(`TFORM${number}`, form),
    ...(nulls ? [card(`TNULL${number}`, numberOf(nulls), 'Stands for no value')] : []),
    ...optional.flatMap(([keyword, value]) => (value ? [card(`${keyword}${number}`, value)] : [])),
  ];
}
