/** The user or the system asked the program to end before its work was done. */
export class Interrupted extends Error {
  constructor() {
    super('interrupted');
    this.name = 'Interrupted';
  }
}

/** Waits for the work, or for the interruption, which then comes out as `Interrupted`. */
export async function unlessInterrupted<Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> {
  const interruption = interruptionOf(signal);
  try {
    return await Promise.race([work, interruption.promise]);
  } finally {
    interruption.forget();
  }
}

/** Resolves once the signal is given. */
export async function interruption(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

function interruptionOf(signal: AbortSignal): { promise: Promise<never>; forget(): void } {
  let forget = () => {};
  const promise = new Promise<never>((_, reject) => {
    const interrupt = () => reject(new Interrupted());
    if (signal.aborted) interrupt();
    signal.addEventListener('abort', interrupt, { once: true });
    forget = () => signal.removeEventListener('abort', interrupt);
  });
  return { promise, forget: () => forget() };
}
