import type { Resource } from './resource.ts';
import { EMPTY_MOC, isEmpty, type Moc, union } from './sky/moc.ts';
import { parseMoc } from './sky/moc-text.ts';
import type { Table } from './table.ts';

/**
 * Where on the sky a resource has data, in ICRS, as its registry record tells (VODataService 1.2 sec 3.2.1): what its descriptor
 * says, or where the positions of its tables lie. Undefined where neither is known.
 */
export function spatialCoverage({ coverage, tables }: Resource): Moc | undefined {
  const texts =
    coverage.spatial === undefined || coverage.spatial === 'auto'
      ? tables.flatMap((table) => table.coverage?.moc ?? [])
      : [coverage.spatial];
  const moc = texts.map(readMoc).reduce(union, EMPTY_MOC);
  return isEmpty(moc) ? undefined : moc;
}

function readMoc(text: string): Moc {
  const read = parseMoc(text);
  return read.kind === 'moc' ? read.moc : EMPTY_MOC;
}

/** What a table is, and where on the sky its rows lie: the description that clients show. */
export function describeTable({ description, coverage }: Table): string {
  if (!coverage) return description;
  const { fraction, outline } = coverage;
  return `${description}\n\nThe positions lie in ${writePercent(fraction)} of the sky, within the MOC ${outline} (ICRS).`;
}

/** A part of a whole for people: three digits, and whole percents where there are so many. */
export function writePercent(fraction: number): string {
  return `${Number((100 * fraction).toPrecision(3))} %`;
}
