const waiting: (() => void)[] = [];

/**
 * Resolves at a turn of the event loop that nobody else was given here. What befalls hundreds at the same moment, such as the end of
 * their patience, is carried out for one after the other, and whoever asks something else is heard in between.
 */
export function ownTurn(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (waiting.push(resolve) === 1) setImmediate(next);
  return promise;
}

function next(): void {
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(next);
}
