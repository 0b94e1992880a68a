import { expect, test } from 'vitest';
import { createApp } from '../../http/app.ts';
import type { Service } from '../../service/context.ts';
import { makeTestService, TEST_SETTINGS } from '../../service/testing.ts';
import { PROTOCOLS } from '../index.ts';

async function ask(accept: string, name?: string) {
  const service: Service = makeTestService();
  const known: Service = { ...service, visitor: { ...service.visitor, ...(name === undefined ? {} : { name }) } };
  const { fastify } = await createApp({ ...service, as: () => known }, PROTOCOLS);
  const answer = await fastify.inject({ url: '/api/limits', headers: { accept } });
  await fastify.close();
  return answer;
}

test('programs read what they may use, and how much of it is used', async () => {
  const answer = await ask('*/*');
  expect(answer.headers['content-type']).toBe('application/json');
  const { user, limits } = answer.json();
  expect(user).toBeNull();
  const named = Object.fromEntries(limits.map((limit: { name: string }) => [limit.name, limit]));
  expect(named['maxrecHard']).toMatchObject({ value: TEST_SETTINGS.maxrecHard, unit: 'rows' });
  expect(named['storageBytes']).toMatchObject({ value: TEST_SETTINGS.storageBytes, used: 0 });
  expect(named['uploadTables'].value).toBeGreaterThan(1);
  for (const { value, unit, description } of limits)
    expect([value > 0, unit !== '', description.length > 5]).toEqual([true, true, true]);
});

test('people read the same on a page, which nobody else is to be shown', async () => {
  const { headers, body } = await ask('text/html,application/xhtml+xml;q=0.9,*/*;q=0.1', 'Hypatia <o>');
  expect(headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  expect(headers['vary']).toContain('Authorization');
  expect(headers['content-security-policy']).toContain("default-src 'none'; style-src 'self'");
  for (const part of ['For Hypatia &lt;o&gt;.', '5,000 rows', '<code>storageBytes</code>'])
    expect(body).toContain(part);
});
