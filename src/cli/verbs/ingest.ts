import { fail, throwIfAny } from '../../core/error.ts';
import { counted, duration } from '../../core/quantity.ts';
import type { Descriptor } from '../../descriptor/descriptor.ts';
import { qualifiedName } from '../../model/table.ts';
import { type Published, publishDescriptors } from '../../service/publish-descriptors.ts';
import { EXIT } from '../exit-code.ts';
import { unlessInterrupted } from '../interrupt.ts';
import { loadNamed } from '../load-named.ts';
import { progressObserver } from '../progress.ts';
import type { Terminal } from '../terminal.ts';
import type { Verb } from '../verb.ts';
import { withDatabase } from '../with-database.ts';

export const ingest: Verb = {
  name: 'ingest',
  alias: 'imp',
  operands: '[RD...]',
  summary: 'load the tables of resource descriptors (all, if none is named) and publish them',
  options: [
    { flags: '--force', description: 'load also what has not changed' },
    { flags: '--only <table>', description: 'load this table alone' },
    { flags: '--dry-run', description: 'say what would be loaded, and load nothing' },
  ],
  settings: ['descriptors', 'data', 'databaseUrl', 'home'],
  examples: [
    'ingest resource-descriptors/antares',
    'ingest --force --only events resource-descriptors/hess/dl3-dr1.yaml',
  ],
  async run({ operands, options, configuration: { settings }, terminal, interrupted }) {
    const started = performance.now();
    const { named } = await loadNamed(operands, settings.descriptors);
    throwIfAny(named.flatMap(({ problems }) => problems));
    const descriptors = named.flatMap(({ descriptor }) => descriptor ?? []);
    const { only, force, dryRun } = options;
    const observe = progressObserver(terminal);
    const published = await withDatabase(settings, observe, (database) => {
      const request = { database, dataFolder: settings.data, observe, force: force === true, dryRun: dryRun === true };
      const chosen = typeof only === 'string' ? { descriptors: withTable(descriptors, only), only } : { descriptors };
      return unlessInterrupted(interrupted, publishDescriptors({ ...request, ...chosen, signal: interrupted }));
    });
    if (dryRun) answerPlan(terminal, published);
    const sum = summarise(published, performance.now() - started);
    if (terminal.json) terminal.object(sum);
    else if (!dryRun) terminal.answer(`  ${sum.text}`);
    return sum.failed + sum.skipped > 0 ? EXIT.problems : EXIT.ok;
  },
};

function withTable(descriptors: readonly Descriptor[], name: string): readonly Descriptor[] {
  const found = descriptors.filter(({ resource }) =>
    resource.tables.some((table) => table.name === name || qualifiedName(table) === name),
  );
  return found.length > 0 ? found : fail('D201', `none of these descriptors has a table ${name}`);
}

function answerPlan(terminal: Terminal, published: readonly Published[]): void {
  for (const { resource, outcome } of published) {
    if (outcome.kind !== 'planned') continue; // the others have been told as they were found
    if (terminal.json) terminal.object({ kind: 'planned', resource, tables: outcome.tables });
    else if (outcome.tables.length === 0) terminal.answer(`  ${resource}  would be described anew`);
    else terminal.answer(`  ${resource}  would be loaded: ${outcome.tables.join(', ')}`);
  }
}

function summarise(published: readonly Published[], ms: number) {
  const tables = published.flatMap(({ outcome }) => (outcome.kind === 'published' ? outcome.tables : []));
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const number = (kind: Published['outcome']['kind']) =>
    published.filter(({ outcome }) => outcome.kind === kind).length;
  const [unchanged, skipped, failed] = [number('unchanged'), number('skipped'), number('failed')];
  const others = [
    unchanged > 0 ? `${counted(unchanged, 'resource')} unchanged` : '',
    skipped > 0 ? `${counted(skipped, 'resource')} skipped` : '',
    failed > 0 ? `${counted(failed, 'resource')} failed` : '',
  ].filter(Boolean);
  const text = [`${counted(tables.length, 'table')}, ${counted(rows, 'row')}, ${duration(ms)}`, ...others].join('; ');
  return { kind: 'ingested', tables: tables.length, rows, unchanged, skipped, failed, ms, text };
}
