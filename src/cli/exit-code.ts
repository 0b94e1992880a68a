import { AlmagestError } from '../core/error.ts';
import type { ErrorCode } from '../core/error-table.ts';
import { ERRORS } from '../core/error-table.ts';

/** What the exit code of the program says. */
export const EXIT = {
  ok: 0,
  /** The program did its work and found something wrong: in a descriptor, a data file, a query. */
  problems: 1,
  /** The command line or a setting is wrong. */
  usage: 2,
  /** Something around the program is wrong: the database, the network, the disk, or the program itself. */
  environment: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export function exitCodeOf(error: unknown): ExitCode {
  return error instanceof AlmagestError ? exitCodeOfProblem(error.code) : EXIT.environment;
}

function exitCodeOfProblem(code: ErrorCode): ExitCode {
  if (code === 'C103' || code === 'X102' || code === 'X105') return EXIT.environment;
  const { stage } = ERRORS[code];
  if (stage === 'config') return EXIT.usage;
  return stage === 'database' ? EXIT.environment : EXIT.problems;
}
