import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

/** Runs a program to its end, its output thrown away; seconds from its start to its end. Throws with its words if it failed. */
export async function secondsOf(program: string, words: readonly string[]): Promise<number> {
  const nowhere = openSync('/dev/null', 'w');
  try {
    const started = performance.now();
    await ended(spawn(program, words, { stdio: ['ignore', nowhere, 'pipe'] }));
    return (performance.now() - started) / 1000;
  } finally {
    closeSync(nowhere);
  }
}

/** Runs a program to its end; what it wrote. */
export async function outputOf(program: string, words: readonly string[], input = ''): Promise<string> {
  const child = spawn(program, words, { stdio: ['pipe', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    output += piece;
  });
  child.stdin.end(input);
  await ended(child);
  return output;
}

function ended(child: ReturnType<typeof spawn>): Promise<void> {
  let complaint = '';
  child.stderr?.setEncoding('utf8').on('data', (piece: string) => {
    complaint += piece;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${child.spawnfile} ended with ${code}: ${complaint}`));
    });
  });
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
