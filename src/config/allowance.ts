import type { Settings } from './settings.ts';

/** The settings that can be other for the members of a group, and what they count. */
export const ALLOWANCE_UNITS = {
  maxrecDefault: 'rows',
  maxrecHard: 'rows',
  resultBytes: 'bytes',
  syncSeconds: 'seconds',
  jobSeconds: 'seconds',
  jobDays: 'days',
  runningQueries: 'queries',
  queuedJobs: 'jobs',
  runningJobs: 'jobs',
  storageBytes: 'bytes',
  uploadBytes: 'bytes',
  uploadRows: 'rows',
} as const satisfies Partial<Record<keyof Settings, string>>;

export type AllowanceName = keyof typeof ALLOWANCE_UNITS;

/** What somebody may use: a bound by each of its names. */
export type Allowance = Pick<Settings, AllowanceName>;

export const ALLOWANCE_NAMES = Object.keys(ALLOWANCE_UNITS) as readonly AllowanceName[];

/** The most of each that one of the parts gives; what none speaks of is absent. */
export function mostOf(parts: readonly Partial<Allowance>[]): Partial<Allowance> {
  const most: Partial<Record<AllowanceName, number>> = {};
  for (const name of ALLOWANCE_NAMES) {
    const given = parts.flatMap((part) => part[name] ?? []);
    if (given.length > 0) most[name] = Math.max(...given);
  }
  return most;
}
