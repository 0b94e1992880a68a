import type { Table } from '../../model/table.ts';
import type { Service } from '../../service/context.ts';
import { tableQueryName } from '../../service/query-name.ts';
import type { ProtocolRequest } from '../protocol.ts';

/** What every page has to know beside its subject. */
export interface Site {
  readonly title: string;
  /** Without a slash at the end. */
  readonly baseUrl: string;
  /** Name and version of the program. */
  readonly software: string;
  /** Authority part of the IVOIDs. */
  readonly authority: string;
}

export function siteOf({ baseUrl }: Pick<ProtocolRequest, 'baseUrl'>, { settings, software }: Service): Site {
  const { title, authority } = settings;
  return { title, baseUrl, software: `${software.name} ${software.version}`, authority };
}

export const tapUrl = ({ baseUrl }: Site): string => `${baseUrl}/tap`;

export const resourceUrl = ({ baseUrl }: Site, id: string): string =>
  `${baseUrl}/resource/${id.split('/').map(encodeURIComponent).join('/')}`;

/** A published table by its name in a query, which is the one that /tap/tables knows. */
export const tableUrl = ({ baseUrl }: Site, table: Pick<Table, 'schema' | 'name'>): string =>
  `${baseUrl}/table/${encodeURIComponent(tableQueryName(table))}`;

/** The page that runs a query and shows its first rows. */
export const queryUrl = ({ baseUrl }: Site, adql: string): string =>
  `${baseUrl}/query?adql=${encodeURIComponent(adql.trim())}`;

/** The result of a query as a file. */
export const resultUrl = (site: Site, adql: string, format: string): string =>
  `${tapUrl(site)}/sync?LANG=ADQL&RESPONSEFORMAT=${encodeURIComponent(format)}&QUERY=${encodeURIComponent(adql.trim())}`;
