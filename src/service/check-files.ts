import { AlmagestError, type Problem } from '../core/error.ts';
import type { Descriptor } from '../descriptor/descriptor.ts';
import { findFiles } from '../ingest/find-files.ts';
import { checkFile } from '../ingest/fingerprint.ts';

/** Whether the data files of a descriptor are there, and are the ones that it promises: said where the descriptor names them. */
export async function checkFiles(descriptor: Descriptor, dataFolder: string | undefined): Promise<Problem[]> {
  const places = { descriptor: descriptor.file, ...(dataFolder === undefined ? {} : { dataFolder }) };
  const problems: Problem[] = [];
  for (const { source, place } of descriptor.plans) {
    const origin = source.origin === undefined ? {} : { origin: source.origin };
    const sources = source.join ? [source, { ...source.join, ...origin }] : [source];
    for (const one of sources) {
      const found = await findFiles(one, places);
      if ('missing' in found) problems.push({ ...found.missing, place });
      else
        for (const file of found.files)
          problems.push(...(await problemsOf(checkFile(file))).map((p) => ({ ...p, place })));
    }
  }
  return problems;
}

async function problemsOf(check: Promise<void>): Promise<readonly Problem[]> {
  try {
    await check;
    return [];
  } catch (error) {
    if (error instanceof AlmagestError) return error.problems;
    throw error;
  }
}
