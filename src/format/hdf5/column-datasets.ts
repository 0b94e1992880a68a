import { type Datatype, fixedLength, isArray, isCharacter, type Primitive } from '../../model/datatype.ts';
import type { ResultColumn } from '../../model/result.ts';
import type { WholeColumn } from './block-record.ts';
import type { Attributes, Dataset, ValueType } from './dataset.ts';

/** Groups of the file: the values of each column; where its NULLs are; and for arrays of variable length where each row begins. */
export const GROUPS = ['data', 'null', 'null_elements', 'start'] as const;
type Group = (typeof GROUPS)[number];

const TYPES: Readonly<Record<Primitive, ValueType>> = {
  boolean: { kind: 'unsigned', size: 1 },
  unsignedByte: { kind: 'unsigned', size: 1 },
  short: { kind: 'integer', size: 2 },
  int: { kind: 'integer', size: 4 },
  long: { kind: 'integer', size: 8 },
  float: { kind: 'float', size: 4 },
  double: { kind: 'float', size: 8 },
  char: { kind: 'text', size: 0 },
  unicodeChar: { kind: 'text', size: 0 },
};
const FLAG = TYPES.boolean;

/** What a column of `rows` rows is in the file, under the name `link`. */
export function columnDatasets(described: ResultColumn, link: string, whole: WholeColumn, rows: number): Dataset[] {
  const { datatype } = described;
  const type = TYPES[datatype.primitive];
  const make = (group: Group, type: ValueType, shape: readonly number[], bytes: Uint8Array<ArrayBuffer>): Dataset => ({
    path: `${group}/${link}`,
    type,
    shape,
    bytes,
    attributes: {},
  });
  const mask = (group: Group, shape: readonly number[], valid: Uint8Array<ArrayBuffer>): Dataset[] =>
    valid.includes(0)
      ? [
          make(
            group,
            FLAG,
            shape,
            valid.map((one) => 1 - one),
          ),
        ]
      : [];
  const told = (data: Dataset, ...others: Dataset[]): Dataset[] => [
    { ...data, attributes: { ...describe(described), ...pointTo(others) } },
    ...others,
  ];

  if (isCharacter(datatype))
    return told(make('data', type, [rows], terminated(whole)), ...mask('null', [rows], whole.valid));
  if (!isArray(datatype)) return told(make('data', type, [rows], whole.values), ...mask('null', [rows], whole.valid));
  if (fixedLength(datatype) === undefined) {
    const starts = startsOf(whole.lengths);
    const count = whole.elementValid.length;
    return told(
      make('data', type, [count], whole.values),
      make('start', TYPES.long, [starts.length], new Uint8Array(starts.buffer)),
      ...mask('null', [rows], whole.valid),
      ...mask('null_elements', [count], whole.elementValid),
    );
  }
  const shape = [rows, ...dimensions(datatype)];
  const { values, valid } = withNullRows(whole, type, fixedLength(datatype) ?? 0);
  return told(make('data', type, shape, values), ...mask('null', shape, valid));
}

/** VOTable names the dimension that varies fastest first, HDF5 last. */
function dimensions({ arraysize = '' }: Datatype): readonly number[] {
  return arraysize.split('x').map(Number).reverse();
}

function describe({ datatype, unit, ucd, utype, description }: ResultColumn): Attributes {
  const said = Object.entries({ unit, ucd, utype, xtype: datatype.xtype, description });
  return Object.fromEntries(said.filter((entry): entry is [string, string] => Boolean(entry[1])));
}

/** Attributes that lead from the values to what belongs to them. */
function pointTo(others: readonly Dataset[]): Attributes {
  return Object.fromEntries(others.map(({ path }) => [path.slice(0, path.indexOf('/')), `/${path}`]));
}

/** Where the elements of each row begin, and where those of the last one end. */
function startsOf(lengths: Int32Array): BigInt64Array<ArrayBuffer> {
  const starts = new BigInt64Array(lengths.length + 1);
  let at = 0;
  lengths.forEach((length, row) => {
    at += length;
    starts[row + 1] = BigInt(at);
  });
  return starts;
}

/** Texts with a NUL behind each, as none has one within. */
function terminated({ values, lengths }: WholeColumn): Uint8Array<ArrayBuffer> {
  const texts = new Uint8Array(values.length + lengths.length);
  let from = 0;
  let to = 0;
  for (const length of lengths) {
    texts.set(values.subarray(from, from + length), to);
    from += length;
    to += length + 1;
  }
  return texts;
}

/** Rows that are NULL have no elements in `whole`, but take their place in a file. */
function withNullRows({ values, valid, lengths, elementValid }: WholeColumn, type: ValueType, count: number) {
  const { size } = type;
  const all = { values: new Uint8Array(valid.length * count * size), valid: new Uint8Array(valid.length * count) };
  if (type.kind === 'float') fillWithNaN(all.values, type.size);
  let from = 0;
  lengths.forEach((length, row) => {
    all.values.set(values.subarray(from * size, (from + length) * size), row * count * size);
    all.valid.set(elementValid.subarray(from, from + length), row * count);
    from += length;
  });
  return all;
}

function fillWithNaN({ buffer }: Uint8Array<ArrayBuffer>, size: number): void {
  if (size === 4) new Float32Array(buffer).fill(Number.NaN);
  else new Float64Array(buffer).fill(Number.NaN);
}
