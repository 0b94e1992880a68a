import type { Settings } from '../config/settings.ts';
import { fail } from '../core/error.ts';
import { sql } from '../core/sql-text.ts';
import type { Database } from '../database/database.ts';
import type { Catalogue } from '../model/catalogue.ts';
import type { Publication } from '../registry/citation/resource-form.ts';
import { ivoidOf } from '../registry/citation/work.ts';
import { findRecord } from './record-list.ts';

/** How the resources of a catalogue are published under an address: what their forms are made from. */
export function publicationAt(
  baseUrl: string,
  {
    settings,
    database,
    catalogue,
  }: {
    readonly settings: Pick<Settings, 'title' | 'authority'>;
    readonly database: Database;
    readonly catalogue: Catalogue;
  },
): Publication {
  const { title, authority } = settings;
  return {
    title,
    authority,
    baseUrl,
    changed: catalogue.changed,
    async record(resource) {
      const found = await findRecord(database, ivoidOf({ authority }, resource));
      if (found?.vor) return xmlDocument(found.vor);
      if (resource.tables.every(({ groups }) => groups !== undefined))
        fail('R107', `the registry has no record of ${resource.id}`, { hint: 'It is not for everybody.' });
      return fail('R107', `the registry has no record of ${resource.id} yet`, {
        hint: 'The server makes it; try again in a moment.',
      });
    },
    async descriptor({ id, tables }) {
      const [row] = await database.query<{ descriptor: string | null; all: number }>(
        sql`SELECT descriptor, cardinality(tables) AS all FROM almagest.resource WHERE id = $1`,
        [id],
      );
      // It tells of every table.
      if (row && row.all > tables.length) fail('R107', `the descriptor of ${id} is not public`);
      if (row?.descriptor) return row.descriptor;
      return fail('R107', `the descriptor of ${id} was not kept`, { hint: 'It is, once the resource is loaded anew.' });
    },
  };
}

/** An element as a document of its own. */
export function xmlDocument(element: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element}\n`;
}
