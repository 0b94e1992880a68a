/**
 * Every measurement, each in a process of its own: `npm run bench`, or `npm run bench -- ingest` for one, which takes the options that
 * follow its name: `npm run bench -- soak --minutes 10`.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const BENCHMARKS = [
  'language',
  'cells',
  'sky',
  'footprints',
  'format',
  'query',
  'results',
  'ingest',
  'metadata',
  'harvest',
  'jobs',
  'soak',
];

const words = process.argv.slice(2);
const end = words.findIndex((word) => word.startsWith('--'));
const [wanted, options] = end < 0 ? [words, []] : [words.slice(0, end), words.slice(end)];
for (const name of BENCHMARKS.filter((one) => wanted.length === 0 || wanted.includes(one))) {
  console.log(`\n== ${name}`);
  const file = join(import.meta.dirname, `${name}.ts`);
  const { status } = spawnSync(process.execPath, [file, ...options], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
