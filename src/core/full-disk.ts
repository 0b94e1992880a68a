/** EFBIG: the system lets this process write no longer files (`ulimit -f`). */
const FULL: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** True if it was for want of room that a file could not be written. */
export function isDiskFull(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) if ('code' in at && FULL.has(at.code)) return true;
  return false;
}
