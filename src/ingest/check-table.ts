import { type Problem, problem } from '../core/error.ts';
import { counted } from '../core/quantity.ts';
import type { Session } from '../database/session.ts';
import type { TablePlan } from '../descriptor/descriptor.ts';
import type { Column, ColumnStatistics } from '../model/column.ts';
import { isNumber, isText, isTimestamp } from '../model/datatype.ts';
import { qualifiedName, type Table } from '../model/table.ts';
import type { StoredTable } from '../sql/ddl.ts';
import { describeColumns, longTexts, unlistedValues } from '../sql/ddl-checks.ts';
import { type Tally, tell } from './tally.ts';

/** What a load found, or what it found wrong. */
export interface Inspection {
  /** The table with its row count and the statistics of its columns. */
  readonly table: Table;
  readonly problems: readonly Problem[];
}

/** Columns that one statement asks for: PostgreSQL gives 1664 at most, three a column. */
const AT_ONCE = 500;

/** Describes a loaded table, and holds it against what the descriptor promises. */
export async function inspectTable(
  session: Session,
  stored: StoredTable,
  table: Table,
  plan: TablePlan,
  isWhole: boolean,
): Promise<Inspection> {
  const described = await describeTable(session, stored, table);
  const problems = [
    ...(isWhole ? checkRowCount(described, plan) : []),
    ...described.columns.flatMap((column) => checkColumn(described, column, plan)),
    ...(await checkValues(session, stored, described, plan)),
    ...(await checkLengths(session, stored, described, plan)),
  ];
  return { table: described, problems };
}

async function describeTable(session: Session, stored: StoredTable, table: Table): Promise<Table> {
  const columns: Column[] = [];
  let rowCount = 0;
  for (let start = 0; start < table.columns.length; start += AT_ONCE) {
    const some = table.columns.slice(start, start + AT_ONCE);
    const questions = some.map(({ name, datatype }) => ({
      name,
      extremes: isNumber(datatype) || isTimestamp(datatype),
    }));
    const [row = {}] = await session.query<Record<string, unknown>>(describeColumns(stored, questions));
    rowCount = Number(row['rows']);
    columns.push(...some.map((column, index) => ({ ...column, statistics: readStatistics(column, row, index) })));
  }
  return { ...table, columns, rowCount };
}

function readStatistics({ datatype }: Column, row: Record<string, unknown>, index: number): ColumnStatistics {
  const missing = Number(row[`missing_${index}`]);
  const [low, high] = [row[`low_${index}`], row[`high_${index}`]];
  if (typeof low !== 'string' || typeof high !== 'string') return { missing };
  const read = (text: string): number | string => {
    if (isTimestamp(datatype)) return text.replace(' ', 'T');
    const number = Number(text);
    const isExact = datatype.primitive === 'long' ? Number.isSafeInteger(number) : Number.isFinite(number);
    return isExact ? number : text;
  };
  return { missing, min: read(low), max: read(high) };
}

function checkRowCount(table: Table, { rowCount, place }: TablePlan): Problem[] {
  const { min = 0, max = Number.POSITIVE_INFINITY } = rowCount;
  const rows = table.rowCount ?? 0;
  // A file that lost its rows must not take the place of one that has them; unless the descriptor says that none are right.
  if (rows === 0 && rowCount.min === undefined)
    return [
      problem('I106', `${qualifiedName(table)} would have no rows`, {
        place,
        hint: 'Is the data file whole? If the table is to be empty, say so: rowCount: {min: 0}.',
      }),
    ];
  if (rows >= min && rows <= max) return [];
  const promised = max === Number.POSITIVE_INFINITY ? `at least ${min}` : min === max ? `${min}` : `${min} to ${max}`;
  return [
    problem('I106', `${qualifiedName(table)} has ${counted(rows, 'row')}; the descriptor promises ${promised}`, {
      place,
      hint: 'Is the data file whole? If it is, correct `rowCount`.',
    }),
  ];
}

function checkColumn(table: Table, column: Column, { places }: TablePlan): Problem[] {
  const { statistics, required, name } = column;
  // The database has no unsigned byte; it is stored as a smallint.
  const range = column.range ?? (column.datatype.primitive === 'unsignedByte' ? [0, 255] : undefined);
  const place = places[name];
  const at = place ? { place } : {};
  const found: Problem[] = [];
  if (required && statistics && statistics.missing > 0)
    found.push(
      problem(
        'I106',
        `${qualifiedName(table)}.${name} is required, and ${statistics.missing} of ${table.rowCount} rows have no value`,
        {
          ...at,
          hint: table.primaryKey.includes(name)
            ? 'A column of the primary key cannot lack values.'
            : 'Leave `required` out, if values may be missing.',
        },
      ),
    );
  if (range && statistics?.min !== undefined && statistics.max !== undefined) {
    const [low, high] = range;
    if (isLess(statistics.min, low) || isLess(high, statistics.max))
      found.push(
        problem(
          'I106',
          `${qualifiedName(table)}.${name} goes from ${statistics.min} to ${statistics.max}, outside the range ${low} to ${high}`,
          {
            ...at,
            hint: 'Correct `range`, or name values that stand for none under `null`.',
          },
        ),
      );
  }
  return found;
}

function isLess(left: number | string, right: number | string): boolean {
  const [a, b] = [Number(left), Number(right)];
  return Number.isNaN(a) || Number.isNaN(b) ? String(left) < String(right) : a < b;
}

/** Texts of the file were measured when they were converted; those that are computed are measured here. */
async function checkLengths(
  session: Session,
  stored: StoredTable,
  table: Table,
  { columns, places }: TablePlan,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const { name, datatype } of table.columns) {
    const limit = Number.parseInt(datatype.arraysize ?? '', 10);
    if (columns[name]?.kind !== 'compute' || !isText(datatype) || Number.isNaN(limit)) continue;
    const long = await session.query<Tally>(longTexts(stored, name, limit));
    if (long.length === 0) continue;
    const place = places[name];
    problems.push(
      problem(
        'I106',
        `${qualifiedName(table)}.${name} holds ${limit} characters, and has longer values: ${tell(long)}`,
        {
          ...(place ? { place } : {}),
          hint: 'Give the column a larger arraysize, or "*".',
        },
      ),
    );
  }
  return problems;
}

async function checkValues(
  session: Session,
  stored: StoredTable,
  table: Table,
  { places }: TablePlan,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const { name, values } of table.columns) {
    const listed = Object.keys(values ?? {});
    if (listed.length === 0) continue;
    const unlisted = await session.query<Tally>(unlistedValues(stored, name, listed));
    if (unlisted.length === 0) continue;
    const place = places[name];
    problems.push(
      problem('I106', `${qualifiedName(table)}.${name} has values that are not listed: ${tell(unlisted)}`, {
        ...(place ? { place } : {}),
        hint: `Add them to \`values\` (now ${listed.slice(0, 10).join(', ')}).`,
      }),
    );
  }
  return problems;
}
