import { type AlmagestError, type Problem, renderProblem } from '../core/error.ts';
import { problemData } from '../core/problem-data.ts';
import { type ReportPaint, reportLines } from '../core/report.ts';
import type { Paint, Terminal } from './terminal.ts';

const PAINT: Record<Parameters<ReportPaint>[0], Paint> = {
  error: 'red',
  warning: 'yellow',
  note: 'cyan',
  file: 'bold',
  code: 'dim',
};

/** A file's problems as an answer: what `check` was asked for. Quiet leaves errors only. */
export function answerProblems(terminal: Terminal, file: string, problems: readonly Problem[]): void {
  const shown = terminal.quiet ? problems.filter(({ severity }) => severity === 'error') : problems;
  if (terminal.json) for (const found of shown) terminal.object(problemObject(found));
  else for (const line of fileLines(terminal, file, shown)) terminal.answer(line);
}

/** An error that ended the work: problems with a place file by file, the others with the text that they point into. */
export function reportError(terminal: Terminal, error: AlmagestError): void {
  if (terminal.json) for (const found of error.problems) terminal.object(problemObject(found, error.text));
  else for (const line of errorLines(terminal, error)) terminal.note(line);
}

export function errorLines(terminal: Terminal, error: AlmagestError): string[] {
  const byFile = Map.groupBy(error.problems, ({ place }) => place?.file);
  return [...byFile].flatMap(([file, problems]) =>
    file === undefined
      ? problems.map(
          (found) => `${terminal.paint(PAINT[found.severity], found.severity)} ${renderProblem(found, error.text)}`,
        )
      : fileLines(terminal, file, problems),
  );
}

function fileLines(terminal: Terminal, file: string, problems: readonly Problem[]): string[] {
  if (problems.length === 0) return [];
  return reportLines(file, problems, (part, text) => terminal.paint(PAINT[part], text));
}

export function problemObject(found: Problem, text?: string): object {
  return { kind: 'problem', ...problemData(found, text) };
}
