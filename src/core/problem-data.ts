import type { Problem, Severity } from './error.ts';
import type { ErrorCode } from './error-table.ts';
import { positionAt } from './span.ts';

/** A problem as programs read it: the same wherever it is told, in VOTables, jobs and JSON. */
export interface ProblemData {
  readonly code: ErrorCode;
  readonly severity: Severity;
  readonly message: string;
  readonly hint?: string;
  /** Of the first character, counted from 1; absent if the problem has no place. */
  readonly line?: number;
  readonly column?: number;
  /** Of the character behind the last one. */
  readonly endLine?: number;
  readonly endColumn?: number;
  /** Both as offsets in the text, counted from 0 in UTF-16 units. */
  readonly start?: number;
  readonly end?: number;
  readonly file?: string;
}

/** `text` is the query that the problem's span refers to. */
export function problemData({ code, severity, message, hint, span, place }: Problem, text?: string): ProblemData {
  const told = { code, severity, message, ...(hint !== undefined && { hint }), ...place };
  if (!span || text === undefined) return told;
  const [from, to] = [positionAt(text, span.start), positionAt(text, span.end)];
  return { ...told, ...from, endLine: to.line, endColumn: to.column, start: span.start, end: span.end };
}
