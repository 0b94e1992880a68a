import { isReserved } from '../adql/keyword.ts';
import { type Problem, problem } from '../core/error.ts';
import type { ResourceDocument } from './document.ts';
import type { LocatedDocument } from './read-document.ts';

/** Schemas of the program, of TAP (TAP 1.1 sec 2.4), of RegTAP and of PostgreSQL. */
const RESERVED_SCHEMAS: ReadonlySet<string> = new Set([
  'tap_schema',
  'tap_upload',
  'rr',
  'almagest',
  'adql',
  'public',
  'information_schema',
]);

/** Columns that every PostgreSQL table has already (PostgreSQL manual, 5.5), and those that the loader adds to the source. */
const RESERVED_COLUMNS: ReadonlyMap<string, string> = new Map([
  ...['tableoid', 'xmin', 'cmin', 'xmax', 'cmax', 'ctid'].map(
    (name) => [name, 'is a hidden column of every table'] as const,
  ),
  ...['source_row', 'source_file'].map((name) => [name, 'means the place of a row in its file'] as const),
]);

/** The schema that a resource's tables go into: as written, else the first part of its id. */
export function schemaNameOf(document: Pick<ResourceDocument, 'id' | 'schema'>): string {
  return document.schema?.name ?? (document.id.split('/')[0] ?? '').replace(/[^A-Za-z0-9_]/g, '_');
}

/** Finds names that cannot be used, and those that can but must stand in quotes. */
export function checkNames(document: ResourceDocument, source: LocatedDocument): readonly Problem[] {
  const problems: Problem[] = [];
  const schema = schemaNameOf(document);
  const schemaPlace = source.valuePlace(document.schema ? ['schema', 'name'] : ['id']);
  if (RESERVED_SCHEMAS.has(schema.toLowerCase()) || /^(?:pg|user|almagest)_/i.test(schema))
    problems.push(
      problem('D203', `the schema name "${schema}" is reserved`, {
        hint: 'Write another one: schema: {name: ...}.',
        place: schemaPlace,
      }),
    );
  else if (!/^[A-Za-z][A-Za-z0-9_]{0,62}$/.test(schema))
    problems.push(
      problem('D105', `the first part of the id, "${schema}", cannot name a schema`, {
        hint: 'Give the schema a name of letters, digits and underscores: schema: {name: ...}.',
        place: schemaPlace,
      }),
    );
  else if (isReserved(schema)) problems.push(quoted('schema', schema, schemaPlace));
  for (const [t, table] of document.tables.entries()) {
    if (isReserved(table.name)) problems.push(quoted('table', table.name, source.valuePlace(['tables', t, 'name'])));
    for (const [c, column] of table.columns.entries()) {
      const place = source.valuePlace(['tables', t, 'columns', c, 'name']);
      const meaning = RESERVED_COLUMNS.get(column.name.toLowerCase());
      if (meaning)
        problems.push(
          problem('D203', `the column name "${column.name}" is taken: it ${meaning}`, {
            hint: 'Rename the column; from: says where it comes from.',
            place,
          }),
        );
      else if (isReserved(column.name)) problems.push(quoted('column', column.name, place));
    }
  }
  return problems;
}

function quoted(what: string, name: string, place: Problem['place'] & object): Problem {
  return problem('D203', `the ${what} name "${name}" is a reserved word of ADQL`, {
    severity: 'note',
    hint: `Queries must write it in double quotes: "${name}".`,
    place,
  });
}
