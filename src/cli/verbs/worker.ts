import { AlmagestError, problem } from '../../core/error.ts';
import { counted } from '../../core/quantity.ts';
import { openService } from '../../service/open-service.ts';
import { EXIT } from '../exit-code.ts';
import { interruption } from '../interrupt.ts';
import { logTo } from '../progress.ts';
import type { Verb } from '../verb.ts';
import { withDatabase } from '../with-database.ts';

/** Runs the jobs that servers of the same database queue, until it is asked to end. */
export const worker: Verb = {
  name: 'worker',
  summary: 'run queued jobs, beside a server or instead of one',
  options: [],
  settings: [
    'databaseUrl',
    'home',
    'uploadBytes',
    'uploadRows',
    'uploadHosts',
    'results',
    'jobWorkers',
    'stopSeconds',
    'logLevel',
    'nameResolver',
    'publicUrl',
    'title',
    'authority',
    'maxrecHard',
    'resultBytes',
  ],
  examples: ['worker --database-url postgres://vo@localhost/vo --results s3://vo-results --job-workers 8'],
  async run({ configuration: { settings }, terminal, interrupted }) {
    if (settings.jobWorkers === 0)
      throw new AlmagestError([
        problem('C101', 'job-workers is 0', { hint: 'A worker runs one job at a time or more.' }),
      ]);
    const observe = logTo(terminal, settings.logLevel);
    return withDatabase(settings, observe, async (database) => {
      const service = await openService({ settings, database, observe });
      try {
        observe({ kind: 'working', slots: settings.jobWorkers });
        if (!terminal.json)
          terminal.answer(
            `  ${terminal.paint('green', '✓')} running ${counted(settings.jobWorkers, 'job')} at a time; Ctrl-C ends it`,
          );
        await interruption(interrupted);
        observe({ kind: 'stopping' });
        await service.drain();
      } finally {
        await service.close();
      }
      return EXIT.ok;
    });
  },
};
