import { readdir, readFile, writeFile } from 'node:fs/promises';

/** Hertz of the clock in `/proc/PID/stat`: the same on every Linux that Node.js runs on. */
const TICKS = 100;

/** The memory that a process has had at most since `forgetPeak`, or since it started; bytes. */
export function peakMemory(pid: number): Promise<number> {
  return memoryFigure(pid, 'VmHWM');
}

/** The memory that a process has now; bytes. */
export function memoryNow(pid: number): Promise<number> {
  return memoryFigure(pid, 'VmRSS');
}

async function memoryFigure(pid: number, name: string): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return 1024 * Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]);
}

/** Begins a new peak (proc(5), clear_refs). */
export async function forgetPeak(pid: number): Promise<void> {
  await writeFile(`/proc/${pid}/clear_refs`, '5');
}

/** Files, sockets and pipes that a process has open. */
export async function openFiles(pid: number): Promise<number> {
  return (await readdir(`/proc/${pid}/fd`)).length;
}

/** Seconds of CPU that a process has used. */
export async function cpuSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // The name of the program, in parentheses, may hold blanks.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}
