import { parse } from 'csv-parse/sync';
import { describe, expect, inject, test } from 'vitest';
import { findProgram, run } from '../program/run.ts';
import { type Answer, adqlOf, differences, readQuestions } from '../questions/read.ts';

const service = inject('service');
const stilts = findProgram('stilts');
if (stilts === undefined) console.warn('STILTS is not installed (Debian: stilts): its tests are skipped.');

describe.skipIf(stilts === undefined || service === '')('stilts tapquery', () => {
  for (const sync of [true, false]) {
    test.each(readQuestions())(`${sync ? 'sync' : 'async'} $id: $title`, async (question) => {
      const answer = await tapquery(adqlOf(question), sync);
      expect(differences(question, answer)).toEqual([]);
    });
  }

  test('shows the error of the server', async () => {
    await expect(tapquery('SELECT nonsense FROM antares.events', true)).rejects.toThrow(/nonsense/);
  });
});

async function tapquery(adql: string, sync: boolean): Promise<Answer> {
  const words = ['tapquery', `tapurl=${service}/tap`, `adql=${adql}`, `sync=${sync}`, 'ofmt=csv', 'out=-'];
  const { code, stdout, stderr } = await run(stilts ?? '', words, { seconds: 120 });
  if (code !== 0) throw new Error(stderr);
  const [columns = [], ...rows] = parse(stdout) as string[][];
  return { columns, rows };
}
