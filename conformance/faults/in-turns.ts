/** Does something so many times, by so many at a time; what each gave, in its place. */
export async function inTurns<T>(
  clients: number,
  times: number,
  work: (number: number) => Promise<T>,
): Promise<readonly T[]> {
  const done: T[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (let number = next++; number < times; number = next++) done[number] = await work(number);
    }),
  );
  return done;
}
