import { type DestinationStream, pino, stdTimeFunctions } from 'pino';
import { AlmagestError } from '../core/error.ts';
import { type LogLevel, levelOf } from '../core/log-level.ts';
import type { Observation, Observer } from '../core/observe.ts';
import { problemData } from '../core/problem-data.ts';
import { withoutSecrets } from './secrets.ts';

/** Milliseconds between two lines about the progress of the same load. */
const PROGRESS_AFTER = 1000;
/** Characters of a query that a line holds. */
const QUERY_LENGTH = 10_000;

/**
 * The log of a process that goes on, for programs to read: a JSON object a line, with the time, the level and what the observation
 * says. Lines with the same `request` tell of the same request.
 */
export function logObserver(options: {
  readonly level: LogLevel;
  readonly destination: DestinationStream;
  readonly now?: () => number;
}): Observer {
  const { level, destination, now = Date.now } = options;
  const logger = pino(
    {
      level,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: withShortNumbers },
      hooks: { streamWrite: withoutSecrets },
    },
    destination,
  );
  let progressAt = 0;
  return (observation) => {
    if (observation.kind === 'load-progress') {
      if (now() - progressAt < PROGRESS_AFTER) return;
      progressAt = now();
    }
    logger[levelOf(observation)](fieldsOf(observation));
  };
}

function fieldsOf(observation: Observation): object {
  if ('error' in observation && observation.error !== undefined)
    return { ...observation, ...errorFields(observation.error) };
  if (observation.kind === 'query-finished' && observation.query.length > QUERY_LENGTH)
    return { ...observation, query: `${observation.query.slice(0, QUERY_LENGTH)}…` };
  return observation;
}

/** Times come with more digits than any clock has. */
function withShortNumbers(fields: Record<string, unknown>): Record<string, unknown> {
  const shown = { ...fields };
  for (const [name, value] of Object.entries(fields))
    if (typeof value === 'number') shown[name] = Math.round(value * 1000) / 1000;
  return shown;
}

function errorFields(error: unknown): object {
  if (error instanceof AlmagestError)
    return { error: error.message, problems: error.problems.map((found) => problemData(found, error.text)) };
  if (error instanceof Error) return { error: error.message, stack: error.stack };
  return { error: String(error) };
}
