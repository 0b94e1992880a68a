import { fixedLength, isArray } from '../../src/model/datatype.ts';
import * as lost from './loss.ts';
import { COLUMNS, type TortureColumn } from './table.ts';

/** A reader of a format, and what becomes of the cells of the torture table on their way through both. */
export interface Reading {
  /** The id of an output format. */
  readonly format: string;
  /** A function of `read.py`, or a program that `readers.ts` knows. */
  readonly reader: string;
  readonly losses: readonly lost.Loss[];
  /** The columns that the reader can read; default: all. */
  readonly columns?: readonly TortureColumn[];
}

const ASTROPY_VOTABLE = [lost.nanIsNull, lost.nanInArrayIsNull, lost.nullTextIsEmpty, lost.nullArrayIsOfNulls] as const;
const IN_A_CELL = [lost.nullTextIsEmpty, lost.emptyArrayIsNull] as const;

const STIL = [lost.nanIsNull, lost.nullTextIsEmpty, lost.emptyArrayIsNull] as const;
/** Nothing tells an array of fixed length that is NULL from one of values. */
const NO_NULL_ARRAY = [lost.nullArrayIsOfNulls, lost.nullItemIsZero, lost.nullItemIsFalse, lost.nullItemIsNan] as const;
const STIL_OF_FITS = [...NO_NULL_ARRAY, lost.blanksAtEndAreLost, ...STIL] as const;

const isAscii = ({ datatype }: TortureColumn): boolean => datatype.primitive !== 'unicodeChar';
const isFixed = ({ datatype }: TortureColumn): boolean => !isArray(datatype) || fixedLength(datatype) !== undefined;
/** STIL reads FITS as ASCII, and has to see the heap before the rows. */
const STIL_FITS = COLUMNS.filter(isAscii);
const STIL_FITS_STREAM = STIL_FITS.filter(isFixed);
/** Numbers of up to 32 bits, and doubles. */
const FITSJS = ['byte', 'short', 'int', 'float', 'double', 'bytes', 'ints', 'floats', 'matrix', 'point'];

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
  {
    format: 'fits',
    reader: 'fitsjs',
    losses: [
      lost.nullNumberIsMarked,
      lost.nullFractionIsNan,
      lost.nullArrayIsOfNulls,
      lost.nullItemIsZero,
      lost.nullItemIsNan,
    ],
    columns: COLUMNS.filter(({ name }) => FITSJS.includes(name)),
  },
  { format: 'votable-binary2', reader: 'stilts', losses: STIL },
  { format: 'votable-tabledata', reader: 'stilts', losses: [lost.controlIsReplacedInAscii, ...STIL] },
  { format: 'votable-binary', reader: 'stilts', losses: [...NO_NULL_ARRAY, ...STIL] },
  { format: 'votable-fits', reader: 'stilts', losses: STIL_OF_FITS, columns: STIL_FITS_STREAM },
  { format: 'fits', reader: 'stilts', losses: STIL_OF_FITS, columns: STIL_FITS },
  // The newer one takes seconds to start.
  { format: 'votable-binary2', reader: 'stilts 3.5.4', losses: STIL },
  { format: 'fits', reader: 'stilts 3.5.4', losses: STIL_OF_FITS, columns: STIL_FITS },
];

/** astropy reads what pyvo asks for. */
export const PYVO: Reading = { format: 'votable-binary2', reader: 'pyvo', losses: ASTROPY_VOTABLE };

export const STILTS: readonly string[] = ['stilts', 'stilts 3.5.4'];

/** What votlint is to be content with. */
export interface Linting {
  readonly format: string;
  readonly version: string;
  readonly columns: readonly TortureColumn[];
}

const VOTABLES: Readonly<Record<string, readonly string[]>> = {
  stilts: ['votable-binary2', 'votable-tabledata', 'votable-binary', 'votable-fits'],
  // It says itself that it does not check FITS.
  'stilts 3.5.4': ['votable-binary2', 'votable-tabledata', 'votable-binary'],
};

export const LINTINGS: readonly Linting[] = STILTS.flatMap((version) =>
  (VOTABLES[version] ?? []).map((format) => ({ format, version, columns: lintable(format, version) })),
);

/** 3.4.7 misses values where an array is NULL in TABLEDATA (empty since VOTable 1.3), and looks for no count before a polygon. */
function lintable(format: string, version: string): readonly TortureColumn[] {
  if (format === 'votable-fits') return STIL_FITS_STREAM;
  if (version !== 'stilts') return COLUMNS;
  if (format === 'votable-tabledata') return COLUMNS.filter(({ datatype }) => !isArray(datatype));
  return COLUMNS.filter(({ name }) => name !== 'polygon');
}
