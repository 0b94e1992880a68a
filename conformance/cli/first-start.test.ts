import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { almagest, type Serving, serve, type Told, temporaryHome } from '../program/almagest.ts';

/** A newcomer's machine: no settings, no data folder. */
describe('the program with nothing set', () => {
  let home: Awaited<ReturnType<typeof temporaryHome>>;
  let environment: NodeJS.ProcessEnv;
  let first: Serving;

  beforeAll(async () => {
    home = await temporaryHome();
    environment = { ALMAGEST_HOME: home.path };
    first = await serve(['--port', '0'], environment);
  });
  afterAll(() => home.remove());

  test('publishes what it carries, and says what it skipped and where to get it', () => {
    const published = of(first.told, 'resource-published').map(({ resource }) => resource);
    expect(published).toEqual(expect.arrayContaining(['antares/ps2017', 'shower/simulated']));
    const skipped = of(first.told, 'resource-skipped');
    expect(skipped.map(({ resource }) => resource)).toContain('icecube/txs0506');
    for (const { reason, remedy } of skipped) {
      expect(reason).toBeTypeOf('string');
      expect(remedy).toMatch(/ALMAGEST_DATA|--data/);
    }
    expect(of(first.told, 'resource-failed')).toEqual([]);
  });

  test('answers TAP queries, and marks what is simulated', async () => {
    expect(await ask(first.url, 'SELECT COUNT(*) AS n FROM antares.events', 'csv')).toBe('n\r\n11\r\n');
    const showers = await ask(first.url, 'SELECT TOP 1 * FROM simulation.air_showers', 'votable/td');
    expect(showers).toMatch(/simulat/i);
  });

  test('the command line asks the same database while the server runs', async () => {
    const { code, stdout } = await almagest(['query', 'SELECT COUNT(*) AS n FROM simulation.air_showers'], environment);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'n\r\n100000\r\n' });
  });

  test('stops when asked, with exit code 0, and starts again sooner, without loading anything', async () => {
    expect(await first.stop()).toBe(0);
    const again = await serve(['--port', '0'], environment);
    expect(await again.stop()).toBe(0);
    expect(of(again.told, 'resource-published')).toEqual([]);
    expect(of(again.told, 'resource-unchanged').length).toBeGreaterThanOrEqual(2);
    expect(again.ms).toBeLessThan(first.ms);
  });

  test('a port in use is told before anything is loaded, with exit code 3', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address ? String(address.port) : '';
    try {
      const { code, stdout, stderr } = await almagest(['serve', '--host', '127.0.0.1', '--port', port], environment);
      expect(code).toBe(3);
      expect(stderr).toMatch(new RegExp(`C103.*${port}`));
      expect(stdout + stderr).not.toMatch(/PostgreSQL|published| {4}at /);
    } finally {
      other.close();
    }
  });

  test('drop says what it would do, and does it with --yes', async () => {
    const plan = await almagest(['drop', 'antares/ps2017'], environment);
    expect(plan).toMatchObject({ code: 2, stdout: expect.stringContaining('antares.events') });
    expect(await almagest(['drop', '--yes', 'antares/ps2017'], environment)).toMatchObject({ code: 0 });
    const gone = await almagest(['query', 'SELECT * FROM antares.events'], environment);
    expect(gone).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('Q201') });
    const back = await almagest(['ingest', 'resource-descriptors/antares'], environment);
    expect(back).toMatchObject({ code: 0, stdout: expect.stringContaining('1 table, 11 rows') });
  });

  test('ingest of what has no data file fails, and says where to get it', async () => {
    const { code, stderr } = await almagest(['ingest', 'resource-descriptors/icecube'], environment);
    expect(code).toBe(1);
    expect(stderr).toMatch(/skipped: .*icecube/);
  });
});

function of(told: readonly Told[], kind: string): readonly Told[] {
  return told.filter((one) => one.kind === kind);
}

async function ask(url: string, adql: string, format: string): Promise<string> {
  const body = new URLSearchParams({ LANG: 'ADQL', QUERY: adql, RESPONSEFORMAT: format });
  const response = await fetch(`${url}/tap/sync`, { method: 'POST', body });
  expect(response.status).toBe(200);
  return response.text();
}
