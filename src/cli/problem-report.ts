import { type AlmagestError, type Problem, renderProblem, type Severity } from '../core/error.ts';
import { counted } from './quantity.ts';
import type { Paint, Terminal } from './terminal.ts';

const PAINT: Record<Severity, Paint> = { error: 'red', warning: 'yellow', note: 'cyan' };

/** A file's problems as an answer: what `check` was asked for. Quiet leaves errors only. */
export function answerProblems(terminal: Terminal, file: string, problems: readonly Problem[]): void {
  const shown = terminal.quiet ? problems.filter(({ severity }) => severity === 'error') : problems;
  if (terminal.json) for (const found of shown) terminal.object(problemObject(found));
  else for (const line of fileLines(terminal, file, shown)) terminal.answer(line);
}

/** An error that ended the work: problems with a place file by file, the others with the text that they point into. */
export function reportError(terminal: Terminal, error: AlmagestError): void {
  if (terminal.json) for (const found of error.problems) terminal.object(problemObject(found));
  else for (const line of errorLines(terminal, error)) terminal.note(line);
}

export function errorLines(terminal: Terminal, error: AlmagestError): string[] {
  const byFile = Map.groupBy(error.problems, ({ place }) => place?.file);
  return [...byFile].flatMap(([file, problems]) =>
    file === undefined
      ? problems.map((found) => `${severityOf(terminal, found)} ${renderProblem(found, error.text)}`)
      : fileLines(terminal, file, problems),
  );
}

/** Each problem on its line below the name of the file: place, severity, message, code; the hint under the message. */
function fileLines(terminal: Terminal, file: string, problems: readonly Problem[]): string[] {
  if (problems.length === 0) return [];
  const placed = problems.map((found) => ({ found, place: placeOf(found) }));
  const placeWidth = Math.max(...placed.map(({ place }) => place.length));
  const messageWidth = Math.min(80, Math.max(...problems.map(({ message }) => message.length)));
  const lines = placed.flatMap(({ found, place }) => {
    const code = terminal.paint('dim', found.code);
    const severity = severityOf(terminal, found) + ' '.repeat('warning'.length - found.severity.length);
    const line = `  ${place.padEnd(placeWidth)}  ${severity}  ${found.message.padEnd(messageWidth)}  ${code}`;
    const indent = ' '.repeat(placeWidth + 'warning'.length + 6);
    return found.hint ? [line, `${indent}${terminal.paint('dim', found.hint)}`] : [line];
  });
  return [`  ${terminal.paint('bold', file)}`, ...lines];
}

function severityOf(terminal: Terminal, { severity }: Problem): string {
  return terminal.paint(PAINT[severity], severity);
}

function placeOf({ place }: Problem): string {
  if (place?.line === undefined) return '';
  return place.column === undefined ? `${place.line}` : `${place.line}:${place.column}`;
}

/** The last line of a report: `2 errors, 1 warning`. */
export function countProblems(problems: readonly Problem[]): string {
  const severities: readonly Severity[] = ['error', 'warning', 'note'];
  const counts = severities
    .map((severity) => ({ severity, number: problems.filter((found) => found.severity === severity).length }))
    .filter(({ number }) => number > 0)
    .map(({ severity, number }) => counted(number, severity));
  return counts.length > 0 ? counts.join(', ') : 'no problems';
}

export function problemObject({ place, ...found }: Problem): object {
  return { kind: 'problem', ...place, ...found };
}
