import { cellColumn, coverColumn, type SkyIndex } from '../model/sky-index.ts';
import type { TableDocument } from './document.ts';
import { findColumn } from './references.ts';

/** What `method: sky` asks for: on two columns a position, longitude first; on one a region. */
interface SkyRequest {
  readonly columns: readonly string[];
  readonly clustered: boolean;
}

/** Every index on the sky that a table has, each once: its position always has one, others are asked for. */
export function skyIndexesOf(table: TableDocument): readonly SkyIndex[] {
  const requests = new Map<string, SkyRequest>();
  for (const { columns, clustered } of requestsOf(table)) {
    const key = columns.join(' ').toLowerCase();
    requests.set(key, { columns, clustered: clustered || requests.get(key)?.clustered === true });
  }
  const spell = (name: string): string => findColumn(table, name)?.name ?? name;
  return [...requests.values()].map(({ columns, clustered }): SkyIndex => {
    const [lon = '', lat] = columns.map(spell);
    return lat === undefined
      ? { kind: 'region', column: lon, cells: coverColumn(lon) }
      : { kind: 'position', lon, lat, cell: cellColumn(lon, lat), clustered };
  });
}

function requestsOf({ position, indexes, columns }: TableDocument): readonly SkyRequest[] {
  return [
    ...(position ? [{ columns: [position.ra, position.dec], clustered: false }] : []),
    ...(indexes ?? [])
      .filter(({ method }) => method === 'sky')
      .map((index) => ({ columns: index.columns, clustered: index.cluster === true })),
    ...columns.filter(({ index }) => index === 'sky').map(({ name }) => ({ columns: [name], clustered: false })),
  ];
}
