import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
}

export interface RunOptions {
  readonly seconds?: number;
  readonly environment?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Sent to the program before it is given up. */
  readonly signal?: NodeJS.Signals;
}

/** Runs a program to its end, which comes after `seconds` at the latest. */
export function run(program: string, words: readonly string[], options: RunOptions = {}): Promise<Run> {
  const { seconds = 60, environment = process.env, cwd } = options;
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { cwd, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    const timer = setTimeout(() => child.kill('SIGKILL'), seconds * 1000);
    const text = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8');
      child[name].on('data', (piece: string) => {
        text[name] += piece;
      });
    }
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code, ...text, ms: performance.now() - started });
    });
  });
}

/** The path of a program, if this machine has it. */
export function findProgram(name: string): string | undefined {
  const folders = name.includes('/') ? [''] : (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
