import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addMembers, addToken, putAccount, putGroup, removeAccount } from '../../src/auth/account-store.ts';
import { sql } from '../../src/core/sql-text.ts';
import { limitsOf } from '../../src/service/limits.ts';
import { type AccessKit, openAccessKit } from './access-kit.ts';

let kit: AccessKit;
let ada: string;
let bo: string;

const ROWS = 'SELECT column_name FROM tap_schema.columns';

beforeAll(async () => {
  kit = await openAccessKit({ jobWorkers: 4, maxrecDefault: 20, maxrecHard: 20, queuedJobs: 1000 });
  const tokenOf = async (name: string) => {
    await putAccount(kit.database, name, 'a password that is not used');
    return `Bearer ${(await addToken(kit.database, name, {})).secret}`;
  };
  ada = await tokenOf('ada');
  bo = await tokenOf('bo');
});
afterAll(() => kit.close());

const textAt = async (path: string, who?: string): Promise<string> => (await kit.ask(path, who)).text();
const act = async (path: string, parameters: Record<string, string>, who?: string): Promise<Response> =>
  kit.ask(path, who, { method: 'POST', body: new URLSearchParams(parameters) });

/** Gives a group its bounds, and waits until the server has heard of them. */
async function allow(group: string, bounds: Record<string, number | null>): Promise<void> {
  await putGroup(kit.database, group, bounds);
  const visitor = group === 'anonymous' ? { groups: [] } : { name: 'somebody', groups: [group] };
  const given = () => kit.service.accounts.allowanceOf(visitor) as Record<string, number | undefined>;
  while (Object.entries(bounds).some(([name, value]) => (given()[name] ?? null) !== value))
    await new Promise((resolve) => setTimeout(resolve, 20));
}

async function phaseAtEnd(job: string, who?: string): Promise<string> {
  for (;;) {
    await kit.ask(`${job}?WAIT=10`, who);
    const phase = await textAt(`${job}/phase`, who);
    if (!['PENDING', 'QUEUED', 'EXECUTING'].includes(phase)) return phase;
  }
}

describe('a job', () => {
  test('is for its owner alone, in every part', async () => {
    const job = await kit.createJob({ QUERY: ROWS, FORMAT: 'csv', PHASE: 'RUN' }, ada);
    expect(await phaseAtEnd(job, ada)).toBe('COMPLETED');
    expect(await textAt(`${job}/owner`, ada)).toBe('ada');
    const id = job.split('/').at(-1);
    for (const path of [
      job,
      ...['phase', 'parameters', 'results', 'results/result', 'error', 'owner', 'quote', 'destruction'].map(
        (part) => `${job}/${part}`,
      ),
      `/api/jobs/${id}`,
      `/api/jobs/${id}/events`,
    ]) {
      expect([path, (await kit.ask(path)).status]).toEqual([path, 401]);
      expect([path, (await kit.ask(path, bo)).status]).toEqual([path, 403]);
    }
    for (const [path, parameters] of [
      [job, { ACTION: 'DELETE' }],
      [`${job}/phase`, { PHASE: 'ABORT' }],
      [`${job}/parameters`, { QUERY: 'SELECT 1' }],
      [`${job}/destruction`, { DESTRUCTION: '2020-01-01T00:00:00Z' }],
    ] as const) {
      expect((await act(path, parameters)).status).toBe(401);
      expect((await act(path, parameters, bo)).status).toBe(403);
    }
    expect((await kit.ask(job, bo, { method: 'DELETE' })).status).toBe(403);
    expect((await kit.ask(`${job}/results/result`, ada)).status).toBe(200);
  });

  test('is in the list of its owner, and of nobody else', async () => {
    const job = await kit.createJob({ QUERY: ROWS }, ada);
    const id = String(job.split('/').at(-1));
    expect(await textAt('/tap/async', ada)).toContain(id);
    expect(await textAt('/tap/async', bo)).not.toContain(id);
    expect(await textAt('/tap/async')).not.toContain('jobref');
  });

  test('of nobody in particular is for those who know its address', async () => {
    const job = await kit.createJob({ QUERY: ROWS });
    expect((await kit.ask(job)).status).toBe(200);
    expect((await kit.ask(job, bo)).status).toBe(200);
    expect(await textAt('/tap/async', bo)).not.toContain(String(job.split('/').at(-1)));
  });

  test('goes with its owner: the next one of that name does not find it', async () => {
    await putAccount(kit.database, 'temp', 'a password that is not used');
    const first = `Bearer ${(await addToken(kit.database, 'temp', {})).secret}`;
    const job = await kit.createJob({ QUERY: ROWS }, first);
    await removeAccount(kit.database, 'temp');
    await putAccount(kit.database, 'temp', 'a password that is not used');
    const second = `Bearer ${(await addToken(kit.database, 'temp', {})).secret}`;
    for (let turn = 0; turn < 200 && (await kit.ask(job, second)).status !== 404; turn++)
      await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await kit.ask(job, second)).status).toBe(404);
  });
});

describe('limits', () => {
  test('of rows are those of the group with the most, in answers, capabilities and jobs', async () => {
    for (const [group, maxrecHard] of [
      ['small', 3],
      ['large', 30],
    ] as const) {
      await allow(group, { maxrecHard });
      await addMembers(kit.database, group, ['ada']);
    }
    await putGroup(kit.database, 'large', { maxrecDefault: 25 });
    for (;;) {
      const rows = await kit.rows(ROWS, ada);
      if (rows.length === 25) break;
    }
    expect(await kit.rows(ROWS)).toHaveLength(20);
    expect(await kit.rows(ROWS, bo)).toHaveLength(20);
    expect(await textAt('/tap/capabilities', ada)).toMatch(/<hard unit="row">30</);
    expect(await textAt('/tap/capabilities')).toMatch(/<hard unit="row">20</);
    const job = await kit.createJob({ QUERY: ROWS, MAXREC: '1000', FORMAT: 'csv', PHASE: 'RUN' }, ada);
    expect(await phaseAtEnd(job, ada)).toBe('COMPLETED');
    expect((await textAt(`${job}/results/result`, ada)).trim().split(/\s+/)).toHaveLength(31);
  });

  test('can be other for everybody without a name', async () => {
    await allow('anonymous', { maxrecHard: 2 });
    expect(await kit.rows(ROWS)).toHaveLength(2);
    expect(await kit.rows(ROWS, bo)).toHaveLength(20);
    await allow('anonymous', { maxrecHard: null });
    expect(await kit.rows(ROWS)).toHaveLength(20);
  });

  test('can be listed', () => {
    const limits = limitsOf(kit.service);
    expect(limits).toContainEqual({
      name: 'maxrecHard',
      value: 20,
      unit: 'rows',
      description: 'rows of a result at most',
    });
    expect(new Set(limits.map(({ name }) => name)).size).toBe(12);
  });

  test('of queries that are waited for: the next one is refused with 429, until one of them ends', async () => {
    await allow('quiet', { runningQueries: 2 });
    await addMembers(kit.database, 'quiet', ['bo']);
    while (!(await kit.service.accounts.identify(bo, '')).groups.includes('quiet'))
      await new Promise((resolve) => setTimeout(resolve, 20));
    const slow = `SELECT COUNT(*) FROM ${[...'abcdefgh'].map((name) => `tap_schema.columns AS ${name}`).join(', ')}`;
    const query = (QUERY: string) => `/tap/sync?${new URLSearchParams({ LANG: 'ADQL', QUERY })}`;
    const patience = new AbortController();
    const statusOf = async (who: string) => (await kit.ask(query(ROWS), who)).status;
    // The questions of the poll below take a place for a moment, too: who finds none asks again.
    const hold = async () => {
      while (!patience.signal.aborted)
        await kit.ask(query(slow), bo, { signal: patience.signal }).then(
          (response) => response.body?.cancel(),
          () => undefined,
        );
    };
    const held = [hold(), hold()];
    await expect.poll(() => statusOf(bo), { timeout: 30_000 }).toBe(429);
    const refused = await kit.ask(query(ROWS), bo);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '30']);
    expect(await refused.text()).toContain('X108: 2 queries of yours run already');
    expect(await statusOf(ada)).toBe(200);
    patience.abort();
    await Promise.all(held);
    await expect.poll(() => statusOf(bo), { timeout: 30_000 }).toBe(200);
  });

  test('of jobs that wait: the next one is refused with 429, and is as it was', async () => {
    await allow('patient', { queuedJobs: 2, runningJobs: 1 });
    await addMembers(kit.database, 'patient', ['bo']);
    const slow = `SELECT COUNT(*) FROM ${[...'abcdefgh'].map((name) => `tap_schema.columns AS ${name}`).join(', ')}`;
    // The first runs; the two behind it wait, though there are workers.
    const jobs: string[] = [];
    while (!(await kit.service.accounts.identify(bo, '')).groups.includes('patient'))
      await new Promise((resolve) => setTimeout(resolve, 20));
    jobs.push(await kit.createJob({ QUERY: slow, PHASE: 'RUN' }, bo));
    for (let turn = 0; turn < 400 && (await textAt(`${jobs[0]}/phase`, bo)) !== 'EXECUTING'; turn++)
      await new Promise((resolve) => setTimeout(resolve, 25));
    for (let more = 0; more < 2; more++) jobs.push(await kit.createJob({ QUERY: slow, PHASE: 'RUN' }, bo));
    const waiting = await kit.createJob({ QUERY: slow }, bo);
    for (const response of [
      await act('/tap/async', { QUERY: slow, PHASE: 'RUN' }, bo),
      await act(`${waiting}/phase`, { PHASE: 'RUN' }, bo),
    ]) {
      expect([response.status, response.headers.get('retry-after')]).toEqual([429, '30']);
      expect(await response.text()).toContain('2 jobs of yours wait');
    }
    expect(await textAt(`${waiting}/phase`, bo)).toBe('PENDING');
    // Somebody else's job passes those that may not run.
    const other = await kit.createJob({ QUERY: ROWS, PHASE: 'RUN' }, ada);
    expect(await phaseAtEnd(other, ada)).toBe('COMPLETED');
    const phases = await Promise.all(jobs.map((job) => textAt(`${job}/phase`, bo)));
    expect(phases).toEqual(['EXECUTING', 'QUEUED', 'QUEUED']);
    // When one ends, the next one begins.
    await act(`${jobs[0]}/phase`, { PHASE: 'ABORT' }, bo);
    for (let turn = 0; turn < 400 && (await textAt(`${jobs[1]}/phase`, bo)) !== 'EXECUTING'; turn++)
      await new Promise((resolve) => setTimeout(resolve, 25));
    expect(await textAt(`${jobs[1]}/phase`, bo)).toBe('EXECUTING');
    for (const job of jobs.slice(1)) await act(`${job}/phase`, { PHASE: 'ABORT' }, bo);
  });

  test('of storage: what is kept has to be deleted first', async () => {
    await allow('cramped', { storageBytes: 10 });
    await putAccount(kit.database, 'cy', 'a password that is not used');
    await addMembers(kit.database, 'cramped', ['cy']);
    const cy = `Bearer ${(await addToken(kit.database, 'cy', {})).secret}`;
    const job = await kit.createJob({ QUERY: ROWS, FORMAT: 'csv', PHASE: 'RUN' }, cy);
    expect(await phaseAtEnd(job, cy)).toBe('COMPLETED');
    const refused = await act('/tap/async', { QUERY: ROWS, PHASE: 'RUN' }, cy);
    expect([refused.status, (await refused.text()).includes('Delete jobs')]).toEqual([403, true]);
    await kit.ask(job, cy, { method: 'DELETE' });
    await kit.createJob({ QUERY: ROWS, PHASE: 'RUN' }, cy);
  });

  test('of uploads', async () => {
    await allow('tiny', { uploadBytes: 10 });
    await putAccount(kit.database, 'di', 'a password that is not used');
    await addMembers(kit.database, 'tiny', ['di']);
    const di = `Bearer ${(await addToken(kit.database, 'di', {})).secret}`;
    const send = (who?: string) => {
      const body = new FormData();
      for (const [name, value] of Object.entries({
        LANG: 'ADQL',
        QUERY: 'SELECT x FROM tap_upload.t',
        UPLOAD: 't,param:t',
      }))
        body.set(name, value);
      body.set('t', new Blob(['x\n1\n2\n3\n4\n5\n6\n']), 't.csv');
      return kit.ask('/tap/sync', who, { method: 'POST', body });
    };
    expect((await send(di)).status).toBe(413);
    expect((await send()).status).toBe(200);
  });
});

test('the groups of a job are those of its owner when it was made', async () => {
  const job = await kit.createJob({ QUERY: ROWS }, ada);
  const [row] = await kit.database.query<{ groups: string[] }>(sql`SELECT groups FROM almagest.job WHERE id = $1`, [
    String(job.split('/').at(-1)),
  ]);
  expect([...(row?.groups ?? [])].sort()).toEqual(['large', 'small']);
});
