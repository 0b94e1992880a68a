import { didYouMean } from '../../core/suggest.ts';
import { geometryOf } from '../../model/datatype.ts';
import type { ResultColumn } from '../../model/result.ts';
import type { Position } from '../../model/table.ts';
import type { ColumnValue, FunctionValue, Value } from '../typed.ts';
import type { Refusal } from './definition.ts';

/**
 * The coordinate systems that the first argument of a geometry can name (ADQL 2.1 sec 4.2.5), as ADQL 2.0 and STC-S write them, with
 * the term of the vocabulary refframe for each; '' where none is meant.
 */
const FRAMES: Readonly<Record<string, string>> = {
  '': '',
  UNKNOWN: '',
  UNKNOWNFRAME: '',
  ICRS: 'ICRS',
  FK5: 'FK5',
  FK5_J2000: 'FK5',
  J2000: 'FK5',
  'J2000.0': 'FK5',
  EQ_FK5: 'FK5',
  FK4: 'FK4',
  FK4_B1950: 'FK4',
  B1950: 'FK4',
  'B1950.0': 'FK4',
  EQ_FK4: 'FK4',
  GALACTIC: 'GALACTIC',
  GALACTIC_II: 'GALACTIC',
  SUPER_GALACTIC: 'SUPER_GALACTIC',
  SUPERGALACTIC: 'SUPER_GALACTIC',
  ECLIPTIC: 'ECLIPTIC',
  ECL_FK5: 'ECLIPTIC',
};

const USUAL = ['ICRS', 'FK5', 'FK4', 'GALACTIC', 'SUPER_GALACTIC', 'ECLIPTIC'];

/** Reference positions and flavours that may follow (STC-S, sec 4.2): they have no effect on directions on the sky. */
const FOLLOWING =
  /^(GEOCENTER|BARYCENTER|EMBARYCENTER|HELIOCENTER|TOPOCENTER|MOON|LSRK?|LSRD|GALACTIC_CENTER|LOCAL_GROUP_CENTER|RELOCATABLE|UNKNOWNREFPOS|SPHERICAL2|CARTESIAN2|J2000(\.0)?|B1950(\.0)?)$/;

/** The term of the vocabulary refframe for what a query or a text calls a coordinate system; '' if it names none. */
export function readFrame(written: string): string | Refusal {
  const [name = '', ...following] = written.trim().toUpperCase().split(/\s+/);
  const frame = Object.hasOwn(FRAMES, name) ? FRAMES[name] : FOLLOWING.test(name) ? '' : undefined;
  const odd = following.find((word) => !FOLLOWING.test(word));
  if (frame !== undefined && odd === undefined) return frame;
  const hint = didYouMean(odd ?? name, USUAL) ?? `Known are ${USUAL.join(', ')}; without one, no system is claimed.`;
  return { refused: `${odd ?? name} is not a known coordinate system`, hint };
}

interface Frame {
  readonly term: string;
  /** Written in the query; else it is that of the table. */
  readonly written: boolean;
  /** The geometry cannot be converted. */
  readonly fixed?: true;
}

/** The coordinate system of a geometry, where the query or the table that its coordinates come from says it. */
export function frameOf(value: Value): Frame | undefined {
  // MOC 2.0 sec 4.1: always ICRS.
  if (geometryOf(value.datatype) === 'moc') return { term: 'ICRS', written: true, fixed: true };
  if (value.kind === 'column') return geometryOf(value.datatype) && columnFrame(value);
  if (value.kind === 'region') return known(value.frame, true);
  if (value.kind !== 'function') return undefined;
  if (value.frame !== undefined) return known(value.frame, true);
  if (value.name === 'point') return positionFrame(value);
  if (!['circle', 'box', 'polygon', 'centroid'].includes(value.name)) return undefined;
  return value.arguments.map(frameOf).find((frame) => frame !== undefined);
}

const known = (term: string | undefined, written: boolean): Frame | undefined =>
  term === undefined || term === '' || term === 'UNKNOWN' ? undefined : { term, written };

/** Coordinates that are the position of a published table are in its frame. */
function positionFrame({ arguments: [lon, lat] }: FunctionValue): Frame | undefined {
  const [first, second] = [publishedColumn(lon), publishedColumn(lat)];
  const position = first?.table?.position;
  if (!position || second?.table !== first.table) return undefined;
  return isNamed(position.ra, first) && isNamed(position.dec, second) ? tableFrame(position) : undefined;
}

/** A geometry of a table is taken to be in the frame of its position. */
function columnFrame(value: ColumnValue): Frame | undefined {
  const position = publishedColumn(value)?.table?.position;
  return position && tableFrame(position);
}

const tableFrame = ({ frame }: Position): Frame | undefined => known(frame, false);

const publishedColumn = (value: Value | undefined): ResultColumn | undefined =>
  value?.kind === 'column' ? value.source.columns[value.index] : undefined;

const isNamed = (name: string, { column }: ResultColumn): boolean => column?.toLowerCase() === name.toLowerCase();

/**
 * Geometries in two systems are not converted into each other (ADQL 2.1 sec 4.2.5 leaves it open), so what compares or joins them would
 * give a wrong answer. What the query writes goes before what a table says of its columns.
 */
export function unlikeFrames(values: readonly Value[], writtenAlone = false): Refusal | undefined {
  let first: Frame | undefined;
  for (const value of values) {
    const found = frameOf(value);
    const frame = writtenAlone && !found?.written ? undefined : found;
    first ??= frame;
    if (!first || !frame || alike(first, frame)) continue;
    const [from, to] = frame.fixed ? [first, frame] : [frame, first];
    return {
      refused: `its arguments are in different coordinate systems: ${first.term} and ${frame.term}`,
      hint: `ivo_geom_transform('${from.term}', '${to.term}', geometry) converts a geometry.`,
    };
  }
  return undefined;
}

/** ICRS and FK5 differ by 0.02 arcsec; the catalogue of functions takes the one for the other (ivo_geom_transform), and so do many queries. */
function alike(one: Frame, other: Frame): boolean {
  return one.term === other.term || [one, other].every(({ term }) => term === 'ICRS' || term === 'FK5');
}
