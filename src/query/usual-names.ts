import type { VisibleColumn } from './scope.ts';

/** What columns are called in other catalogues, and the UCD by which the same thing is found here. */
const USUAL: readonly { readonly name: RegExp; readonly ucd: string }[] = [
  { name: /^_?ra(_?(j?2000|icrs|deg|mean|degrees))?$|^alpha/, ucd: 'pos.eq.ra' },
  { name: /^_?(de|dec|decl)(_?(j?2000|icrs|deg|mean|degrees))?$|^declination|^delta/, ucd: 'pos.eq.dec' },
  { name: /^(l|glon|gal_?lon)$/, ucd: 'pos.galactic.lon' },
  { name: /^(b|glat|gal_?lat)$/, ucd: 'pos.galactic.lat' },
  { name: /^(mjd|jd|bjd|time|epoch|date|obs_?time|date_?obs)$/, ucd: 'time.epoch' },
  { name: /^(id|name|source|source_?id|object|designation|main_?id|recno)$/, ucd: 'meta.id;meta.main' },
  { name: /mag(nitude)?$/, ucd: 'phot.mag' },
  { name: /^(z|redshift|z_?spec)$/, ucd: 'src.redshift' },
  { name: /^energy/, ucd: 'phys.energy' },
];

/** The columns that mean what this name usually stands for, at most three. */
export function columnsMeant(name: string, columns: readonly VisibleColumn[]): readonly string[] {
  const wanted = USUAL.find((usual) => usual.name.test(name.toLowerCase()));
  if (!wanted) return [];
  // Errors and extremes of the quantity are not the quantity.
  const fitting = columns.filter(({ column }) => column.ucd?.startsWith(wanted.ucd) && !column.ucd.includes('stat.'));
  const main = fitting.filter(({ column }) => column.ucd?.includes('meta.main'));
  return (main.length > 0 ? main : fitting).slice(0, 3).map(({ column }) => column.name);
}
