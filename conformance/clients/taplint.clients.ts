import { resolve } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { findProgram, run } from '../program/run.ts';
import { readReport, unexplained, writeFinding } from '../taplint/report.ts';

const service = inject('service');

/** Debian's, and a newer one where the machine has it with the Java that it needs. */
const PROGRAMS = [
  { title: 'stilts', program: findProgram('stilts') },
  { title: 'stilts 3.5.4', program: await newerStilts() },
];

async function newerStilts(): Promise<string | undefined> {
  const program = findProgram(resolve(import.meta.dirname, '../../../shared/tools/stilts'));
  return program && (await run(program, ['-version'])).code === 0 ? program : undefined;
}

describe.each(PROGRAMS)('taplint of $title', ({ title, program }) => {
  if (program === undefined) console.warn(`${title} is not installed: its taplint is skipped.`);

  test.skipIf(program === undefined || service === '')(
    'finds no error, no failure and no unexplained warning',
    async () => {
      const words = ['taplint', `tapurl=${service}/tap`, 'report=EWSIF', 'format=json', 'maxtable=50', 'maxrepeat=99'];
      const { stdout, stderr } = await run(program ?? '', words, { seconds: 280 });
      if (!stdout.startsWith('{')) throw new Error(`taplint did not report: ${stderr}`);
      const report = readReport(stdout);
      console.info(`taplint ${report.version}: ${JSON.stringify(report.totals)}`);
      expect(unexplained(report).map(writeFinding)).toEqual([]);
    },
  );
});
