import { parseExpression } from '../adql/parser/parse.ts';
import { AlmagestError, fail, type Place, problem } from '../core/error.ts';
import type { SqlText } from '../core/sql-text.ts';
import type { TablePlan } from '../descriptor/descriptor.ts';
import type { Column } from '../model/column.ts';
import { type Datatype, describeDatatype, isNumber, isText, isTimestamp } from '../model/datatype.ts';
import type { Table } from '../model/table.ts';
import { checkExpression } from '../query/check-expression.ts';
import { expressionSql } from '../sql/expression-sql.ts';
import { USER_FUNCTIONS } from '../sql/udf/index.ts';
import { PSEUDO_COLUMNS } from './extend-source.ts';

export interface ComputedColumn {
  readonly name: string;
  readonly datatype: Datatype;
  readonly value: SqlText;
  /** Where the descriptor gives the expression. */
  readonly place?: Place;
}

/** The columns that expressions may read: those that are read from the file, and the row's number and file. */
export function columnsToRead(table: Table, plan: TablePlan): readonly Column[] {
  const own = table.columns.filter(({ name }) => plan.columns[name]?.kind !== 'compute');
  const known = new Set(own.map(({ name }) => name.toLowerCase()));
  const pseudo = PSEUDO_COLUMNS.map(
    ({ column }): Column => ({
      indexed: false,
      principal: false,
      std: false,
      datatype: { primitive: 'char', arraysize: '*' },
      ...column,
    }),
  );
  return [...own, ...pseudo.filter(({ name }) => !known.has(name))];
}

/** The computed columns of a table as SQL over those that are read. Throws what is wrong with an expression, with its place. */
export function computeColumns(table: Table, plan: TablePlan): readonly ComputedColumn[] {
  const readable = columnsToRead(table, plan);
  return table.columns.flatMap((column) => {
    const source = plan.columns[column.name];
    return source?.kind === 'compute'
      ? [compile(column, source.adql, source.place ?? plan.places[column.name], readable)]
      : [];
  });
}

function compile(column: Column, adql: string, place: Place | undefined, readable: readonly Column[]): ComputedColumn {
  const at = place ? { place } : {};
  try {
    const typed = checkExpression(parseExpression(adql), readable, USER_FUNCTIONS);
    const { datatype } = typed.value;
    if (!fits(datatype, column.datatype))
      fail('Q208', `it gives ${describeDatatype(datatype)}, and the column is ${describeDatatype(column.datatype)}`, {
        hint: `Give the column that type, or CAST the expression.`,
      });
    return { name: column.name, datatype: column.datatype, value: expressionSql(typed), ...at };
  } catch (error) {
    if (!(error instanceof AlmagestError)) throw error;
    const [first, ...rest] = error.problems.map((found) =>
      problem(found.code, `column ${column.name}, compute: ${found.message}`, {
        ...(found.hint ? { hint: found.hint } : {}),
        ...at,
      }),
    );
    throw first ? new AlmagestError([first, ...rest], { cause: error }) : error;
  }
}

function fits(given: Datatype, wanted: Datatype): boolean {
  if (isNumber(wanted)) return isNumber(given);
  // A char of VOTable is ASCII alone.
  if (isText(wanted)) return isText(given) && (wanted.primitive === 'unicodeChar' || given.primitive === 'char');
  if (isTimestamp(wanted)) return isTimestamp(given);
  return given.primitive === wanted.primitive && (given.arraysize === undefined) === (wanted.arraysize === undefined);
}
