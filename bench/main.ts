/** Every measurement, each in a process of its own: `npm run bench`, or `npm run bench -- ingest` for one. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const BENCHMARKS = ['language', 'cells', 'sky', 'format', 'query', 'results', 'ingest', 'metadata', 'harvest'];

const wanted = process.argv.slice(2);
for (const name of BENCHMARKS.filter((one) => wanted.length === 0 || wanted.includes(one))) {
  console.log(`\n== ${name}`);
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, `${name}.ts`)], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
