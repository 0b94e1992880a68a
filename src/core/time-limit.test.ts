import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { limitTime } from './time-limit.ts';

test('the time is over', async () => {
  const { signal, isOver, end } = limitTime(new AbortController().signal, 0.02);
  expect([signal.aborted, isOver()]).toEqual([false, false]);
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
  expect(isOver()).toBe(true);
  end();
});

test('the signal that was given comes first, also if it did before', () => {
  const controller = new AbortController();
  const first = limitTime(controller.signal, 60);
  controller.abort('enough');
  const second = limitTime(controller.signal, 60);
  for (const { signal, isOver, end } of [first, second]) {
    expect([signal.aborted, signal.reason, isOver()]).toEqual([true, 'enough', false]);
    end();
  }
});

test('after its end nothing happens', async () => {
  const controller = new AbortController();
  const { signal, end } = limitTime(controller.signal, 0.02);
  end();
  controller.abort();
  await delay(50);
  expect(signal.aborted).toBe(false);
});
