import type { Column } from '../../model/column.ts';
import { isText } from '../../model/datatype.ts';
import type { ResultColumn } from '../../model/result.ts';
import { rotation, transform } from '../../model/sky/frame.ts';
import type { Position, Table } from '../../model/table.ts';
import type { Cone, ConeSearch } from '../../service/cone-search.ts';
import { columnQueryName, tableQueryName } from '../../service/query-name.ts';
import type { ConeRequest } from './cone-request.ts';

/** A cone search as the query that it is, and what the standard wants said of the result's columns. */
export interface ConeQuery {
  /** ADQL. */
  readonly query: string;
  describe(columns: readonly ResultColumn[]): readonly ResultColumn[];
}

/** One of the three columns that every answer begins with, each with a UCD of UCD1 (SCS 1.03 sec 2.2). */
interface Lead {
  readonly name: string;
  /** ADQL. */
  readonly value: string;
  readonly ucd: string;
  readonly description: string;
  /** The column that it shows, perhaps as another type. */
  readonly column?: Column;
}

/** Writes the query: the row's name, right ascension and declination first, then as many columns as VERB asks for. */
export function coneQuery(search: ConeSearch, request: ConeRequest): ConeQuery {
  const { table, position } = search;
  const leads = [idLead(search), ...positionLeads(search)];
  const shown = new Set(leads.map(({ name }) => name.toLowerCase()));
  const others = table.columns.filter(
    ({ name, principal }) =>
      !shown.has(name.toLowerCase()) && (request.verb === 3 || (request.verb === 2 && principal)),
  );
  const outputs = [
    ...leads.map(({ name, value }) =>
      value === columnQueryName(name) ? value : `${value} AS ${columnQueryName(name)}`,
    ),
    ...others.map(({ name }) => columnQueryName(name)),
  ];
  const query = `SELECT ${outputs.join(', ')}\nFROM ${tableQueryName(table)}\nWHERE ${condition(position, request)}`;
  return {
    query,
    describe: (columns) =>
      columns.map((column, index) => {
        const lead = leads[index];
        return lead ? leadColumn(column, lead, table) : column;
      }),
  };
}

/** SR=0 asks for the description of the columns (SCS 1.03 sec 2.2): no row is closer than that to any place. */
function condition({ ra: lon, dec: lat, frame }: Position, { ra, dec, sr }: Cone): string {
  if (sr === 0) return '0 = 1';
  const matrix = rotation('ICRS', frame.toUpperCase());
  const center = matrix && !isEquatorial(frame) ? transform(matrix, ra, dec) : { lon: ra, lat: dec };
  const point = `POINT(${columnQueryName(lon)}, ${columnQueryName(lat)})`;
  return `DISTANCE(${point}, POINT(${center.lon}, ${center.lat})) <= ${sr}`;
}

/** ICRS and FK5 count as the same here, as in all geometry. */
const isEquatorial = (frame: string): boolean => /^(ICRS|FK5)$/i.test(frame);

/** The standard wants one text for each row, and no other. */
function idLead({ id, position, table }: ConeSearch): Lead {
  const ucd = 'ID_MAIN';
  const [only, ...more] = id;
  if (only && more.length === 0) {
    const { name, description = 'Name of the row' } = only;
    return { name, value: asText(only), ucd, description, column: only };
  }
  const parts = only ? id : table.columns.filter(({ name }) => name === position.ra || name === position.dec);
  return {
    name: freeName(table, 'id'),
    value: parts.map(asText).join(" || ' ' || "),
    ucd,
    description: `Name of the row: ${parts.map(({ name }) => name).join(', ')}`,
  };
}

function asText({ name, datatype }: Column): string {
  return isText(datatype) ? columnQueryName(name) : `CAST(${columnQueryName(name)} AS VARCHAR)`;
}

/** Right ascension and declination in ICRS, in double precision whatever the table has. */
function positionLeads({ position, table }: ConeSearch): readonly Lead[] {
  const named = (wanted: string) => table.columns.find(({ name }) => name === wanted);
  const [lon, lat] = [named(position.ra), named(position.dec)];
  if (!lon || !lat) throw new Error(`the position of ${table.schema}.${table.name} has no column`);
  const [ra, dec] = ['Right ascension (ICRS)', 'Declination (ICRS)'];
  if (isEquatorial(position.frame))
    return [equatorial(lon, 'POS_EQ_RA_MAIN', ra), equatorial(lat, 'POS_EQ_DEC_MAIN', dec)];
  const place = `POINT(${columnQueryName(lon.name)}, ${columnQueryName(lat.name)})`;
  const turned = `ivo_geom_transform('${position.frame.toUpperCase()}', 'ICRS', ${place})`;
  return [
    { name: freeName(table, 'ra'), value: `COORD1(${turned})`, ucd: 'POS_EQ_RA_MAIN', description: ra },
    { name: freeName(table, 'dec'), value: `COORD2(${turned})`, ucd: 'POS_EQ_DEC_MAIN', description: dec },
  ];
}

function equatorial(column: Column, ucd: string, usual: string): Lead {
  const { name, datatype, description = usual } = column;
  const bare = columnQueryName(name);
  const value = datatype.primitive === 'double' ? bare : `CAST(${bare} AS DOUBLE PRECISION)`;
  return { name, value, ucd, description, column };
}

/** A name that no column of the table has. */
function freeName({ columns }: Table, wish: string): string {
  const taken = new Set(columns.map(({ name }) => name.toLowerCase()));
  let name = wish;
  for (let number = 2; taken.has(name); number++) name = `${wish}_${number}`;
  return name;
}

/** The table is named with the column, as what it says of its frame and of the values holds for them still. */
function leadColumn(result: ResultColumn, { ucd, description, column }: Lead, table: Table): ResultColumn {
  const unit = ucd === 'ID_MAIN' ? {} : { unit: 'deg' };
  return { ...result, ...unit, ucd, description, ...(column && { table, column: column.name }) };
}
