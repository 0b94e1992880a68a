import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { type Run, run } from './run.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const MAIN = join(ROOT, 'src/cli/main.ts');
/** How `npm start` starts it. */
const NODE_OPTIONS = ['--max-semi-space-size=4', '--heap-growing-percent=60', '--v8-pool-size=1'];
const NODE_ENVIRONMENT = { MALLOC_ARENA_MAX: '1' };

/** The folder of real data, if this machine has it. */
export function dataFolder(): string | undefined {
  const folder = process.env['ALMAGEST_DATA'] ?? resolve(ROOT, '../shared/data');
  return existsSync(folder) ? folder : undefined;
}

/** The environment of a user who has set nothing. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const ours = /^(ALMAGEST_\w+|DATABASE_URL|HOST|PORT)$/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
}

/** A folder of its own for an embedded database; every user can enter it, as PostgreSQL does not run as root. */
export async function temporaryHome(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'almagest-'));
  await chmod(path, 0o755);
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 3 }) };
}

/** One command line of the program, in a process of its own. */
export function almagest(words: readonly string[], environment: NodeJS.ProcessEnv = {}, seconds = 60): Promise<Run> {
  const options = { cwd: ROOT, environment: { ...cleanEnvironment(), ...environment }, seconds };
  return run(process.execPath, [MAIN, ...words], options);
}

/** What `serve --json` tells, one object a line. */
export type Told = Readonly<Record<string, unknown>> & { readonly kind: string };

export interface Running {
  readonly pid: number;
  /** Everything told until it was ready. */
  readonly told: readonly Told[];
  /** What it told since. */
  readonly log: readonly Told[];
  /** Milliseconds from the start of the process until it was ready. */
  readonly ms: number;
  /** Asks it to end, and waits for that; its exit code. */
  stop(): Promise<number | null>;
}

export interface Serving extends Running {
  readonly url: string;
}

/** Starts a server and waits until it serves. Throws with its words if it ends before that. */
export async function serve(words: readonly string[], environment: NodeJS.ProcessEnv, seconds = 180): Promise<Serving> {
  const { ready, ...running } = await start('serve', words, environment, { kind: 'serving', seconds });
  return { ...running, url: String(ready['url']) };
}

/** Starts a worker and waits until it looks for jobs. */
export function work(words: readonly string[], environment: NodeJS.ProcessEnv, seconds = 180): Promise<Running> {
  return start('worker', words, environment, { kind: 'working', seconds });
}

/** Starts a verb that goes on, and waits until it tells an object of a kind. */
async function start(
  verb: string,
  words: readonly string[],
  environment: NodeJS.ProcessEnv,
  { kind, seconds }: { readonly kind: string; readonly seconds: number },
): Promise<Running & { readonly ready: Told }> {
  const started = performance.now();
  const child = spawn(process.execPath, [...NODE_OPTIONS, MAIN, verb, '--json', ...words], {
    cwd: ROOT,
    env: { ...cleanEnvironment(), ...NODE_ENVIRONMENT, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (piece: string) => {
    complaint += piece;
  });
  const stop = async () => {
    child.kill('SIGTERM');
    const giveUp = setTimeout(() => child.kill('SIGKILL'), 30_000);
    const code = await ended;
    clearTimeout(giveUp);
    return code;
  };
  const timer = setTimeout(() => child.kill('SIGKILL'), seconds * 1000);
  const told: Told[] = [];
  const log: Told[] = [];
  const ready = await new Promise<Told | undefined>((resolve) => {
    let heard = told;
    createInterface({ input: child.stdout })
      .on('line', (line) => {
        const object = JSON.parse(line) as Told;
        heard.push(object);
        if (object.kind !== kind) return;
        heard = log;
        resolve(object);
      })
      .once('close', () => resolve(undefined));
  });
  clearTimeout(timer);
  if (ready && child.pid !== undefined)
    return { ready, pid: child.pid, told, log, ms: performance.now() - started, stop };
  throw new Error(`${verb} ended with ${await ended}:\n${told.map((o) => JSON.stringify(o)).join('\n')}\n${complaint}`);
}
