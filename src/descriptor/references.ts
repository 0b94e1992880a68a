import { type Problem, problem } from '../core/error.ts';
import { didYouMean } from '../core/suggest.ts';
import {
  type ColumnDocument,
  type ForeignKeyDocument,
  namesOf,
  type ResourceDocument,
  type TableDocument,
} from './document.ts';
import { schemaNameOf } from './names.ts';
import type { DocumentPath, LocatedDocument } from './read-document.ts';

/** Every name in a descriptor that must lead to a column or table does; no table or column is described twice. */
export function checkReferences(document: ResourceDocument, source: LocatedDocument): readonly Problem[] {
  const tables = document.tables;
  return [
    ...duplicates(tables, ['tables'], 'table', source),
    ...tables.flatMap((table, index) => {
      const path = ['tables', index];
      return [
        ...duplicates(table.columns, [...path, 'columns'], 'column', source),
        ...missingColumns(table, path, source),
        ...(table.foreignKeys ?? []).flatMap((key, at) =>
          checkForeignKey(key, table, document, [...path, 'foreignKeys', at], source),
        ),
      ];
    }),
  ];
}

/** Names that differ in case alone are one name to ADQL and to the database. */
function duplicates(
  items: readonly { readonly name: string }[],
  path: DocumentPath,
  what: string,
  source: LocatedDocument,
): readonly Problem[] {
  const first = new Map<string, number>();
  return items.flatMap(({ name }, index) => {
    const earlier = first.get(name.toLowerCase());
    if (earlier === undefined) {
      first.set(name.toLowerCase(), index);
      return [];
    }
    const line = source.valuePlace([...path, earlier, 'name']).line;
    return [
      problem('D202', `the ${what} "${name}" is described twice`, {
        hint: `The first stands in line ${line}; names that differ in case alone are the same.`,
        place: source.valuePlace([...path, index, 'name']),
      }),
    ];
  });
}

export function findColumn(table: TableDocument, name: string): ColumnDocument | undefined {
  return table.columns.find((column) => column.name.toLowerCase() === name.toLowerCase());
}

function missingColumns(table: TableDocument, path: DocumentPath, source: LocatedDocument): readonly Problem[] {
  const named: { readonly by: string; readonly name: string | undefined; readonly at: DocumentPath }[] = [
    ...each('primaryKey', table.primaryKey, [...path, 'primaryKey']),
    ...(table.indexes ?? []).flatMap(({ columns }, index) =>
      each('an index', columns, [...path, 'indexes', index, 'columns']),
    ),
    ...(table.foreignKeys ?? []).flatMap(({ columns }, index) =>
      each('a foreign key', columns, [...path, 'foreignKeys', index, 'columns']),
    ),
    ...(['ra', 'dec', 'error'] as const).map((key) => ({
      by: `position.${key}`,
      name: table.position?.[key],
      at: [...path, 'position', key],
    })),
    { by: 'time.column', name: table.time?.column, at: [...path, 'time', 'column'] },
  ];
  return named.flatMap(({ by, name, at }) =>
    name === undefined || findColumn(table, name) ? [] : [noColumn(by, name, table, at, source)],
  );
}

function each(by: string, names: string | readonly string[] | undefined, path: DocumentPath) {
  return namesOf(names).map((name, index) => ({ by, name, at: typeof names === 'string' ? path : [...path, index] }));
}

function noColumn(
  by: string,
  name: string,
  table: TableDocument,
  path: DocumentPath,
  source: LocatedDocument,
): Problem {
  const names = table.columns.map((column) => column.name);
  return problem('D201', `${by} names the column "${name}", which the table ${table.name} does not have`, {
    hint: didYouMean(name, names) ?? `Its columns are ${names.join(', ')}.`,
    place: source.valuePlace(path),
  });
}

function checkForeignKey(
  key: ForeignKeyDocument,
  table: TableDocument,
  document: ResourceDocument,
  path: DocumentPath,
  source: LocatedDocument,
): readonly Problem[] {
  const from = namesOf(key.columns);
  const to = namesOf(key.reference.columns);
  const at = [...path, 'reference', 'columns'];
  if (from.length !== to.length)
    return [
      problem('D105', `a foreign key of ${table.name} has ${from.length} columns but points at ${to.length}`, {
        place: source.valuePlace(at),
      }),
    ];
  const [schema = '', name = ''] = key.reference.table.toLowerCase().split('.');
  // A table of another resource can only be looked at when all descriptors are there (see `checkTogether`).
  if (schema !== schemaNameOf(document).toLowerCase()) return [];
  const target = document.tables.find((other) => other.name.toLowerCase() === name);
  return target ? checkTarget(from, to, table, target, (index) => source.valuePlace([...at, index])) : [];
}

/** The columns that a foreign key points at are there, and of the type of those that point. */
function checkTarget(
  from: readonly string[],
  to: readonly string[],
  table: TableDocument,
  target: TableDocument,
  placeOf: (index: number) => Problem['place'] & object,
): readonly Problem[] {
  return to.flatMap((name, index) => {
    const wanted = findColumn(target, name);
    const place = placeOf(index);
    if (!wanted) {
      const names = target.columns.map((column) => column.name);
      return [
        problem(
          'D201',
          `a foreign key of ${table.name} points at the column "${name}", which ${target.name} does not have`,
          {
            hint: didYouMean(name, names) ?? `Its columns are ${names.join(', ')}.`,
            place,
          },
        ),
      ];
    }
    const own = findColumn(table, from[index] ?? '');
    return own && own.type !== wanted.type
      ? [
          problem(
            'D105',
            `${table.name}.${own.name} is ${own.type}, but ${target.name}.${wanted.name}, at which it points, is ${wanted.type}`,
            {
              place,
            },
          ),
        ]
      : [];
  });
}
