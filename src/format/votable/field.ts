import type { Column } from '../../model/column.ts';
import { geometryOf } from '../../model/datatype.ts';
import type { ResultColumn } from '../../model/result.ts';
import type { Position, TimeAxis } from '../../model/table.ts';
import { element, type XmlElement } from '../xml/element.ts';

/** The FIELDs of a result, and the coordinate systems that they refer to. */
export interface Fields {
  readonly systems: readonly XmlElement[];
  readonly fields: readonly XmlElement[];
}

/** How VOTable 1.4's schema spells the terms of the vocabulary refframe; a frame that it lacks gets no COOSYS. */
const COOSYS_NAMES: Readonly<Record<string, string>> = {
  ICRS: 'ICRS',
  FK5: 'eq_FK5',
  FK4: 'eq_FK4',
  GALACTIC: 'galactic',
  SUPER_GALACTIC: 'supergalactic',
  ECLIPTIC: 'ecl_FK5',
};

/** The value that stands for NULL in a column (attribute `null` of VALUES), if one does. */
export type NullValueOf = (column: ResultColumn) => bigint | undefined;

export function describeFields(columns: readonly ResultColumn[], nullValue: NullValueOf = () => undefined): Fields {
  const issueId = idIssuer();
  // Columns first, so that a column called `coosys1` keeps its name as its ID.
  const ids = columns.map(({ name }) => issueId(name));
  const systems = new Map<string, XmlElement>();
  const references = columns.map((column) => {
    const system = systemOf(column);
    if (!system) return undefined;
    const key = JSON.stringify(system);
    const known = systems.get(key);
    const ID = known?.attributes['ID'] ?? issueId(`${system.name.toLowerCase()}${systems.size + 1}`);
    if (!known) systems.set(key, { ...system, attributes: { ID, ...system.attributes } });
    return ID;
  });
  return {
    systems: [...systems.values()],
    fields: columns.map((column, index) => fieldElement(column, ids[index], references[index], nullValue(column))),
  };
}

function fieldElement(
  column: ResultColumn,
  ID: string | undefined,
  ref: string | undefined,
  nullValue: bigint | undefined,
): XmlElement {
  const { name, datatype, unit, ucd, utype, description } = column;
  return element(
    'FIELD',
    {
      ID,
      name,
      datatype: datatype.primitive,
      arraysize: datatype.arraysize,
      unit: unit || undefined,
      ucd: ucd || undefined,
      utype: utype || undefined,
      xtype: datatype.xtype,
      ref,
    },
    description ? element('DESCRIPTION', {}, description) : undefined,
    valuesElement(publishedColumn(column), nullValue),
  );
}

/** Names in the catalogue are unique without regard to case. */
function sameName(left: string | undefined, right: string | undefined): boolean {
  return left !== undefined && left.toLowerCase() === right?.toLowerCase();
}

/** The column of a published table that a result's column shows unchanged. */
export function publishedColumn({ table, column }: ResultColumn): Column | undefined {
  return table?.columns.find(({ name }) => sameName(name, column));
}

/** What the descriptor promises of a column's values, which the load has checked. */
function valuesElement(column: Column | undefined, nullValue: bigint | undefined): XmlElement | undefined {
  const { range, values = {} } = column ?? {};
  const options = Object.entries(values).map(([value, name]) => element('OPTION', { name: name || undefined, value }));
  if (!range && options.length === 0 && nullValue === undefined) return undefined;
  return element(
    'VALUES',
    { null: nullValue?.toString() },
    range && element('MIN', { value: String(range[0]) }),
    range && element('MAX', { value: String(range[1]) }),
    ...options,
  );
}

/**
 * The COOSYS or TIMESYS, yet without ID, of a column that is a coordinate of its table. The points and regions of a table are in the
 * frame of its position, but for coverage maps, which need none to be told (MOC 2.0 sec 4.1).
 */
function systemOf({ table, column, datatype }: ResultColumn): XmlElement | undefined {
  const { position, time } = table ?? {};
  const geometry = geometryOf(datatype);
  const isPlace = geometry !== undefined && geometry !== 'moc';
  if (position && (isPlace || sameName(position.ra, column) || sameName(position.dec, column))) return coosys(position);
  if (time && sameName(time.column, column)) return timesys(time);
  return undefined;
}

function coosys({ frame, equinox, epoch }: Position): XmlElement | undefined {
  const system = COOSYS_NAMES[frame.toUpperCase()];
  if (system === undefined) return undefined;
  return element('COOSYS', { system, equinox, epoch: epoch === undefined ? undefined : `J${julianYear(epoch)}` });
}

function julianYear(epoch: number): string {
  return Number.isInteger(epoch) ? epoch.toFixed(1) : String(epoch);
}

function timesys({ scale, position, origin }: TimeAxis): XmlElement {
  return element('TIMESYS', { timeorigin: origin, timescale: scale, refposition: position });
}

/** Makes XML IDs (NCNames, unique in the document) that are as near as can be to what they name. */
function idIssuer(): (wish: string) => string {
  const issued = new Set<string>();
  return (wish) => {
    const name = wish.replace(/[^A-Za-z0-9_.-]/g, '_').replace(/^(?![A-Za-z_])/, '_');
    let id = name;
    for (let number = 2; issued.has(id); number++) id = `${name}_${number}`;
    issued.add(id);
    return id;
  };
}
