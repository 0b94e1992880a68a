import { tableQueryName } from '../../adql/query-name.ts';
import type { Table } from '../../model/table.ts';

/** A whole table as a file. */
export interface Download {
  readonly title: string;
  readonly mediaType: string;
  readonly url: string;
}

/** TAP offers more formats; these are the ones that most people can read. */
const FORMATS: readonly (readonly [title: string, name: string, mediaType: string])[] = [
  ['CSV', 'csv', 'text/csv'],
  ['VOTable', 'votable', 'application/x-votable+xml'],
  ['FITS', 'fits', 'application/fits'],
  ['Parquet', 'parquet', 'application/vnd.apache.parquet'],
];

/** Addresses that give all rows of a table; `baseUrl` is that of the site. */
export function downloadsOf(table: Table, baseUrl: string): readonly Download[] {
  const query = encodeURIComponent(`SELECT * FROM ${tableQueryName(table)}`);
  // Without MAXREC, the limit of the service would cut a long table.
  const maxrec = table.rowCount ? `&MAXREC=${table.rowCount}` : '';
  return FORMATS.map(([title, name, mediaType]) => ({
    title,
    mediaType,
    url: `${baseUrl}/tap/sync?LANG=ADQL&RESPONSEFORMAT=${name}${maxrec}&QUERY=${query}`,
  }));
}
