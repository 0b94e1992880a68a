import type { Problem, Severity } from '../core/error.ts';
import type { LoadedDescriptor } from './descriptor.ts';

/** The problems of one file as `check` shows them: a line each with place, severity, message and code, then a count. */
export function renderReport(loaded: Pick<LoadedDescriptor, 'file' | 'problems'>): string {
  const { file, problems } = loaded;
  const rows = problems.map((found) => ({
    place: [found.place?.line, found.place?.column].filter((part) => part !== undefined).join(':'),
    severity: found.severity,
    text: found.hint ? `${found.message} - ${found.hint}` : found.message,
    code: found.code,
  }));
  const width = Math.max(0, ...rows.map(({ place }) => place.length));
  const lines = rows.map(
    ({ place, severity, text, code }) => `  ${place.padEnd(width)}  ${severity.padEnd(7)}  ${text}  ${code}`,
  );
  return [`  ${file}`, ...lines, `  ${renderCounts(problems)}`].join('\n');
}

/** `2 errors, 1 warning, 1 note`, or `no problems`. */
export function renderCounts(problems: readonly Problem[]): string {
  const counts = (['error', 'warning', 'note'] as const satisfies readonly Severity[]).flatMap((severity) => {
    const count = problems.filter((found) => found.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? '' : 's'}`];
  });
  return counts.length === 0 ? 'no problems' : counts.join(', ');
}
