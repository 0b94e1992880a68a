#!/usr/bin/env -S MALLOC_ARENA_MAX=1 node --max-semi-space-size=4 --heap-growing-percent=60 --v8-pool-size=1
// The memory of a server is mostly buffers that have been sent: a small nursery and a heap that grows slowly have them collected soon, and one arena for all
// threads lets their room be used again; one helper of the collector is enough, as the database wants the other processors. Results are written no slower
// (conformance/delivery/memory.test.ts holds the peak).
import process from 'node:process';
import { runCommandLine } from './command-line.ts';

const interruption = new AbortController();
// SIGHUP: the window of the terminal was closed.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // The second request is for someone who does not want to wait for a clean end.
    if (interruption.signal.aborted) process.exit(130);
    interruption.abort();
  });
}
// In `almagest query ... | head`, head may end first: what is left to say is lost, and that is no failure.
// A terminal that is gone takes nothing any more (EIO), and the embedded database is still to be stopped.
for (const output of [process.stdout, process.stderr])
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
  });

const code = await runCommandLine(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  environment: process.env,
  cwd: process.cwd(),
  interrupted: interruption.signal,
});
// What was interrupted may still run; its connections end with the process, and PostgreSQL then undoes its work.
if (interruption.signal.aborted) process.exit(code);
process.exitCode = code;
