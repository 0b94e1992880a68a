import { AlmagestError, type Problem, problem } from '../core/error.ts';
import { counted } from '../core/quantity.ts';
import { didYouMean } from '../core/suggest.ts';
import type { ColumnSource, TablePlan } from '../descriptor/descriptor.ts';
import type { Column } from '../model/column.ts';
import { type Datatype, describeDatatype } from '../model/datatype.ts';
import { type Conversion, isConvertible } from './convert/convert.ts';
import { magicNulls } from './convert/magic-nulls.ts';
import { PSEUDO_COLUMNS } from './extend-source.ts';
import type { RowSource, SourceColumn } from './source.ts';
import { vectorKind } from './vector.ts';

/** Which columns of a file fill which columns of the table. */
export interface ColumnMapping {
  /** Indexes of the file's columns, in the order of `conversions`. */
  readonly wanted: readonly number[];
  readonly conversions: readonly Conversion[];
}

/** Finds the source of each of these columns in a file. Throws I104 with everything that is missing or cannot fit. */
export function mapColumns(
  columns: readonly Column[],
  plan: TablePlan,
  source: RowSource,
  file: string,
): ColumnMapping {
  const problems: Problem[] = [];
  const wanted: number[] = [];
  const conversions: Conversion[] = [];
  for (const column of columns) {
    const from = plan.columns[column.name] ?? { kind: 'from', column: column.name, nulls: [] };
    if (from.kind !== 'from') continue;
    const [index = -1, ...more] = findColumns(from.column, source.columns);
    const found = source.columns[index];
    const wrong = found
      ? (describeMisfit(found, column) ?? describeTwins(found, [index, ...more]))
      : describeMissing(from, source.columns);
    if (wrong) {
      const place = plan.places[column.name];
      problems.push(
        problem('I104', `${file}: column ${column.name}: ${wrong.message}`, {
          ...(place ? { place } : {}),
          ...(wrong.hint ? { hint: wrong.hint } : {}),
        }),
      );
      continue;
    }
    wanted.push(index);
    conversions.push({ column, nulls: magicNulls(from.nulls) });
  }
  const [first, ...rest] = problems;
  if (first) throw new AlmagestError([first, ...rest]);
  return { wanted, conversions };
}

/** Indexes of the columns of that name; if there are none, of those whose names differ in case alone. */
function findColumns(name: string | number, columns: readonly SourceColumn[]): readonly number[] {
  if (typeof name === 'number') return name <= ownNames(columns).length ? [name - 1] : [];
  const exact = columns.flatMap((column, index) => (column.name === name ? [index] : []));
  if (exact.length > 0) return exact;
  return columns.flatMap((column, index) => (column.name.toLowerCase() === name.toLowerCase() ? [index] : []));
}

interface Wrong {
  readonly message: string;
  readonly hint?: string;
}

/** Names of the columns that are the file's own. */
function ownNames(columns: readonly SourceColumn[]): readonly string[] {
  const added = new Set(PSEUDO_COLUMNS.map((pseudo) => pseudo.column.name));
  return columns.map(({ name }) => name).filter((name) => !added.has(name));
}

function describeMissing({ column }: Extract<ColumnSource, { kind: 'from' }>, columns: readonly SourceColumn[]): Wrong {
  const names = ownNames(columns);
  if (typeof column === 'number')
    return { message: `the file has ${counted(names.length, 'column')}, and so no column ${column}` };
  const [first = ''] = names;
  if (names.length === 1 && /[^\w .-]/.test(first))
    return {
      message: `the file has no column "${column}"; its one column is called ${JSON.stringify(first)}`,
      hint: 'Say in `dialect` how the file is laid out: what separates its cells (delimiter), what its comments begin with (commentChar).',
    };
  const list = `The file has ${names.slice(0, 20).join(', ')}${names.length > 20 ? ` and ${names.length - 20} more` : ''}.`;
  const near = didYouMean(column, names);
  return {
    message: `the file has no column "${column}"`,
    hint: near ? `${near} ${list}` : `Say with \`from\` which one it is. ${list}`,
  };
}

function describeTwins({ name }: SourceColumn, indexes: readonly number[]): Wrong | undefined {
  if (indexes.length < 2) return undefined;
  const numbers = indexes.map((index) => index + 1);
  return {
    message: `${indexes.length} columns of the file are called "${name}"`,
    hint: `Say by its number which one it is: from: ${numbers.join(', or from: ')}.`,
  };
}

/** A type in the words of a descriptor. */
function asWritten({ primitive, arraysize }: Datatype): string {
  return arraysize === undefined ? `type: ${primitive}` : `type: ${primitive}, arraysize: "${arraysize}"`;
}

function describeMisfit(found: SourceColumn, column: Column): Wrong | undefined {
  if (found.unsupported)
    return {
      message: `"${found.name}" of the file cannot be published: ${found.unsupported}`,
      hint: 'Leave the column out of the descriptor.',
    };
  const kind = found.datatype ? vectorKind(found.datatype) : 'text';
  if (isConvertible(kind, column)) return undefined;
  const held = found.datatype ? describeDatatype(found.datatype) : 'text';
  return {
    message: `"${found.name}" holds ${held}, which cannot become ${describeDatatype(column.datatype)}`,
    hint: `Give the column the type of the file: ${found.datatype ? asWritten(found.datatype) : 'type: char'}.`,
  };
}
