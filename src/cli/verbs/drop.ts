import { existsSync } from 'node:fs';
import { fail, throwIfAny } from '../../core/error.ts';
import { counted } from '../../core/quantity.ts';
import { sql } from '../../core/sql-text.ts';
import { didYouMean } from '../../core/suggest.ts';
import type { Database } from '../../database/database.ts';
import { loadDescriptor } from '../../descriptor/load.ts';
import { dropResource } from '../../ingest/drop.ts';
import { EXIT } from '../exit-code.ts';
import { progressObserver } from '../progress.ts';
import type { Verb } from '../verb.ts';
import { withDatabase } from '../with-database.ts';

export const drop: Verb = {
  name: 'drop',
  operands: '<RD|id>',
  summary: 'remove a resource and its tables from the database; data files stay',
  options: [{ flags: '--yes', description: 'do it; without this, only say what would be removed' }],
  settings: ['databaseUrl', 'home'],
  examples: ['drop antares/ps2017', 'drop --yes resource-descriptors/antares/ps2017.yaml'],
  async run({ operands: [named = ''], options, configuration: { settings }, terminal }) {
    const id = await idOf(named);
    const sure = options['yes'] === true;
    return withDatabase(settings, progressObserver({ ...terminal, quiet: true }), async (database) => {
      const tables = await tablesOf(database, id);
      if (sure) await dropResource(database, id);
      if (terminal.json) terminal.object({ kind: sure ? 'dropped' : 'would-drop', resource: id, tables });
      else if (sure) terminal.answer(`  ${id} removed: ${tables.join(', ')}`);
      else
        terminal.answer(
          `  would remove ${id} with ${counted(tables.length, 'table')}: ${tables.join(', ')}\n  --yes does it.`,
        );
      return sure ? EXIT.ok : EXIT.usage;
    });
  },
};

/** A path names the resource of that descriptor, anything else is an id. */
async function idOf(named: string): Promise<string> {
  if (!existsSync(named)) return named;
  const { descriptor, problems } = await loadDescriptor(named);
  throwIfAny(problems);
  return descriptor?.resource.id ?? named;
}

async function tablesOf(database: Database, id: string): Promise<readonly string[]> {
  const rows = await database.query<{ id: string; tables: string[] }>(
    sql`SELECT id, tables FROM almagest.resource ORDER BY position, id`,
  );
  const found = rows.find((row) => row.id === id);
  if (found) return found.tables;
  const ids = rows.map((row) => row.id);
  const hint = didYouMean(id, ids) ?? (ids.length > 0 ? `Published are ${ids.join(', ')}.` : 'Nothing is published.');
  return fail('D201', `no resource "${id}" is published`, { hint });
}
