import { AlmagestError, fail, type Problem, problem } from '../../core/error.ts';
import { didYouMean } from '../../core/suggest.ts';
import { errorDetail, errorState } from '../../database/error.ts';
import type { Session } from '../../database/session.ts';
import type { Column } from '../../model/column.ts';
import { type Datatype, describeDatatype, isCharacter } from '../../model/datatype.ts';
import type { SkyIndex } from '../../model/sky-index.ts';
import type { Table } from '../../model/table.ts';
import { analyse, copyMore, createTable, grantReadTable, type StoredTable } from '../../sql/ddl.ts';
import { isConvertible } from '../convert/convert.ts';
import { openSource } from '../format/index.ts';
import { hiddenColumn, indexesOver } from '../hidden-columns.ts';
import type { OpenRequest, RowSource, SourceColumn } from '../source.ts';
import { vectorKind } from '../vector.ts';
import { guessTypes } from './guess-types.ts';
import { asUploadError, encodeUpload, type UploadFile } from './load-upload.ts';
import { recogniseFormat } from './recognise-format.ts';
import { createSkyIndexes } from './sky-indexes.ts';
import { TextExtent } from './text-extent.ts';
import { storedDatatype, type UploadColumns, uploadColumns, uploadIndexes } from './upload-columns.ts';

/** A file to make a table of, or to add to one. */
export interface KeptFile extends UploadFile {
  /** What separates the cells of a text file, where its sender said so. */
  readonly delimiter?: string;
  /** Hears of each piece of the rows on its way to the database, and may throw. */
  readonly onBytes: (bytes: number) => void;
}

/** What a file would be as a table. */
export interface FileColumns extends UploadColumns {
  readonly source: RowSource;
}

/** The file's own columns, typed as an upload's. @throws AlmagestError U103, U105 */
export async function readFileColumns(file: KeptFile): Promise<FileColumns> {
  return asUpload(file, async () => {
    const source = await open(file);
    const found = uploadColumns(labelOf(file), await guessTypes(source));
    return { source, ...found, columns: found.columns.map(legible) };
  });
}

/** PostgreSQL has no text with a character NUL, or with half of one (manual, 8.14), which names in files may have. */
function legible(column: Column): Column {
  const texts = Object.entries(column).map(([key, value]) => [
    key,
    typeof value === 'string' ? value.replaceAll('\0', '\ufffd').toWellFormed() : value,
  ]);
  return Object.fromEntries(texts) as Column;
}

/** Columns that were described rather than sent. @throws AlmagestError U103, U109 */
export function describedColumns(label: string, described: readonly SourceColumn[]): readonly Column[] {
  const { columns, notes } = uploadColumns(label, described);
  if (notes.length > 0) fail('U109', `not all columns of ${label} can be made`, { hint: notes.join(' ') });
  return columns;
}

/** Makes an empty table that the query role can read, with an index for each position and region in it. */
export async function makeKeptTable(
  session: Session,
  stored: StoredTable,
  columns: readonly Column[],
): Promise<readonly SkyIndex[]> {
  const indexes = uploadIndexes(columns);
  const plain = columns.map((column) => ({ name: storedName(column), datatype: storedDatatype(column.datatype) }));
  await session.query(createTable(stored, [...plain, ...indexes.map(hiddenColumn)]));
  await createSkyIndexes(session, stored, indexes);
  await session.query(grantReadTable(stored));
  return indexes;
}

/** Rows that were added. */
export interface Added {
  readonly rows: number;
  /** The columns as they have to be declared with these rows. */
  fit(columns: readonly Column[]): readonly Column[];
}

/** Fills a table with the rows of the file that its columns were made of. @throws AlmagestError U103, U105 */
export function fillFromFile(
  session: Session,
  table: Table,
  file: KeptFile,
  { source, wanted }: FileColumns,
): Promise<Added> {
  return asUpload(file, () => add(session, table, file, { source, columns: table.columns, wanted }));
}

/**
 * Adds the rows of a file to a table, whose columns are found in it by name; a column that it lacks has no values in these rows.
 * @throws AlmagestError U103, U105
 */
export function addFromFile(session: Session, table: Table, file: KeptFile): Promise<Added> {
  return asUpload(file, async () => {
    const source = await open(file);
    return add(session, table, file, { source, ...match(table, source.columns, labelOf(file)) });
  });
}

const labelOf = ({ name }: KeptFile): string => `the file for ${name}`;

async function asUpload<Result>(file: KeptFile, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw asUploadError(error, labelOf(file));
  }
}

async function open(file: KeptFile): Promise<RowSource> {
  const reading = { file: labelOf(file), path: file.path, mostBytes: file.mostBytes };
  const source = await recogniseFormat(reading);
  const { delimiter = source.dialect.delimiter } = file;
  const request: OpenRequest = { ...reading, source: { ...source, dialect: { ...source.dialect, delimiter } } };
  return openSource(request);
}

interface Matched {
  readonly columns: readonly Column[];
  /** For each of them, the index of the file's column. */
  readonly wanted: readonly number[];
}

async function add(
  session: Session,
  table: Table,
  file: KeptFile,
  { source, columns, wanted }: Matched & { readonly source: RowSource },
): Promise<Added> {
  const { stored } = table;
  if (!stored) throw new Error(`${table.name} is not stored as a table of a user is`);
  const indexes = indexesOver(table, columns);
  const extents = columns.map(() => new TextExtent());
  const names = [...columns.map(storedName), ...indexes.map((index) => hiddenColumn(index).name)];
  const rows = await session
    .copyFrom(
      copyMore(stored, names),
      tellOf(encodeUpload(source, { columns, wanted, indexes, extents, file, label: labelOf(file) }), file.onBytes),
    )
    .catch((error: unknown) => tellRepeated(error, table, labelOf(file)));
  await session.query(analyse(stored));
  const extentOf = new Map(columns.map(({ name }, index) => [name, extents[index]]));
  return {
    rows,
    fit: (present) =>
      present.map((column) => ({
        ...column,
        datatype: extentOf.get(column.name)?.fit(withSize(column.datatype)) ?? column.datatype,
      })),
  };
}

/** PostgreSQL's unique_violation. */
const NOT_UNIQUE = '23505';

/** A unique index of the table's holds for its new rows too; the database names the value by the stored name of its column. */
function tellRepeated(error: unknown, { columns }: Table, label: string): never {
  if (errorState(error) !== NOT_UNIQUE) throw error;
  const [, stored, value] = /\(([^)]*)\)=\((.*)\)/s.exec(errorDetail(error) ?? '') ?? [];
  const column = columns.find((each) => storedName(each) === stored);
  const what = column ? `${value} in the column ${column.name}` : 'a value';
  fail('U105', `${label} has ${what} once more, whose values are all different`, {
    hint: 'The table has a unique index; leave the row out, or make the table anew without that.',
    cause: error,
  });
}

/** One character is declared without a size; here, that would be any number of them. */
const withSize = (datatype: Datatype): Datatype =>
  isCharacter(datatype) && datatype.arraysize === undefined ? { ...datatype, arraysize: '1' } : datatype;

async function* tellOf(
  pieces: AsyncIterable<Uint8Array>,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    onBytes(piece.length);
    yield piece;
  }
}

const storedName = ({ name, stored = name }: Column): string => stored;

/** A name fits as it stands, else whatever its case, as in a query. */
function match(table: Table, found: readonly SourceColumn[], label: string): Matched {
  const problems: Problem[] = [];
  const columns: Column[] = [];
  const wanted: number[] = [];
  for (const [index, { name, datatype, unsupported }] of found.entries()) {
    const column =
      table.columns.find((each) => each.name === name) ??
      table.columns.find((each) => each.name.toLowerCase() === name.toLowerCase());
    if (!column) {
      const names = table.columns.map((each) => each.name);
      problems.push(
        problem('U105', `${label} has a column "${name}", and the table has none of that name`, {
          hint: didYouMean(name, names) ?? `The table has ${names.slice(0, 20).join(', ')}.`,
        }),
      );
      continue;
    }
    if (columns.includes(column))
      problems.push(problem('U105', `${label} has two columns for "${column.name}" of the table`));
    else if (unsupported !== undefined)
      problems.push(problem('U105', `the column "${name}" of ${label} cannot be read: ${unsupported}`));
    else if (!isConvertible(datatype ? vectorKind(datatype) : 'text', column))
      problems.push(
        problem(
          'U105',
          `the column "${name}" of ${label} holds ${datatype ? describeDatatype(datatype) : 'text'}, which cannot become ${describeDatatype(column.datatype)}`,
        ),
      );
    columns.push(column);
    wanted.push(index);
  }
  const [first, ...rest] = problems;
  if (first) throw new AlmagestError([first, ...rest]);
  if (columns.length === 0) fail('U105', `${label} has no columns`);
  return { columns, wanted };
}
