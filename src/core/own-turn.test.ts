import { expect, test } from 'vitest';
import { ownTurn } from './own-turn.ts';

test('those who come together go on one after the other, each at a turn of its own', async () => {
  let turn = 0;
  let isOver = false;
  const count = (): void => {
    turn++;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  const turns = await Promise.all(Array.from({ length: 5 }, () => ownTurn().then(() => turn)));
  isOver = true;
  expect(turns).toEqual(turns.map((_, index) => (turns[0] ?? 0) + index));
});
