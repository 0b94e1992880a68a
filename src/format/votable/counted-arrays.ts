import type { ResultColumn } from '../../model/result.ts';

/**
 * The columns as BINARY and BINARY2 declare them: arrays of variable length without their other dimensions and bounds. Of `2x*`, astropy
 * takes the count before the cell for one of pairs and STIL for one of numbers, and of text in `8*`, astropy looks for no count at all.
 */
export function countedArrays(columns: readonly ResultColumn[]): readonly ResultColumn[] {
  return columns.map((column) =>
    column.datatype.arraysize?.endsWith('*') ? { ...column, datatype: { ...column.datatype, arraysize: '*' } } : column,
  );
}
