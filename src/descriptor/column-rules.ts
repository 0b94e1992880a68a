import { type Problem, type ProblemDetail, problem } from '../core/error.ts';
import type { ColumnDocument, ResourceDocument, TableDocument } from './document.ts';
import type { DocumentPath, LocatedDocument } from './read-document.ts';
import { findColumn } from './references.ts';
import { skyIndexesOf } from './sky-indexes.ts';

/** What an xtype wants of type and arraysize (DALI 1.2 sec 3). */
const XTYPES: ReadonlyMap<string, { readonly types: readonly string[]; readonly size: RegExp; readonly form: string }> =
  new Map([
    ['timestamp', { types: ['char'], size: /^[\dx*]+$/, form: 'char' }],
    ['point', { types: ['double'], size: /^2$/, form: 'double with arraysize "2"' }],
    ['circle', { types: ['double'], size: /^3$/, form: 'double with arraysize "3"' }],
    ['polygon', { types: ['double'], size: /^(\*|\d+\*?)$/, form: 'double with arraysize "*"' }],
    ['moc', { types: ['char'], size: /^\*$/, form: 'char' }],
    ['adql:region', { types: ['char'], size: /^[\d*]+$/, form: 'char' }],
    ['shape', { types: ['char'], size: /^[\d*]+$/, form: 'char' }],
    ['interval', { types: ['double'], size: /^2$/, form: 'double with arraysize "2"' }],
  ]);

/** PostgreSQL's own limit is 1600 (manual, appendix K), computing columns takes two more, and each index on the sky one. */
const MOST_COLUMNS = 1598;

const isCharacter = (type: string): boolean => type === 'char' || type === 'unicodeChar';

/** True for a column that holds one number. */
function isNumber(column: ColumnDocument): boolean {
  return column.arraysize === undefined && !isCharacter(column.type) && column.type !== 'boolean';
}

/** True for a column whose cells hold lists of values. */
function isList(column: ColumnDocument): boolean {
  return column.arraysize !== undefined && !isCharacter(column.type);
}

/** Checks that the parts of a column's description, and the uses that its table makes of it, fit together. */
export function checkColumns(document: ResourceDocument, source: LocatedDocument): readonly Problem[] {
  return document.tables.flatMap((table, index) => {
    const path = ['tables', index];
    return [
      ...table.columns.flatMap((column, at) => checkColumn(column, [...path, 'columns', at], source)),
      ...checkUses(table, path, source),
      ...checkTime(table, path, source),
    ];
  });
}

function checkColumn(column: ColumnDocument, path: DocumentPath, source: LocatedDocument): readonly Problem[] {
  const problems: Problem[] = [];
  const tell = (key: string, message: string, detail: ProblemDetail = {}): void => {
    problems.push(
      problem('D105', `the column ${column.name} ${message}`, { ...detail, place: source.valuePlace([...path, key]) }),
    );
  };
  if (column.from !== undefined && column.compute !== undefined)
    tell('compute', 'has both from and compute', { hint: 'A column is either copied or computed.' });
  const wanted = column.xtype === undefined ? undefined : XTYPES.get(column.xtype);
  const size = column.arraysize ?? (isCharacter(column.type) ? '*' : '');
  if (wanted && !(wanted.types.includes(column.type) && wanted.size.test(size)))
    tell('xtype', `has the xtype ${column.xtype}, which needs type ${wanted.form}`);
  if (column.range) {
    const [low, high] = column.range;
    if (column.arraysize !== undefined && !isCharacter(column.type))
      tell('range', 'has several values in a cell; a range is for one');
    else if (isNumber(column) && (typeof low === 'string' || typeof high === 'string'))
      tell('range', 'is a number, but its range is text', { hint: 'Write the bounds without quotes.' });
    else if (!isNumber(column) && (typeof low === 'number' || typeof high === 'number'))
      tell('range', 'is text, but its range is numbers', { hint: 'Put the bounds in quotes.' });
    else if (low > high) tell('range', `has the range ${low} to ${high}, which nothing can be in`);
  }
  if (column.values && isList(column)) tell('values', 'has several values in a cell; a set of values is for one');
  if (column.compute !== undefined && column.null !== undefined)
    tell('null', 'is computed; a magic value for NULL belongs to the column it is computed from');
  return problems;
}

function checkUses(table: TableDocument, path: DocumentPath, source: LocatedDocument): readonly Problem[] {
  const problems: Problem[] = [];
  const tell = (at: DocumentPath, message: string, detail: ProblemDetail = {}): void => {
    problems.push(problem('D105', message, { ...detail, place: source.valuePlace(at) }));
  };
  const indexed = [
    ...[table.primaryKey ?? []].flat().map((name) => ({ name, by: 'the primary key', at: [...path, 'primaryKey'] })),
    ...(table.indexes ?? []).flatMap(({ columns, method }, index) =>
      (method === 'sky' ? [] : columns).map((name) => ({
        name,
        by: 'an index',
        at: [...path, 'indexes', index, 'columns'],
      })),
    ),
    ...table.columns.flatMap(({ name, index }, at) =>
      index === undefined || index === 'sky' ? [] : [{ name, by: 'an index', at: [...path, 'columns', at, 'index'] }],
    ),
  ];
  for (const { name, by, at } of indexed) {
    const column = findColumn(table, name);
    if (column && isList(column)) tell(at, `${column.name} has several values in a cell; it cannot be in ${by}`);
  }
  for (const [index, { columns, method }] of (table.indexes ?? []).entries()) {
    const at = [...path, 'indexes', index];
    if (method === 'hash' && columns.length > 1)
      tell(at, 'a hash index is on one column', { hint: 'Use method: btree.' });
  }
  if (table.columns.length + skyIndexesOf(table).length > MOST_COLUMNS)
    tell(
      [...path, 'columns'],
      `${table.name} has ${table.columns.length} columns; ${MOST_COLUMNS} at most can be held`,
      {
        hint: 'Spread them over two tables, or make one column of several that belong together: type and arraysize.',
      },
    );
  const { min, max } = table.rowCount ?? {};
  if (min !== undefined && max !== undefined && min > max)
    tell([...path, 'rowCount'], `rowCount wants at least ${min} and at most ${max} rows`);
  return problems;
}

/** A time that is a number needs the zero of its scale (VOTable 1.4 sec 3.2); calendar text must not have one. */
function checkTime(table: TableDocument, path: DocumentPath, source: LocatedDocument): readonly Problem[] {
  const column = table.time && findColumn(table, table.time.column);
  if (!table.time || !column) return [];
  const at = source.valuePlace([...path, 'time', 'column']);
  if (column.xtype === 'timestamp')
    return table.time.origin === undefined
      ? []
      : [
          problem('D105', `time.origin is for times that are numbers; ${column.name} is a timestamp`, {
            place: source.valuePlace([...path, 'time', 'origin']),
          }),
        ];
  if (!isNumber(column))
    return [
      problem('D105', `time.column needs a number or a timestamp; ${column.name} is ${column.type}`, {
        hint: 'Calendar text has type: char, xtype: timestamp.',
        place: at,
      }),
    ];
  if (table.time.origin === undefined && column.xtype !== 'mjd' && column.xtype !== 'jd')
    return [
      problem('D103', `a time axis of numbers lacks "origin"`, {
        hint: 'Add origin: MJD-origin, JD-origin, or the Julian date of its zero.',
        place: source.valuePlace([...path, 'time']),
      }),
    ];
  return [];
}
