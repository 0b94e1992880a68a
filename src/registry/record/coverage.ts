import { element, type XmlElement } from '../../format/xml/element.ts';
import { instantOf } from '../../model/calendar.ts';
import { joulesOf } from '../../model/energy.ts';
import type { Resource } from '../../model/resource.ts';
import { writeMoc } from '../../model/sky/moc-text.ts';
import { shortenForRecord } from '../../model/sky/shorten-moc.ts';
import { spatialCoverage } from '../../model/spatial-coverage.ts';

/** Where, when and at what energies the resource has data (VODataService 1.2 sec 3.2); nothing where nothing is known. */
export function coverageElement(resource: Resource): readonly XmlElement[] {
  const { temporal, energy, messengers, regionOfRegard } = resource.coverage;
  const moc = spatialCoverage(resource);
  const parts = [
    ...(moc ? [element('spatial', {}, writeMoc(shortenForRecord(moc)))] : []),
    ...temporal.map(([from, to]) => element('temporal', {}, `${mjd(from)} ${endOf(to)}`)),
    ...energy.map((limits) => element('spectral', {}, limits.map(joules).join(' '))),
    ...messengers.map((messenger) => element('waveband', {}, messenger)),
    ...(regionOfRegard === undefined ? [] : [element('regionOfRegard', {}, String(regionOfRegard))]),
  ];
  return parts.length > 0 ? [element('coverage', {}, ...parts)] : [];
}

/** Limits of coverage need not be precise: UTC stands for TDB, which is a minute ahead. */
const MJD_OF_1970 = 40_587;
const MS_PER_DAY = 86_400_000;

/** Limits in days, to a second. */
const mjd = (date: string): number => Number((instantOf(date) / MS_PER_DAY + MJD_OF_1970).toFixed(5));

/** A day is covered until it ends. */
const endOf = (date: string): number => (date.includes('T') ? mjd(date) : mjd(date) + 1);

/** A number of joules, with six digits. */
const joules = (energy: string): string =>
  joulesOf(energy)
    .toExponential(5)
    .replace(/\.?0+e/, 'e');
