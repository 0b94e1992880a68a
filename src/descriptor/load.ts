import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { type Problem, problem } from '../core/error.ts';
import { advise } from './advice.ts';
import { checkColumns } from './column-rules.ts';
import type { LoadedDescriptor } from './descriptor.ts';
import { diagnose } from './diagnose.ts';
import type { ResourceDocument } from './document.ts';
import { findDescriptorFiles } from './find-files.ts';
import { checkNames } from './names.ts';
import { normalise } from './normalise.ts';
import { type LocatedDocument, readDocument } from './read-document.ts';
import { checkRecord } from './record-rules.ts';
import { checkReferences } from './references.ts';
import { repair } from './repair.ts';
import { checkSky } from './sky-rules.ts';
import { checkSources } from './source-rules.ts';
import { checkTogether } from './together.ts';
import { type SchemaError, validate } from './validate.ts';
import { checkVocabularies } from './vocabulary-rules.ts';

/** Reads and checks one descriptor file. Whatever the file holds, the answer is problems, never an exception. */
export async function loadDescriptor(file: string): Promise<LoadedDescriptor> {
  const read = await readBytes(file);
  if (!(read instanceof Uint8Array)) return { file, problems: [read], text: '' };
  const { document: source, problems, text } = readDocument(file, read);
  if (!source) return { file, problems: inOrder(problems), text };
  const valid = validate(source.value);
  const all = inOrder([
    ...problems,
    ...('errors' in valid ? checkBroken(valid.errors, source) : checkMeaning(valid.document, source)),
  ]);
  if ('errors' in valid || hasError(all)) return { file, problems: all, text };
  const sha256 = createHash('sha256').update(read).digest('hex');
  return { file, descriptor: normalise(valid.document, source, { path: file, sha256, text }), problems: all, text };
}

/**
 * Reads descriptor files and, of folders, every `*.yaml`, `*.yml` and `*.json` in them at any depth, in the order of their paths;
 * then looks at them together: no two may claim one id or one table.
 */
export async function loadDescriptors(paths: string | readonly string[]): Promise<readonly LoadedDescriptor[]> {
  const loaded: LoadedDescriptor[] = [];
  for (const file of await findDescriptorFiles([paths].flat())) loaded.push(await loadDescriptor(file));
  return checkTogether(loaded);
}

/** What the schema cannot say. */
function checkMeaning(document: ResourceDocument, source: LocatedDocument): readonly Problem[] {
  return [
    checkReferences,
    checkColumns,
    checkSky,
    checkSources,
    checkNames,
    checkVocabularies,
    checkRecord,
    advise,
  ].flatMap((check) => check(document, source));
}

/** What is wrong with a document that breaks the schema, and with the rest of it. */
function checkBroken(errors: readonly SchemaError[], source: LocatedDocument): readonly Problem[] {
  const rest = repair(source.value, errors);
  const further = rest ? checkMeaning(rest, source).filter(({ severity }) => severity !== 'note') : [];
  return [...diagnose(errors, source), ...further];
}

async function readBytes(file: string): Promise<Uint8Array | Problem> {
  try {
    const found = await stat(file);
    if (found.isFile()) return await readFile(file);
    return problem('D106', found.isDirectory() ? 'this is a folder, not a descriptor' : 'this is not a file', {
      place: { file },
    });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'ENOENT') return problem('D106', 'there is no such file', { place: { file } });
    if (code === 'EACCES' || code === 'EPERM')
      return problem('D106', 'the file may not be read', { hint: 'Look at its permissions.', place: { file } });
    return problem('D106', `the file cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, {
      place: { file },
    });
  }
}

export function hasError(problems: readonly Problem[]): boolean {
  return problems.some(({ severity }) => severity === 'error');
}

function inOrder(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted(
    (a, b) => (a.place?.line ?? 0) - (b.place?.line ?? 0) || (a.place?.column ?? 0) - (b.place?.column ?? 0),
  );
}
