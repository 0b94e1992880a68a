import { setTimeout as delay } from 'node:timers/promises';
import { WIDE } from '../../conformance/delivery/served-rows.ts';
import type { Asker } from './asker.ts';

/** What a client may do. Throws if it is not answered as it should be. */
export interface Deed {
  readonly name: string;
  /** How often it is done, beside the others. */
  readonly weight: number;
  run(asker: Asker): Promise<void>;
}

const ENDLESS = `SELECT COUNT(*) FROM ${WIDE} AS a JOIN ${WIDE} AS b ON a.x + b.y < -1 OR a.x * b.y < -1`;
const top = (rows: number): string => `SELECT TOP ${rows} * FROM ${WIDE}`;

function expectEqual(what: string, found: unknown, expected: unknown): void {
  if (found !== expected) throw new Error(`${what}: ${String(found).slice(0, 300)}, not ${String(expected)}`);
}

const linesOf = (csv: string): number => csv.split('\r\n').length - 2;

export const DEEDS: readonly Deed[] = [
  {
    name: 'short query',
    weight: 30,
    async run(asker) {
      const rows = asker.random(500) + 1;
      const { status, text } = await asker.sync({ QUERY: top(rows), FORMAT: 'csv' });
      expectEqual('status', status, 200);
      expectEqual('rows', linesOf(text), rows);
    },
  },
  {
    name: 'long result, in one of the formats',
    weight: 10,
    async run(asker) {
      const format = asker.choose(['votable', 'votable/td', 'csv', 'tsv', 'json', 'fits', 'parquet', 'arrow']);
      const { status, bytes } = await asker.sync({ QUERY: top(20_000), FORMAT: format });
      expectEqual('status', status, 200);
      if (bytes < 500_000) throw new Error(`${format} of 20,000 rows has ${bytes} bytes`);
    },
  },
  {
    name: 'cone',
    weight: 10,
    async run(asker) {
      const where = `1 = CONTAINS(POINT(ra, de), CIRCLE(${asker.random(360)}, ${asker.random(160) - 80}, 0.5))`;
      const { status, text } = await asker.sync({ QUERY: `SELECT id FROM ${WIDE} WHERE ${where}` });
      expectEqual('status', status, 200);
      if (!text.endsWith('</VOTABLE>\n')) throw new Error(text.slice(-300));
    },
  },
  {
    name: 'wrong query',
    weight: 5,
    async run(asker) {
      const { status, text } = await asker.sync({ QUERY: `SELECT nothing FROM ${WIDE}` });
      expectEqual('status', status, 400);
      if (!text.includes('QUERY_STATUS" value="ERROR"')) throw new Error(text.slice(0, 300));
    },
  },
  {
    name: 'client that leaves in mid-result',
    weight: 5,
    run: (asker) => asker.leaveEarly({ QUERY: top(200_000), FORMAT: 'votable/td' }),
  },
  {
    name: 'uploaded table',
    weight: 10,
    async run(asker) {
      const rows = asker.random(2000) + 1;
      const QUERY = 'SELECT COUNT(*) AS n FROM TAP_UPLOAD.mine AS m JOIN speed.wide AS w ON w.id = m.id';
      const { status, text } = await asker.sync({ QUERY, FORMAT: 'csv' }, tableOf(rows));
      expectEqual('status', status, 200);
      expectEqual('answer', text, `n\r\n${rows}\r\n`);
    },
  },
  {
    name: 'page, capabilities, tables',
    weight: 10,
    async run(asker) {
      const path = asker.choose([
        '/',
        '/tap',
        '/tap/capabilities',
        '/tap/tables',
        '/tap/availability',
        '/tap/examples',
      ]);
      expectEqual(path, (await asker.get(path)).status, 200);
    },
  },
  {
    name: 'job to its end',
    weight: 12,
    async run(asker) {
      const rows = asker.random(5000) + 1;
      const job = await asker.createJob({ QUERY: top(rows), FORMAT: 'csv', PHASE: 'RUN' });
      expectEqual('phase', await asker.untilOver(job), 'COMPLETED');
      expectEqual('rows', linesOf((await asker.get(`${job}/results/result`)).text), rows);
      await asker.forgetMostly(job, 'COMPLETED');
    },
  },
  {
    name: 'job with an uploaded table',
    weight: 5,
    async run(asker) {
      const rows = asker.random(2000) + 1;
      const QUERY = 'SELECT COUNT(*) AS n FROM TAP_UPLOAD.mine';
      const job = await asker.createJob({ QUERY, FORMAT: 'csv', PHASE: 'RUN' }, tableOf(rows));
      expectEqual('phase', await asker.untilOver(job), 'COMPLETED');
      expectEqual('answer', (await asker.get(`${job}/results/result`)).text, `n\r\n${rows}\r\n`);
      await asker.forgetMostly(job, 'COMPLETED');
    },
  },
  {
    name: 'job that is wrong',
    weight: 3,
    async run(asker) {
      const job = await asker.createJob({ QUERY: `SELECT nothing FROM ${WIDE}`, PHASE: 'RUN' });
      expectEqual('phase', await asker.untilOver(job), 'ERROR');
      await asker.forgetMostly(job, 'ERROR');
    },
  },
  {
    name: 'job that is aborted',
    weight: 5,
    async run(asker) {
      const job = await asker.createJob({ QUERY: ENDLESS, PHASE: 'RUN' });
      await delay(asker.random(1000));
      await asker.abort(job);
      expectEqual('phase', await asker.untilOver(job), 'ABORTED');
      await asker.forgetMostly(job, 'ABORTED');
    },
  },
  {
    name: 'job that is deleted while it runs',
    weight: 3,
    async run(asker) {
      const job = await asker.createJob({ QUERY: ENDLESS, PHASE: 'RUN' });
      await delay(asker.random(1000));
      await asker.forget(job);
    },
  },
  {
    name: 'job that nobody runs',
    weight: 2,
    async run(asker) {
      const job = await asker.createJob({ QUERY: top(1) });
      await asker.forgetMostly(job, 'PENDING');
    },
  },
];

function tableOf(rows: number): Blob {
  return new Blob(['id\n', ...Array.from({ length: rows }, (_, index) => `${index + 1}\n`)]);
}
