import { element, type XmlElement } from '../../format/xml/element.ts';
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
    ...temporal.map(([from, to]) => element('temporal', {}, `${beginOf(from)} ${endOf(to)}`)),
    ...energy.map((limits) => element('spectral', {}, limits.map(joules).join(' '))),
    ...messengers.map((messenger) => element('waveband', {}, messenger)),
    ...(regionOfRegard === undefined ? [] : [element('regionOfRegard', {}, String(regionOfRegard))]),
  ];
  return parts.length > 0 ? [element('coverage', {}, ...parts)] : [];
}

/** Limits of coverage need not be precise: UTC stands for TDB, which is a minute ahead. */
const MJD_OF_1970 = 40_587;
const MS_PER_DAY = 86_400_000;

function mjd(date: string): number {
  const at = Date.parse(date.length > 10 && !date.endsWith('Z') ? `${date}Z` : date);
  return Number((at / MS_PER_DAY + MJD_OF_1970).toFixed(5));
}

const beginOf = mjd;

/** A day is covered until it ends. */
function endOf(date: string): number {
  return date.length > 10 ? mjd(date) : mjd(date) + 1;
}

const IN_JOULES: Readonly<Record<string, number>> = { J: 1, erg: 1e-7, eV: 1.602176634e-19 };
const PREFIXES: Readonly<Record<string, number>> = { k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18, Z: 1e21 };

/** An energy as descriptors write it, such as `100 GeV`, as a number of joules with six digits. */
function joules(energy: string): string {
  const [, value = '', prefix, unit = ''] = /^(\S+) ([kMGTPEZ])?(eV|J|erg)$/.exec(energy) ?? [];
  const number = Number(value) * (prefix === undefined ? 1 : (PREFIXES[prefix] ?? 1)) * (IN_JOULES[unit] ?? 1);
  return number.toExponential(5).replace(/\.?0+e/, 'e');
}
