import { type Problem, type ProblemDetail, problem } from '../core/error.ts';
import { type Datatype, geometryOf, isNumber } from '../model/datatype.ts';
import { parseMoc } from '../model/sky/moc-text.ts';
import type { ColumnDocument, ResourceDocument, TableDocument } from './document.ts';
import type { DocumentPath, LocatedDocument } from './read-document.ts';
import { findColumn } from './references.ts';

/** Positions are pairs of numbers in degrees, and what is to be found on the sky is a position or a region. */
export function checkSky(document: ResourceDocument, source: LocatedDocument): readonly Problem[] {
  const tables = document.tables.flatMap((table, index) => {
    const path = ['tables', index];
    return [
      ...checkPosition(table, path, source),
      ...(table.indexes ?? []).flatMap(({ columns, method }, at) =>
        method === 'sky' ? checkSkyIndex(table, columns, [...path, 'indexes', at, 'columns'], source) : [],
      ),
      ...table.columns.flatMap(({ name, index: method }, at) =>
        method === 'sky' ? checkSkyIndex(table, [name], [...path, 'columns', at, 'index'], source) : [],
      ),
      ...checkCluster(table, path, source),
    ];
  });
  return [...checkCoverage(document, source), ...tables];
}

/** A coverage that is written down is a map that can be read. */
function checkCoverage({ coverage }: ResourceDocument, source: LocatedDocument): readonly Problem[] {
  const { spatial } = coverage ?? {};
  const text = typeof spatial === 'object' ? spatial.moc : spatial;
  if (text === undefined || text === 'auto') return [];
  const read = parseMoc(text);
  if (read.kind === 'moc') return [];
  const path = ['coverage', 'spatial', ...(typeof spatial === 'object' ? ['moc'] : [])];
  return [
    problem('D105', `the spatial coverage is neither "auto" nor a MOC: ${read.problem}`, {
      hint: 'Write auto, or an ASCII MOC such as 3/4-7 4/40.',
      place: source.valuePlace(path),
    }),
  ];
}

function checkPosition(table: TableDocument, path: DocumentPath, source: LocatedDocument): readonly Problem[] {
  return (['ra', 'dec', 'error'] as const).flatMap((key) => {
    const name = table.position?.[key];
    const column = name === undefined ? undefined : findColumn(table, name);
    return column ? checkAngle(column, `position.${key}`, source.valuePlace([...path, 'position', key])) : [];
  });
}

function checkAngle(column: ColumnDocument, what: string, place: Problem['place'] & object): readonly Problem[] {
  if (!isNumber(datatypeOf(column)))
    return [problem('D105', `${what} needs a number; ${column.name} is ${column.type}`, { place })];
  if (column.unit === 'deg') return [];
  const unit = column.unit ? `the unit ${column.unit}` : 'no unit';
  return [
    problem('D105', `${what} is in degrees, but the column ${column.name} has ${unit}`, {
      hint: 'Give the column the unit deg, or compute one in degrees.',
      place,
    }),
  ];
}

/** An index on two columns is on a position, on one a region. */
function checkSkyIndex(
  table: TableDocument,
  names: readonly string[],
  path: DocumentPath,
  source: LocatedDocument,
): readonly Problem[] {
  const place = source.valuePlace(path);
  const tell = (message: string, detail: ProblemDetail = {}): readonly Problem[] => [
    problem('D105', message, { ...detail, place }),
  ];
  const [first, second, ...more] = names.map((name) => findColumn(table, name));
  if (names.length > 2 || more.length > 0)
    return tell('a sky index is on two columns, longitude and latitude, or on one with regions');
  if (!first || (names.length === 2 && !second)) return [];
  if (second) {
    const { ra, dec } = table.position ?? {};
    if (isNamed(first, dec) && isNamed(second, ra))
      return tell(`a sky index names the longitude first: columns: [${second.name}, ${first.name}]`);
    return isNamed(first, ra) && isNamed(second, dec)
      ? []
      : [first, second].flatMap((column) => checkAngle(column, 'a sky index', place));
  }
  const kind = geometryOf(datatypeOf(first));
  if (kind === undefined || kind === 'point')
    return tell(`a sky index on one column is for regions; ${first.name} holds none`, {
      hint: 'Name two columns, longitude and latitude; or give the column the xtype circle, polygon, moc or adql:region.',
    });
  if (first.compute !== undefined)
    return tell(`a sky index needs regions that are read from the file; ${first.name} is computed`);
  return [];
}

/** Rows can lie on the disk in one order only. */
function checkCluster(table: TableDocument, path: DocumentPath, source: LocatedDocument): readonly Problem[] {
  const ordering = (table.indexes ?? []).flatMap(({ cluster }, at) => (cluster ? [at] : []));
  return ordering.slice(1).map((at) =>
    problem('D105', 'the rows of a table lie in the order of one index alone, and two have cluster: true', {
      hint: 'Keep it with the index that most queries use.',
      place: source.valuePlace([...path, 'indexes', at, 'cluster']),
    }),
  );
}

const isNamed = ({ name }: ColumnDocument, wanted: string | undefined): boolean =>
  name.toLowerCase() === wanted?.toLowerCase();

function datatypeOf({ type, arraysize, xtype }: ColumnDocument): Datatype {
  return {
    primitive: type,
    ...(arraysize === undefined ? {} : { arraysize }),
    ...(xtype === undefined ? {} : { xtype }),
  };
}
