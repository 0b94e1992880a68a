import { parseQuery } from '../adql/parser/parse.ts';
import { AlmagestError, fail } from '../core/error.ts';
import { type ProblemData, problemData } from '../core/problem-data.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { reportError } from './problem-report.ts';
import type { Terminal } from './terminal.ts';

/** Whether a query follows the grammar; whether there are such tables, columns and functions is not asked. */
export function answerParseOnly(terminal: Terminal, adql: string): ExitCode {
  const error = grammarError(adql);
  if (terminal.json) terminal.object({ errors: dataOf(error) });
  else if (error) reportError(terminal, error);
  else terminal.answer('The query follows the grammar of ADQL 2.1.');
  return error ? EXIT.problems : EXIT.ok;
}

/** The same for a JSON array of queries: a JSON array with `{errors: [...]}` for each, in their order. That there are errors is no failure. */
export function answerBatch(terminal: Terminal, json: string): ExitCode {
  const answers = readQueries(json).map((adql) => ({ errors: dataOf(grammarError(adql)) }));
  terminal.answer(JSON.stringify(answers));
  return EXIT.ok;
}

function grammarError(adql: string): AlmagestError | undefined {
  try {
    parseQuery(adql);
    return undefined;
  } catch (error) {
    if (error instanceof AlmagestError) return error;
    throw error;
  }
}

const dataOf = (error: AlmagestError | undefined): readonly ProblemData[] =>
  error?.problems.map((found) => problemData(found, error.text)) ?? [];

function readQueries(json: string): readonly string[] {
  const hint = 'Standard input must hold queries as a JSON array of texts: ["SELECT ...", "SELECT ..."].';
  let read: unknown;
  try {
    read = JSON.parse(json);
  } catch (cause) {
    return fail('C104', `this is not JSON: ${(cause as Error).message}`, { hint, cause });
  }
  if (!Array.isArray(read) || !read.every((item) => typeof item === 'string'))
    return fail('C104', 'this is not an array of texts', { hint });
  return read;
}
