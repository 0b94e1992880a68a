import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { divert, rowSocket } from './socket.ts';

let server: Server;
let theirs: Promise<Socket>;
let ours: Socket;
beforeEach(async () => {
  server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  theirs = once(server, 'connection').then(([socket]) => socket);
  ours = rowSocket();
  ours.connect((server.address() as AddressInfo).port, '127.0.0.1');
  await once(ours, 'connect');
});
afterEach(async () => {
  ours.destroy();
  (await theirs).destroy();
  server.close();
});

const heard = (pieces: readonly Buffer[]): string => Buffer.concat(pieces).toString();

describe('a socket for rows', () => {
  test('gives pg bytes that it may keep', async () => {
    const kept: Buffer[] = [];
    ours.on('data', (bytes: Buffer) => kept.push(bytes));
    const sender = await theirs;
    sender.write('first');
    await expect.poll(() => heard(kept)).toBe('first');
    sender.write('SECOND');
    await expect.poll(() => heard(kept)).toBe('firstSECOND');
  });

  test('gives its bytes to another reader, and what that one leaves to pg again', async () => {
    const ofPg: Buffer[] = [];
    const ofRows: string[] = [];
    ours.on('data', (bytes: Buffer) => ofPg.push(bytes));
    const giveBack = divert(ours, (bytes) => {
      ofRows.push(bytes.toString());
      if (bytes.includes('Z')) giveBack(bytes.subarray(bytes.indexOf('Z')));
    });
    const sender = await theirs;
    sender.write('rows');
    await expect.poll(() => ofRows.join('')).toBe('rows');
    sender.write('moreZ');
    await expect.poll(() => heard(ofPg)).toBe('Z');
    sender.write('!');
    await expect.poll(() => heard(ofPg)).toBe('Z!');
    expect(ofRows.join('')).toBe('rowsmoreZ');
  });

  test('takes nothing while it is paused', async () => {
    let taken = 0;
    ours.on('data', () => {});
    divert(ours, (bytes) => {
      taken += bytes.length;
      ours.pause();
    });
    const sender = await theirs;
    sender.write(Buffer.alloc(10_000_000));
    await expect.poll(() => taken).toBeGreaterThan(0);
    const before = taken;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(taken).toBe(before);
    ours.resume();
    await expect.poll(() => taken).toBeGreaterThan(before);
  });

  test('tells of its end', async () => {
    const end = once(ours, 'end');
    ours.on('data', () => {});
    (await theirs).end('last');
    await end;
  });
});

test('any other stream of pg, such as an encrypted one, is diverted by its events', async () => {
  const stream = new PassThrough();
  const ofPg: string[] = [];
  const ofRows: string[] = [];
  stream.on('data', (bytes: Buffer) => ofPg.push(bytes.toString()));
  const giveBack = divert(stream, (bytes) => ofRows.push(bytes.toString()));
  stream.write('rows');
  await expect.poll(() => ofRows).toEqual(['rows']);
  giveBack(Buffer.from('rest'));
  stream.write('more');
  await expect.poll(() => ofPg).toEqual(['rest', 'more']);
  expect(ofRows).toEqual(['rows']);
});
