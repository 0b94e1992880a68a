import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { findProgram, run } from '../program/run.ts';
import { type Answer, adqlOf, differences, readQuestions } from '../questions/read.ts';

const service = inject('service');
/** Debian's own, for which python3-pyvo is packaged. */
const python = findProgram('/usr/bin/python3');
const hasPyvo = python !== undefined && (await run(python, ['-c', 'import pyvo'])).code === 0;
if (!hasPyvo) console.warn('pyvo is not installed (Debian: python3-pyvo): its tests are skipped.');

type Answers = Readonly<Record<string, Answer | { readonly error: string }>>;

/** What look_around.py prints. */
interface LookAround {
  readonly available: boolean;
  readonly maxrec: number;
  readonly hardlimit: number;
  readonly columns: Readonly<Record<string, readonly (readonly (string | null)[])[]>>;
  readonly examples: readonly string[];
  readonly error: string | null;
  readonly job: { readonly phases: readonly string[]; readonly rows: number };
  readonly overflow: { readonly rows: number; readonly status: readonly string[] };
}

describe.skipIf(!hasPyvo || service === '')('pyvo', () => {
  const questions = readQuestions();

  for (const mode of ['sync', 'async'] as const) {
    describe(`${mode} answers`, async () => {
      const answers = hasPyvo && service !== '' ? await ask(mode) : {};
      test.each(questions)('$id: $title', (question) => {
        const answer = answers[question.id] ?? { error: 'none' };
        if ('error' in answer) throw new Error(answer.error);
        expect(differences(question, answer)).toEqual([]);
      });
    });
  }

  test('finds out about the service by itself', async () => {
    const seen = JSON.parse(await script('look_around.py', `${service}/tap`)) as LookAround;
    expect(seen.available).toBe(true);
    expect(seen.hardlimit).toBeGreaterThan(seen.maxrec);
    expect(seen.columns['hess.events']).toContainEqual(['energy', 'float', 'TeV', expect.stringContaining('em.')]);
    expect(seen.examples.length).toBeGreaterThanOrEqual(24);
    expect(seen.error).toMatch(/nonsense/);
    expect(seen.job).toEqual({ phases: ['PENDING', 'COMPLETED'], rows: 3 });
    expect(seen.overflow.rows).toBe(2);
    expect(seen.overflow.status.at(-1)).toBe('OVERFLOW');
  });

  async function ask(mode: string): Promise<Answers> {
    const folder = await mkdtemp(join(tmpdir(), 'almagest-questions-'));
    try {
      const file = join(folder, 'questions.json');
      await writeFile(file, JSON.stringify(questions.map((question) => ({ id: question.id, adql: adqlOf(question) }))));
      return JSON.parse(await script('ask.py', `${service}/tap`, mode, file)) as Answers;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
});

async function script(name: string, ...words: readonly string[]): Promise<string> {
  const path = join(import.meta.dirname, '../pyvo', name);
  const { code, stdout, stderr } = await run(python ?? '', [path, ...words], { seconds: 240 });
  if (code !== 0) throw new Error(`${name} ended with ${code}:\n${stderr}`);
  return stdout;
}
