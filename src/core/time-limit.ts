/** The longest that a timer can be set to. */
const LONGEST_MS = 2 ** 31 - 1;

export interface TimeLimit {
  /** Aborted with the signal that was given, or when the time is over. */
  readonly signal: AbortSignal;
  isOver(): boolean;
  /** To be called when the work is done. */
  end(): void;
}

/**
 * Bounds a work that may be much shorter than it is allowed to be. AbortSignal.timeout, and what AbortSignal.any makes of it, would be
 * kept until the time is over, with all that listens.
 */
export function limitTime(signal: AbortSignal, seconds: number): TimeLimit {
  const limited = new AbortController();
  let isOver = false;
  const timer = setTimeout(
    () => {
      isOver = true;
      limited.abort();
    },
    Math.min(seconds * 1000, LONGEST_MS),
  );
  timer.unref();
  const follow = (): void => limited.abort(signal.reason);
  if (signal.aborted) follow();
  else signal.addEventListener('abort', follow, { once: true });
  return {
    signal: limited.signal,
    isOver: () => isOver,
    end() {
      clearTimeout(timer);
      signal.removeEventListener('abort', follow);
    },
  };
}
