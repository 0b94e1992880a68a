import type { Problem, Severity } from './error.ts';

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'note'];
const LONGEST = 'warning'.length;

/** How a part of a report looks; a terminal may colour it. */
export type ReportPaint = (part: Severity | 'file' | 'code', text: string) => string;

const unpainted: ReportPaint = (_part, text) => text;

/** The problems of one file below its name, a line each: place, severity, message with hint, code. */
export function reportLines(file: string, problems: readonly Problem[], paint = unpainted): string[] {
  const places = problems.map(({ place }) => [place?.line, place?.column].filter((at) => at !== undefined).join(':'));
  const width = Math.max(0, ...places.map((place) => place.length));
  const lines = problems.map(({ severity, message, hint, code }, index) => {
    const place = (places[index] ?? '').padEnd(width);
    const text = hint ? `${message}. ${hint}` : message;
    return `  ${place}  ${paint(severity, severity.padEnd(LONGEST))}  ${text}  ${paint('code', code)}`;
  });
  return [`  ${paint('file', file)}`, ...lines];
}

/** `2 errors, 1 warning, 1 note`, or `no problems`. */
export function countProblems(problems: readonly Problem[]): string {
  const counts = SEVERITIES.flatMap((severity) => {
    const count = problems.filter((found) => found.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? '' : 's'}`];
  });
  return counts.length === 0 ? 'no problems' : counts.join(', ');
}
