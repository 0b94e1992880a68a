import { assertNever } from '../core/assert-never.ts';
import { AlmagestError } from '../core/error.ts';
import { isLogged, type LogLevel } from '../core/log-level.ts';
import type { Observation, Observer } from '../core/observe.ts';
import { count, counted, duration, size } from '../core/quantity.ts';
import { gathered } from '../telemetry/gathered-lines.ts';
import { logObserver } from '../telemetry/log.ts';
import { errorLines, problemObject } from './problem-report.ts';
import type { Terminal } from './terminal.ts';

type LoadProgress = Extract<Observation, { kind: 'load-progress' }>;

const BAR_WIDTH = 27;
/** Milliseconds between two drawings of the bar, and between two progress objects of `--json`. */
const REDRAW_AFTER = 100;
const OBJECT_AFTER = 1000;

/** Tells what a process that goes on does: as `progressObserver` does to people, and with `--json` as a log. */
export function logTo(terminal: Terminal, level: LogLevel): Observer {
  const shown = terminal.quiet && level !== 'silent' && level !== 'error' ? 'warn' : level;
  if (terminal.json) return logObserver({ level: shown, destination: gathered(terminal.stdout) });
  const observe = progressObserver({ ...terminal, quiet: false });
  return (observation) => {
    if (isLogged(observation, shown)) observe(observation);
  };
}

/** Tells on the terminal what happens: a bar while rows come in, a line for each step, or objects with `--json`. */
export function progressObserver(terminal: Terminal, now: () => number = Date.now): Observer {
  if (terminal.json) return objectObserver(terminal, now);
  const started = new Map<string, number>();
  let drawnAt = 0;
  return (observation) => {
    if (observation.kind === 'load-started') started.set(observation.table, now());
    if (observation.kind === 'load-progress') {
      if (!terminal.live || now() - drawnAt < REDRAW_AFTER) return;
      drawnAt = now();
      terminal.redraw(bar(observation, now() - (started.get(observation.table) ?? now())));
      return;
    }
    if (terminal.quiet && !isLogged(observation, 'warn')) return;
    const [first, ...rest] = describe(terminal, observation);
    if (first === undefined) return;
    terminal.note(terminal.live ? first : `${new Date(now()).toISOString()} ${first.trimStart()}`);
    for (const line of rest) terminal.note(`    ${line}`);
  };
}

function objectObserver(terminal: Terminal, now: () => number): Observer {
  let progressAt = 0;
  return (observation) => {
    if (terminal.quiet && !isLogged(observation, 'warn')) return;
    if (observation.kind === 'load-progress') {
      if (now() - progressAt < OBJECT_AFTER) return;
      progressAt = now();
    }
    terminal.object({ at: new Date(now()).toISOString(), ...observation, ...errorFields(observation) });
  };
}

function errorFields(observation: Observation): object {
  if (!('error' in observation)) return {};
  const { error } = observation;
  if (error instanceof AlmagestError)
    return { error: error.message, problems: error.problems.map((found) => problemObject(found)) };
  return { error: error instanceof Error ? error.message : String(error) };
}

/** What a person reads of an observation; empty for those of interest to machines only. */
function describe(terminal: Terminal, observation: Observation): string[] {
  switch (observation.kind) {
    case 'database-started':
      return [
        mark(terminal, 'database', `PostgreSQL ${observation.version}${observation.embedded ? ', embedded' : ''}`),
      ];
    case 'migrated':
      return [mark(terminal, 'schema', `applied ${observation.migration}`)];
    case 'load-started': {
      const { table, files, bytes } = observation;
      return [`  ${terminal.paint('bold', table)}${files > 0 ? `  ${counted(files, 'file')}, ${size(bytes)}` : ''}`];
    }
    case 'load-progress':
    case 'catalogue-loaded':
    case 'job-changed':
    case 'request-finished':
    case 'serving':
    case 'working':
    case 'stopping':
      return [];
    case 'records-changed': {
      const { created, updated, deleted } = observation;
      return [
        mark(terminal, 'records', `${created.length} new, ${updated.length} changed, ${deleted.length} withdrawn`),
      ];
    }
    case 'load-step': {
      const { table, step, detail, ms } = observation;
      return [
        `    ${terminal.live ? '' : `${table} `}${step.padEnd(9)} ${detail}  ${terminal.paint('dim', duration(ms))}`,
      ];
    }
    case 'table-published':
      return [mark(terminal, observation.table, `${counted(observation.rows, 'row')} in ${duration(observation.ms)}`)];
    case 'resource-published': {
      const { resource, tables, rows, ms } = observation;
      // One table has told it all already.
      if (tables === 1) return [];
      return [mark(terminal, resource, `${counted(tables, 'table')}, ${counted(rows, 'row')} in ${duration(ms)}`)];
    }
    case 'resource-unchanged':
      return [mark(terminal, observation.resource, `unchanged, ${counted(observation.rows, 'row')}`)];
    case 'resource-skipped':
      return [
        `  ${terminal.paint('yellow', '-')} ${observation.resource}  skipped: ${observation.reason}`,
        `  ${observation.remedy}`,
      ];
    case 'resource-failed': {
      const { resource, error } = observation;
      const why = error instanceof AlmagestError ? errorLines(terminal, error) : [`  ${error.message}`];
      return [`  ${terminal.paint('red', 'x')} ${resource}  not published:`, ...why];
    }
    case 'query-finished': {
      const { protocol, format, rows, bytes, ms, outcome, query, runid } = observation;
      const name = runid === undefined ? '' : `${oneLine(runid)} `;
      const facts = `${name}${protocol} ${format} ${oneLine(outcome)} ${counted(rows, 'row')}, ${size(bytes)}, ${duration(ms)}`;
      const fault = observation.error === undefined ? [] : [reason(observation.error)];
      return [`  ${facts}  ${terminal.paint('dim', oneLine(query))}`, ...fault];
    }
    case 'request-refused':
      return [`  refused ${observation.error.status} ${observation.asked}: ${oneLine(reason(observation.error))}`];
    case 'request-failed':
      return [`  ${terminal.paint('red', 'failed')} request ${observation.request}: ${reason(observation.error)}`];
    case 'warning':
      return [`  ${terminal.paint('yellow', 'warning')} ${observation.message}`];
    default:
      return assertNever(observation);
  }
}

function mark(terminal: Terminal, subject: string, text: string): string {
  return `  ${terminal.paint('green', '✓')} ${subject.padEnd(12)} ${text}`;
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isOurs = error instanceof AlmagestError;
  return isOurs ? `${error.code} ${error.message}` : (error.stack ?? error.message);
}

/** Texts of clients must neither make lines of their own in a log nor steer a terminal. */
function oneLine(text: string): string {
  const flat = text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
  return flat.length > 200 ? `${flat.slice(0, 199)}…` : flat;
}

/** `read  ━━━━────  40 %  560,000 rows  95,000 rows/s  5 s left` */
function bar({ rows, bytesRead, bytes }: LoadProgress, elapsed: number): string {
  const done = bytes > 0 ? Math.min(1, bytesRead / bytes) : 0;
  const filled = Math.round(done * BAR_WIDTH);
  const drawing = `${'━'.repeat(filled)}${'─'.repeat(BAR_WIDTH - filled)}`;
  const rate = elapsed > 0 ? `${count(Math.round((rows / elapsed) * 1000))} rows/s` : '';
  const left = done > 0 && elapsed > 500 ? `${duration((elapsed / done) * (1 - done))} left` : '';
  return `    read      ${drawing} ${String(Math.round(done * 100)).padStart(3)} %   ${count(rows)} rows   ${rate}   ${left}`;
}
