import { ERRORS, type ErrorCode } from './error-table.ts';
import { positionAt, type Span } from './span.ts';

export type Severity = 'error' | 'warning' | 'note';

/** A place in a file; line and column start at 1. */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** One thing that is wrong: what, where, and what to do about it. */
export interface Problem {
  readonly code: ErrorCode;
  readonly severity: Severity;
  /** What is wrong, in lower case and without a full stop: it stands behind a code, a place or a colon. */
  readonly message: string;
  /** What to do about it: sentences. */
  readonly hint?: string;
  /** Where in the text of a query. */
  readonly span?: Span;
  /** Where in a file. */
  readonly place?: Place;
}

export type ProblemDetail = Partial<Pick<Problem, 'hint' | 'span' | 'place' | 'severity'>>;

export function problem(code: ErrorCode, message: string, detail: ProblemDetail = {}): Problem {
  const { hint } = detail;
  return {
    severity: 'error',
    ...detail,
    ...(hint === undefined ? {} : { hint: legible(hint) }),
    code,
    message: legible(message),
  };
}

/** What a message repeats of a file or a query must neither steer a terminal nor break a document. */
function legible(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n\t]/gu, (character) => {
    const point = character.codePointAt(0) ?? 0;
    return `\\u${point.toString(16).padStart(4, '0')}`;
  });
}

/** Everything that a stage found wrong, thrown as one error. */
export class AlmagestError extends Error {
  readonly problems: readonly [Problem, ...Problem[]];
  /** The query text that the spans refer to, if there are any. */
  readonly text: string | undefined;

  constructor(problems: readonly [Problem, ...Problem[]], options: { text?: string; cause?: unknown } = {}) {
    super(problems[0].message, { cause: options.cause });
    this.name = 'AlmagestError';
    this.problems = problems;
    this.text = options.text;
  }

  get code(): ErrorCode {
    return this.problems[0].code;
  }

  get status(): number {
    return ERRORS[this.code].status;
  }
}

/** True if the operator has to hear of it: the program or its database broke, rather than the request. */
export function isFault(error: unknown): boolean {
  return !(error instanceof AlmagestError) || error.status === 500;
}

export function fail(code: ErrorCode, message: string, detail: ProblemDetail & { cause?: unknown } = {}): never {
  const { cause, ...rest } = detail;
  throw new AlmagestError([problem(code, message, rest)], { cause });
}

/** Throws all problems of severity `error` as one error; does nothing if there are none. */
export function throwIfAny(problems: readonly Problem[], text?: string): void {
  const [first, ...rest] = problems.filter((found) => found.severity === 'error');
  if (first) throw new AlmagestError([first, ...rest], text === undefined ? {} : { text });
}

/** One problem as people read it: a headline with its place, the line with a caret under the culprit, the hint. */
export function renderProblem(found: Problem, text?: string): string {
  const lines: string[] = [];
  if (found.span && text !== undefined) {
    const { line, column } = positionAt(text, found.span.start);
    // A tab would move the caret away from its character.
    const source = (text.split(/\r?\n/)[line - 1] ?? '').replaceAll('\t', ' ');
    const width = Math.max(1, Math.min(found.span.end - found.span.start, source.length - column + 1));
    const margin = `  ${line} | `;
    lines.push(`${found.code} at line ${line}, column ${column}: ${found.message}`, '');
    lines.push(`${margin}${source}`, `${' '.repeat(margin.length + column - 1)}${'^'.repeat(width)}`);
  } else {
    lines.push(`${found.code}: ${found.message}`);
  }
  if (found.hint) lines.push(found.hint);
  return lines.join('\n');
}

/** All problems of an error, one after the other. */
export function renderError(error: AlmagestError): string {
  return error.problems.map((found) => renderProblem(found, error.text)).join('\n\n');
}
