import { readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type Problem, problem } from '../core/error.ts';
import type { SourceJoin, TableSource } from '../descriptor/descriptor.ts';

/** A data file that a descriptor means. */
export interface DataFile {
  /** Where it lies. */
  readonly path: string;
  /** As the descriptor writes it, with `*` and `?` filled in. */
  readonly name: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
  /** As the descriptor promises it, hex. */
  readonly sha256?: string;
}

export interface SearchPlaces {
  /** The descriptor's own path; its folder is looked in first. */
  readonly descriptor: string;
  readonly dataFolder?: string;
}

type Found = { readonly files: readonly DataFile[] } | { readonly missing: Problem };

/** The files of a source, in the order of its paths and, under one pattern, of their names; or the first path that finds none. */
export async function findFiles(
  source: Pick<TableSource | SourceJoin, 'paths' | 'sha256'> & { readonly origin?: string },
  places: SearchPlaces,
): Promise<Found> {
  const folders = [
    dirname(resolve(places.descriptor)),
    ...(places.dataFolder === undefined ? [] : [resolve(places.dataFolder)]),
  ];
  const files = new Map<string, DataFile>();
  for (const written of source.paths) {
    const found = await findFirst(folders, written);
    if (found.length === 0) return { missing: await missingFile(written, folders, source.origin, places) };
    for (const file of found) {
      const sha256 = source.sha256[file.name] ?? (found.length === 1 ? source.sha256[written] : undefined);
      files.set(file.path, { ...file, ...(sha256 === undefined ? {} : { sha256 }) });
    }
  }
  return { files: [...files.values()] };
}

async function missingFile(
  written: string,
  folders: readonly string[],
  origin: string | undefined,
  { descriptor, dataFolder }: SearchPlaces,
): Promise<Problem> {
  const place = { file: descriptor };
  for (const folder of folders) {
    const path = resolve(folder, written);
    const entry = await stat(path).catch(() => undefined);
    if (entry?.isDirectory())
      return problem('I101', `${path} is a folder, not a file`, {
        place,
        hint: `Name the files in it, as in path: ${join(written, '*.csv')}.`,
      });
  }
  const where =
    dataFolder === undefined
      ? `Set ALMAGEST_DATA to the folder that ${written} lies in`
      : `Put it there, as ${join(dataFolder, written)}`;
  return problem('I101', `${written} is not in ${folders.join(' or ')}`, {
    place,
    hint: `${where}.${origin ? ` Where to get it: ${origin.replace(/\.$/, '')}.` : ''}`,
  });
}

async function findFirst(folders: readonly string[], written: string): Promise<DataFile[]> {
  for (const folder of folders) {
    const found = await expand(folder, written);
    if (found.length > 0) return found;
  }
  return [];
}

/** The files below `folder` that a path stands for; `*` and `?` do not reach over a slash. */
async function expand(folder: string, written: string): Promise<DataFile[]> {
  let names = [''];
  for (const part of written.split('/')) {
    const longer = names.map(async (name) => {
      if (!/[*?]/.test(part)) return [name === '' ? part : `${name}/${part}`];
      const entries = await readdir(resolve(folder, name)).catch(() => []);
      return entries
        .filter((entry) => patternOf(part).test(entry))
        .sort()
        .map((entry) => join(name, entry));
    });
    names = (await Promise.all(longer)).flat();
  }
  const files = names.map(async (name): Promise<DataFile[]> => {
    const path = resolve(folder, name);
    const entry = await stat(path).catch(() => undefined);
    return entry?.isFile() ? [{ path, name, bytes: entry.size, modified: entry.mtimeMs }] : [];
  });
  return (await Promise.all(files)).flat();
}

function patternOf(part: string): RegExp {
  const pattern = part
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${part.startsWith('*') || part.startsWith('?') ? '(?!\\.)' : ''}${pattern}$`);
}
