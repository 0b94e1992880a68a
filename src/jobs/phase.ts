/** The phases of UWS 1.1 sec 2.1.3 that a job of ours can be in. HELD and SUSPENDED are never used: pyvo gives up on them. */
export const PHASES = ['PENDING', 'QUEUED', 'EXECUTING', 'COMPLETED', 'ERROR', 'ABORTED'] as const;

export type Phase = (typeof PHASES)[number];

/** All phases that a client may name in a filter. */
export const UWS_PHASES: readonly string[] = [...PHASES, 'UNKNOWN', 'HELD', 'SUSPENDED', 'ARCHIVED'];

/** True while the job may still change by itself or be aborted: a WAIT is worth while (UWS 1.1 sec 2.2.1.1). */
export function isActive(phase: Phase): boolean {
  return phase === 'PENDING' || phase === 'QUEUED' || phase === 'EXECUTING';
}
