/**
 * A server under a mix of everything for some minutes: synchronous queries, jobs, uploads, clients that leave and jobs that are aborted.
 * In the end the counts of the clients, of the server and of the database have to agree, and nothing may be left over.
 *
 *   node bench/soak.ts                     a minute
 *   node bench/soak.ts --minutes 10        as conformance/README.md tells of
 *   node bench/soak.ts --seed 7            another order of deeds
 */
import { parseArgs } from 'node:util';
import { runSoak } from './soak/run.ts';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '1' }, seed: { type: 'string', default: '1' } },
});
process.exitCode = (await runSoak(Number(values.minutes), Number(values.seed))) ? 0 : 1;
