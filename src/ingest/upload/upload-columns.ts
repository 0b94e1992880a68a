import { fail } from '../../core/error.ts';
import { LIMITS } from '../../core/limits.ts';
import type { Column } from '../../model/column.ts';
import {
  type Datatype,
  fixedLength,
  geometryOf,
  isCharacter,
  isNumber,
  TIMESTAMP,
  UNICODE_TEXT,
} from '../../model/datatype.ts';
import type { SkyIndex } from '../../model/sky-index.ts';
import type { SourceColumn } from '../source.ts';

/** The columns of an uploaded table, and where in the file they come from. */
export interface UploadColumns {
  readonly columns: readonly Column[];
  /** For each of them, the index of the file's column. */
  readonly wanted: readonly number[];
  /** What differs from the file, as sentences. */
  readonly notes: readonly string[];
}

/**
 * Columns may be called anything in a file. They keep their names, but for the second of two that are the same; in the database
 * they go by number, as names there are short and in one case.
 *
 * @param label what messages call the table
 */
export function uploadColumns(label: string, found: readonly SourceColumn[]): UploadColumns {
  if (found.length > LIMITS.uploadColumns)
    fail('U103', `${label} has ${found.length} columns; there can be ${LIMITS.uploadColumns}`, {
      hint: 'Send only the columns that the query names.',
    });
  const notes: string[] = [];
  const names = new Set<string>();
  const columns: Column[] = [];
  const wanted: number[] = [];
  for (const [index, source] of found.entries()) {
    if (source.unsupported !== undefined || !source.datatype) {
      notes.push(
        `The column "${source.name}" of ${label} is left out: ${source.unsupported ?? 'its type is unknown'}.`,
      );
      continue;
    }
    const wish = source.name.trim() === '' ? `column ${index + 1}` : source.name;
    const name = freshName(wish, names);
    if (name !== wish) notes.push(`The second column "${wish}" of ${label} is called "${name}" here.`);
    names.add(name);
    columns.push(uploadColumn(name, `c${index + 1}`, source, source.datatype));
    wanted.push(index);
  }
  if (columns.length === 0)
    fail('U105', `${label} has no column that can be read`, found.length > 0 ? { hint: notes.join(' ') } : {});
  return { columns, wanted, notes };
}

function freshName(wish: string, taken: ReadonlySet<string>): string {
  let name = wish;
  for (let number = 2; taken.has(name); number++) name = `${wish}_${number}`;
  return name;
}

function uploadColumn(name: string, stored: string, source: SourceColumn, datatype: Datatype): Column {
  const { unit, ucd, utype, description, declared } = source;
  return {
    name,
    stored,
    datatype: declared ? publishable(declared) : datatype,
    ...(unit ? { unit } : {}),
    ...(ucd ? { ucd } : {}),
    ...(utype ? { utype } : {}),
    ...(description ? { description } : {}),
    indexed: false,
    principal: true,
    std: false,
  };
}

/** Words of a file need not fit its types: where they do not, the type counts. */
function publishable(declared: Datatype): Datatype {
  const { xtype: _, ...bare } = declared;
  switch (declared.xtype) {
    case 'point':
      return fixedLength(declared) === 2 ? declared : bare;
    case 'circle':
      return fixedLength(declared) === 3 ? declared : bare;
    case 'polygon':
      return isFloating(declared) && declared.arraysize !== undefined ? declared : bare;
    case 'timestamp':
      return isCharacter(declared) ? TIMESTAMP : bare;
    default:
      return declared;
  }
}

const isFloating = ({ primitive }: Datatype): boolean => primitive === 'float' || primitive === 'double';

/** The type in which a column is stored: a text as long as it is, and of whatever letters. */
export function storedDatatype(datatype: Datatype): Datatype {
  const isPlain = isCharacter(datatype) && geometryOf(datatype) === undefined && datatype.xtype !== 'timestamp';
  return isPlain ? UNICODE_TEXT : datatype;
}

/** The columns with longitude and latitude of positions, by UCD (also of the first kind) or, where there is none, by name. */
const PAIRS: readonly (readonly [lon: RegExp, lat: RegExp])[] = [
  [/^pos\.eq\.ra\b|^pos_eq_ra(?:_main)?$/, /^pos\.eq\.dec\b|^pos_eq_dec(?:_main)?$/],
  [/^pos\.galactic\.lon\b|^pos_gal_lon$/, /^pos\.galactic\.lat\b|^pos_gal_lat$/],
  [/^pos\.ecliptic\.lon\b|^pos_ec_lon$/, /^pos\.ecliptic\.lat\b|^pos_ec_lat$/],
];
const NAMES: readonly [lon: RegExp, lat: RegExp] = [
  /^_?ra(?:_?(?:j?2000|icrs|deg))?$|^alpha$/i,
  /^_?(?:de|dec|decl|dej)(?:_?(?:j?2000|icrs|deg))?$|^delta$/i,
];

/** What of these columns is indexed on the sky: each position that is found, and each region. */
export function uploadIndexes(columns: readonly Column[]): readonly SkyIndex[] {
  const numbers = columns.filter(({ datatype }) => isNumber(datatype));
  const byUcd = PAIRS.map(([lon, lat]) => [mainOf(numbers, lon), mainOf(numbers, lat)] as const);
  const byName = NAMES.map((pattern) => numbers.find(({ name }) => pattern.test(name)));
  const pairs = [...byUcd, [byName[0], byName[1]] as const];
  const positions = new Map<string, SkyIndex>();
  for (const [lon, lat] of pairs) {
    if (!lon?.stored || !lat?.stored) continue;
    const cell = `${lon.stored}.${lat.stored}.cell`;
    positions.set(cell, { kind: 'position', lon: lon.name, lat: lat.name, cell, clustered: false });
  }
  const regions = columns.filter(({ datatype }) => !['point', undefined].includes(geometryOf(datatype)));
  return [
    ...positions.values(),
    ...regions.map(({ name, stored }): SkyIndex => ({ kind: 'region', column: name, cells: `${stored}.cover` })),
  ];
}

/** Errors and motions of the quantity are not the quantity; of several, the main one, else the first. */
function mainOf(columns: readonly Column[], ucd: RegExp): Column | undefined {
  const fitting = columns.filter((column) => {
    const words = column.ucd?.toLowerCase() ?? '';
    return ucd.test(words) && !/\bstat\.|\barith\.|\bpos\.pm\b/.test(words);
  });
  return fitting.find((column) => /meta\.main|_main$/i.test(column.ucd ?? '')) ?? fitting[0];
}
