import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:http';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { type ServedRows, WIDE } from '../../conformance/delivery/served-rows.ts';
import { median, outputOf } from './program.ts';

const ONE = `SELECT TOP 1 * FROM ${WIDE}`;
const TURNS = 300;
const WARM_UP = 50;

/** How soon answers come. False if a promise was missed. */
export async function compareLatencies(server: ServedRows, databaseUrl: string): Promise<boolean> {
  const verdicts = [
    await oneRow(server, databaseUrl),
    await firstBytes(server, 'votable'),
    await firstBytes(server, 'csv'),
    await firstBytes(server, 'tsv'),
    await crowd(server),
  ];
  return verdicts.every((kept) => kept);
}

/** Both on a connection that is open. */
async function oneRow(server: ServedRows, databaseUrl: string): Promise<boolean> {
  const ours = median((await curlTimes(server, ONE, TURNS)).slice(WARM_UP));
  const theirs = median((await psqlTimes(databaseUrl, `SELECT * FROM ${WIDE} LIMIT 1`, TURNS)).slice(WARM_UP));
  line(ONE, `${ours.toFixed(1)} ms`, `psql ${theirs.toFixed(1)} ms, at most 5 more`, ours - theirs <= 5);
  return ours - theirs <= 5;
}

/** Milliseconds of each of the same questions, asked by curl on one connection. */
async function curlTimes(server: ServedRows, query: string, turns: number): Promise<number[]> {
  const url = syncUrl(server, query);
  const config = Array.from({ length: turns }, () => `url = "${url}"\noutput = "/dev/null"\n`).join('');
  const words = ['--silent', '--show-error', '--fail', '--config', '-', '--write-out', '%{time_total}\n'];
  const output = await outputOf('curl', words, config);
  return output
    .trim()
    .split('\n')
    .map((seconds) => 1000 * Number(seconds));
}

async function psqlTimes(databaseUrl: string, statement: string, turns: number): Promise<number[]> {
  const psql = spawn('psql', ['--no-psqlrc', '--quiet', '--tuples-only', '--no-align', databaseUrl], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: psql.stdout });
  const times: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const started = performance.now();
    psql.stdin.write(`${statement};\n`);
    await once(lines, 'line');
    times.push(performance.now() - started);
  }
  psql.stdin.end();
  await once(psql, 'close');
  return times;
}

/** Milliseconds that a server needs to clear away a result of a million rows; who comes right behind it waits for some of that. */
const REST = 300;

/** From the request, on a new connection, to the first bytes of a document that is read to its end; of a server at rest. */
async function firstBytes(server: ServedRows, format: string): Promise<boolean> {
  const times: number[] = [];
  for (let turn = 0; turn < 8; turn++) {
    await delay(REST);
    times.push(await firstByte(syncUrl(server, `SELECT TOP 1000000 * FROM ${WIDE}`, format)));
  }
  const ms = median(times.slice(1));
  line(`first byte of TOP 1000000, ${format}`, `${ms.toFixed(1)} ms`, 'less than 20', ms < 20);
  return ms < 20;
}

function firstByte(url: string): Promise<number> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const request = get(url, { agent: false }, (response) => {
      response.once('data', () => {
        const ms = performance.now() - started;
        response.resume().once('end', () => resolve(ms));
      });
      response.once('error', reject);
    });
    request.once('error', reject);
  });
}

/** Twenty clients at once, each with twenty questions on a connection of its own. */
async function crowd(server: ServedRows): Promise<boolean> {
  const ask = () =>
    Promise.all(Array.from({ length: 20 }, () => curlTimes(server, `SELECT TOP 1000 * FROM ${WIDE}`, 20)));
  await ask();
  const rates: number[] = [];
  const times: number[] = [];
  for (let turn = 0; turn < 3; turn++) {
    const started = performance.now();
    const answered = (await ask()).flat();
    rates.push((1000 * answered.length) / (performance.now() - started));
    times.push(...answered);
  }
  const rate = median(rates);
  const late = times.toSorted((a, b) => a - b)[Math.floor(0.95 * times.length)] ?? 0;
  line('20 clients, TOP 1000', `${rate.toFixed(0)}/s`, 'at least 300 requests a second', rate >= 300);
  line('  95 % of them within', `${late.toFixed(0)} ms`, 'less than 150', late < 150);
  return rate >= 300 && late < 150;
}

function syncUrl(server: ServedRows, query: string, format = 'votable'): string {
  return `${server.url}/tap/sync?${new URLSearchParams({ LANG: 'ADQL', QUERY: query, RESPONSEFORMAT: format })}`;
}

function line(name: string, figure: string, promised: string, kept: boolean): void {
  console.log(`${name.padEnd(36)}${figure.padStart(10)}  ${promised}${kept ? '' : '  MISSED'}`);
}
