import { type Problem, type ProblemDetail, problem } from '../core/error.ts';
import type { SourceFormat } from './descriptor.ts';
import { namesOf, type ResourceDocument, type SourceDocument } from './document.ts';
import type { DocumentPath, LocatedDocument } from './read-document.ts';

const FORMATS: readonly { readonly ending: RegExp; readonly format: SourceFormat }[] = [
  { ending: /\.csv(\.gz)?$/i, format: 'csv' },
  { ending: /\.tsv(\.gz)?$/i, format: 'tsv' },
  { ending: /\.fits?(\.gz)?$/i, format: 'fits' },
  { ending: /\.(vot|votable|xml)(\.gz)?$/i, format: 'votable' },
];

/** The format of a source: as written, else by the ending of its first file. */
export function formatOf(source: SourceDocument): SourceFormat | undefined {
  if (source.format) return source.format;
  if (source.simulation) return 'simulation';
  const [path = ''] = namesOf(source.path);
  return FORMATS.find(({ ending }) => ending.test(path))?.format;
}

const isPattern = (path: string): boolean => /[*?]/.test(path);

/** Checks that the keys of each table's source fit together, and that its paths stay inside their folder. */
export function checkSources(document: ResourceDocument, source: LocatedDocument): readonly Problem[] {
  return document.tables.flatMap((table, index) => checkSource(table.source, ['tables', index, 'source'], source));
}

function checkSource(table: SourceDocument, path: DocumentPath, source: LocatedDocument): readonly Problem[] {
  const problems: Problem[] = [];
  const tell = (
    code: 'D103' | 'D105' | 'D201',
    key: string | undefined,
    message: string,
    detail: ProblemDetail = {},
  ): void => {
    problems.push(
      problem(code, message, { ...detail, place: source.valuePlace(key === undefined ? path : [...path, key]) }),
    );
  };
  const paths = namesOf(table.path);
  const format = formatOf(table);
  if (format === 'simulation') {
    if (!table.simulation)
      tell('D103', 'format', 'a simulation lacks its name, rows and seed', {
        hint: 'Add simulation: {name: ..., rows: ..., seed: ...}.',
      });
    for (const key of ['path', 'sha256', 'dialect', 'hdu', 'fileName', 'join'] as const)
      if (table[key] !== undefined) tell('D105', key, `${key} has no meaning for a simulation`);
    return problems;
  }
  if (table.simulation) tell('D105', 'simulation', `simulation has no meaning for the format ${format ?? 'of a file'}`);
  if (paths.length === 0) tell('D103', undefined, 'a source lacks "path"');
  else if (!format)
    tell('D103', undefined, 'a source lacks "format", and the name of its file does not tell', {
      hint: 'Add format: csv, tsv, fits or votable.',
    });
  for (const [index, file] of paths.entries()) {
    const flaw = pathFlaw(file);
    const place = source.valuePlace(typeof table.path === 'string' ? [...path, 'path'] : [...path, 'path', index]);
    if (flaw)
      problems.push(problem('D105', `the path ${JSON.stringify(file)} ${flaw.message}`, { hint: flaw.hint, place }));
  }
  for (const [index, file] of namesOf(table.join?.path).entries()) {
    const flaw = pathFlaw(file);
    const place = source.valuePlace([...path, 'join', 'path', index]);
    if (flaw)
      problems.push(problem('D105', `the path ${JSON.stringify(file)} ${flaw.message}`, { hint: flaw.hint, place }));
  }
  const isText = format === 'csv' || format === 'tsv';
  if (format && !isText) {
    for (const key of ['dialect', 'join'] as const)
      if (table[key]) tell('D105', key, `${key} has no meaning for the format ${format}`);
  }
  if (isText && table.hdu !== undefined) tell('D105', 'hdu', `hdu has no meaning for the format ${format}`);
  problems.push(...sumProblems(table.sha256, paths, [...path, 'sha256'], source));
  if (table.join)
    problems.push(...sumProblems(table.join.sha256, namesOf(table.join.path), [...path, 'join', 'sha256'], source));
  return problems;
}

function pathFlaw(path: string): { readonly message: string; readonly hint: string } | undefined {
  if (/^[a-z][a-z0-9+.-]+:/i.test(path))
    return { message: 'is an address', hint: 'Fetch the file, name it by its path, and give its address as origin.' };
  if (path.startsWith('/') || path.startsWith('~') || path.includes('\\'))
    return {
      message: 'is not relative',
      hint: 'Paths are relative to the descriptor or to the data folder, with / between their parts.',
    };
  if (path.split('/').includes('..'))
    return { message: 'leaves its folder', hint: 'Put the file beside the descriptor or in the data folder.' };
  return undefined;
}

function sumProblems(
  sums: string | Readonly<Record<string, string>> | undefined,
  paths: readonly string[],
  at: DocumentPath,
  source: LocatedDocument,
): readonly Problem[] {
  if (typeof sums === 'string')
    return paths.length === 1 && !isPattern(paths[0] ?? '')
      ? []
      : [
          problem('D105', 'one sha256 cannot be that of several files', {
            hint: 'Write a map from path to sum.',
            place: source.valuePlace(at),
          }),
        ];
  if (paths.some(isPattern)) return [];
  return Object.keys(sums ?? {}).flatMap((file) =>
    paths.includes(file)
      ? []
      : [
          problem('D201', `sha256 names ${JSON.stringify(file)}, which is not among the paths`, {
            hint: `The paths are ${paths.join(', ')}.`,
            place: source.keyPlace([...at, file]),
          }),
        ],
  );
}
