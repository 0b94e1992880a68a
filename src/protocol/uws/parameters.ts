import type { Parameter } from '../../model/parameter.ts';

/** Parameters that may stand any number of times in a job: posting more adds to them (TAP 1.1 sec 2.7.6). */
const ACCUMULATING = new Set(['UPLOAD']);

/** Parameters of UWS itself, which steer the job and are not kept. */
const STEERING = new Set(['PHASE', 'ACTION', 'WAIT', 'DESTRUCTION', 'EXECUTIONDURATION']);

/** A job's parameters after more were posted: the new value of a name takes the place of the old one, however it is spelled. */
export function mergeParameters(present: readonly Parameter[], posted: readonly Parameter[]): readonly Parameter[] {
  const added = posted.filter(([name]) => !STEERING.has(name.toUpperCase()));
  const replaced = new Set(added.map(([name]) => name.toUpperCase()).filter((name) => !ACCUMULATING.has(name)));
  return [...present.filter(([name]) => !replaced.has(name.toUpperCase())), ...added];
}
