import { counted, duration } from '../../core/quantity.ts';
import { startServer } from '../../http/server.ts';
import type { Resource } from '../../model/resource.ts';
import { OPERATOR } from '../../model/visitor.ts';
import { openService } from '../../service/open-service.ts';
import { startRecordKeeper } from '../../service/record-keeper.ts';
import { refuseBusyPort } from '../busy-port.ts';
import { EXIT } from '../exit-code.ts';
import { interruption, unlessInterrupted } from '../interrupt.ts';
import { logTo } from '../progress.ts';
import { publishFolder } from '../publish-folder.ts';
import type { Terminal } from '../terminal.ts';
import type { Verb } from '../verb.ts';
import { withDatabase } from '../with-database.ts';

/** Publishes what the descriptors describe, then answers requests until it is asked to end. */
export const serve: Verb = {
  name: 'serve',
  summary: 'publish what the descriptors describe, and answer requests',
  options: [{ flags: '--no-worker', description: 'leave jobs to processes that run "almagest worker"' }],
  settings: [
    'host',
    'port',
    'publicUrl',
    'databaseUrl',
    'data',
    'home',
    'descriptors',
    'registry',
    'title',
    'authority',
    'maxrecDefault',
    'maxrecHard',
    'resultBytes',
    'syncSeconds',
    'uploadBytes',
    'uploadRows',
    'uploadHosts',
    'jobSeconds',
    'jobDays',
    'jobWorkers',
    'results',
    'runningQueries',
    'queuedJobs',
    'runningJobs',
    'storageBytes',
    'oidcIssuer',
    'oidcAudience',
    'oidcKeys',
    'oidcGroups',
    'stopSeconds',
    'trustedProxies',
    'logLevel',
  ],
  examples: ['serve --data ~/data', 'serve --port 8081 --database-url postgres://vo@localhost/vo'],
  async run(call) {
    const started = performance.now();
    const { settings } = call.configuration;
    const observe = logTo(call.terminal, settings.logLevel);
    // Before anything is loaded: an operator should not wait for a load to learn this.
    await refuseBusyPort(settings.host, settings.port);
    return withDatabase(settings, observe, async (database) => {
      const leftOut = await unlessInterrupted(
        call.interrupted,
        publishFolder(settings, database, observe, call.interrupted),
      );
      const service = await openService({ settings, database, observe, worker: call.options['worker'] !== false });
      try {
        const server = await startServer(service);
        const records = startRecordKeeper(service, server.url);
        await records.settled();
        answerServed(call.terminal, service.as(OPERATOR).catalogue.current.resources, leftOut);
        const ms = performance.now() - started;
        observe({ kind: 'serving', url: server.url, tap: `${server.url}/tap`, ms });
        announce(call.terminal, server.url, ms);
        await interruption(call.interrupted);
        observe({ kind: 'stopping' });
        await server.close();
        await records.close();
      } finally {
        await service.close();
      }
      return EXIT.ok;
    });
  },
};

/** Old data of a resource that could not be loaded anew are served on; so the two numbers say different things. */
function answerServed({ json, quiet, answer }: Terminal, resources: readonly Resource[], leftOut: number): void {
  if (json || quiet) return;
  const tables = resources.flatMap((resource) => resource.tables);
  const rows = tables.reduce((sum, { rowCount = 0 }) => sum + rowCount, 0);
  answer('');
  answer(`  ${counted(tables.length, 'table')} of ${counted(resources.length, 'resource')}, ${counted(rows, 'row')}`);
  if (leftOut > 0) answer(`  ${counted(leftOut, 'resource')} could not be loaded; the reasons stand above`);
}

function announce(terminal: Terminal, url: string, ms: number): void {
  if (terminal.json) return;
  const tap = `${url}/tap`;
  const mark = terminal.paint('green', '✓');
  terminal.answer(`  ${mark} serving after ${duration(ms)}  ${terminal.paint('bold', url)}`);
  if (terminal.quiet) return;
  terminal.answer('');
  terminal.answer(`  web page  ${url}/`);
  terminal.answer(`  TOPCAT    VO > Table Access Protocol (TAP) Query > TAP URL: ${tap}`);
  terminal.answer(`  Aladin    File > Open server selector > TAP, address ${tap}`);
  terminal.answer(`  pyvo      pyvo.dal.TAPService("${tap}").search("SELECT * FROM TAP_SCHEMA.tables")`);
  terminal.answer('');
  terminal.answer('  Ctrl-C ends it.');
}
