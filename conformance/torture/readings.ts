import * as lost from './loss.ts';

/** A reader of a format, and what becomes of the cells of the torture table on their way through both. */
export interface Reading {
  /** The id of an output format. */
  readonly format: string;
  /** A function of `read.py`, or a program that `readers.ts` knows. */
  readonly reader: string;
  readonly losses: readonly lost.Loss[];
  /** Columns that are not asked for. */
  readonly without?: readonly string[];
}

const ASTROPY_VOTABLE = [lost.nanIsNull, lost.nanInArrayIsNull, lost.nullTextIsEmpty, lost.nullArrayIsOfNulls] as const;
const IN_A_CELL = [lost.nullTextIsEmpty, lost.emptyArrayIsNull] as const;

export const READINGS: readonly Reading[] = [
  { format: 'votable-binary2', reader: 'astropy_votable', losses: ASTROPY_VOTABLE },
  {
    format: 'votable-tabledata',
    reader: 'astropy_votable',
    losses: [lost.controlIsReplacedInAscii, lost.trimmed, ...ASTROPY_VOTABLE],
  },
  { format: 'votable-binary', reader: 'astropy_votable', losses: [...ASTROPY_VOTABLE, lost.nullItemIsZero] },
  {
    format: 'fits',
    reader: 'astropy_fits',
    losses: [
      lost.nanIsNull,
      lost.nanInFixedArrayIsNull,
      lost.emptyTextIsBlank,
      lost.nullBooleanIsFalse,
      lost.nullArrayIsOfNulls,
      lost.nullItemIsZero,
      lost.nullItemIsFalse,
      lost.booleanListIsLetters,
    ],
  },
  {
    format: 'ecsv',
    reader: 'astropy_ecsv',
    losses: [lost.inPythonLines, lost.emptyTextIsNull, lost.nullArrayIsOfNulls],
  },
  { format: 'csv', reader: 'python_csv', losses: IN_A_CELL },
  { format: 'csv', reader: 'csv-parse', losses: IN_A_CELL },
  { format: 'tsv', reader: 'split', losses: [lost.lineEndsAreBlanks, ...IN_A_CELL] },
  { format: 'html', reader: 'python_html', losses: [lost.controlIsReplaced, ...IN_A_CELL] },
  { format: 'json', reader: 'python_json', losses: [] },
  { format: 'json-columns', reader: 'python_json', losses: [] },
  { format: 'hdf5', reader: 'h5py', losses: [] },
  { format: 'parquet', reader: 'hyparquet', losses: [lost.byteOrderMarkIsLost] },
  { format: 'parquet', reader: 'parquet-wasm', losses: [lost.byteOrderMarkIsLost] },
  { format: 'arrow', reader: 'parquet-wasm', losses: [lost.byteOrderMarkIsLost] },
];
