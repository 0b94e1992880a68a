import { isFault } from './error.ts';
import type { Observation } from './observe.ts';

/** From all there is to tell to nothing at all. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/** Asked every few seconds by those who watch the server, and of no interest while they are answered. */
const WATCHED = ['/live', '/ready', '/metrics'];

/** How much an observation matters to whoever runs the program. */
export function levelOf(observation: Observation): Exclude<LogLevel, 'silent'> {
  switch (observation.kind) {
    case 'request-failed':
    case 'resource-failed':
      return 'error';
    case 'warning':
    case 'resource-skipped':
      return 'warn';
    case 'query-finished':
      return observation.error !== undefined && isFault(observation.error) ? 'error' : 'info';
    case 'request-finished':
      return observation.status < 500 && WATCHED.includes(observation.path) ? 'debug' : 'info';
    case 'load-progress':
    case 'catalogue-loaded':
      return 'debug';
    default:
      return 'info';
  }
}

/** True if a log of this level has room for it. */
export function isLogged(observation: Observation, level: LogLevel): boolean {
  return LOG_LEVELS.indexOf(levelOf(observation)) >= LOG_LEVELS.indexOf(level);
}
