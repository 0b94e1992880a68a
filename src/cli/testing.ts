import { Readable, Writable } from 'node:stream';
import { runCommandLine } from './command-line.ts';
import { type Output, openTerminal, type Terminal } from './terminal.ts';

/** A terminal for tests that remembers what was said. */
export interface Recorder {
  readonly terminal: Terminal;
  /** Standard output so far. */
  readonly stdout: () => string;
  /** Standard error so far. */
  readonly stderr: () => string;
}

export function recordTerminal(options: { json?: boolean; quiet?: boolean; live?: boolean } = {}): Recorder {
  const { json = false, quiet = false, live = false } = options;
  const stdout = recordOutput(live);
  const stderr = recordOutput(live);
  const environment = { NO_COLOR: '1' };
  const terminal = openTerminal({ json, quiet, stdout: stdout.output, stderr: stderr.output, environment });
  return { terminal, stdout: stdout.said, stderr: stderr.said };
}

function recordOutput(isTTY = false): { readonly output: Output; readonly said: () => string } {
  let said = '';
  const output = new Writable({
    write(piece, _encoding, done) {
      said += String(piece);
      done();
    },
  });
  return { output: Object.assign(output, { isTTY, columns: 100 }), said: () => said };
}

/** The program as a whole, in this process: its exit code and what it said. */
export async function runProgram(
  words: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  interrupted = new AbortController().signal,
  stdin = '',
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const stdout = recordOutput();
  const stderr = recordOutput();
  const code = await runCommandLine(words, {
    stdin: Readable.from([stdin]),
    stdout: stdout.output,
    stderr: stderr.output,
    environment,
    cwd: process.cwd(),
    interrupted,
  });
  return { code, stdout: stdout.said(), stderr: stderr.said() };
}
