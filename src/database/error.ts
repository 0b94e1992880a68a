import { AlmagestError, fail, problem } from '../core/error.ts';
import type { ErrorCode } from '../core/error-table.ts';

/** What PostgreSQL (field C of an ErrorResponse) or the operating system calls an error, such as `22012` or `ECONNREFUSED`. */
export function errorState(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code } = at as { code?: unknown };
    if (typeof code === 'string' && !(at instanceof AlmagestError)) return code;
  }
  return undefined;
}

/** What PostgreSQL says more of an error (field D of an ErrorResponse), such as the value that is there twice. */
export function errorDetail(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { detail } = at as { detail?: unknown };
    if (typeof detail === 'string') return detail;
  }
  return undefined;
}

/** True if the connection itself broke or never came to be: nothing is known of the statement. */
export function isConnectionError(error: unknown): boolean {
  const state = errorState(error);
  // Classes 08 (connection exception) and 57P (operator intervention); 57P01 to 57P05 end the session.
  if (state !== undefined && /^(08|57P0|ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|ENOTFOUND|EAI_)/.test(state)) return true;
  return (
    error instanceof Error && /^(Connection terminated|Client has encountered a connection error)/.test(error.message)
  );
}

/** What a statement finds wrong that was made for tables which have since been dropped or replaced by others. */
const OUTDATED: ReadonlySet<string> = new Set([
  '3F000' /* invalid_schema_name */,
  '42P01' /* undefined_table */,
  '42703' /* undefined_column */,
  '42883' /* undefined_function, or operator, for these types */,
  '42804' /* datatype_mismatch */,
  '42846' /* cannot_coerce */,
]);

/** True if a table may not be any more what it was when the statement was made. */
export function isOutdated(error: unknown): boolean {
  return OUTDATED.has(errorState(error) ?? '');
}

/** Why no connection could be had: whatever the server's reason is, the query is well, and may succeed at another time. */
export function noConnection(error: unknown): AlmagestError {
  const known = statementError(error);
  if (known === error || known.code === 'X102') return known;
  const hint = 'Try again in a moment; the log of the server says more.';
  return new AlmagestError([problem('X102', 'the database takes no connection', { hint })], { cause: error });
}

/**
 * An error of a statement as a person should read it. Says nothing of SQL, which its reader never wrote.
 * PostgreSQL manual, appendix A, lists the states.
 */
export function statementError(error: unknown): AlmagestError {
  if (error instanceof AlmagestError) return error;
  const state = errorState(error) ?? '';
  const said = error instanceof Error ? error.message : String(error);
  if (said.startsWith('timeout exceeded when trying to connect'))
    return made('X102', 'all connections to the database are busy', 'Try again in a moment.');
  if (isConnectionError(error))
    return made(
      'X102',
      'the connection to the database was lost',
      'Try again in a moment; the log of the server says more.',
    );
  if (state === '53400')
    return made(
      'Q301',
      'the query needs more temporary room on the disk than the server grants',
      'Ask for less: a narrower WHERE, or fewer joined rows.',
    );
  if (state === '53100')
    return made('X102', `the disk of the database is full: ${said}`, 'Make room on it, and try again.');
  if (state.startsWith('53'))
    return made('X102', `the database is short of resources: ${said}`, 'Try again later, or ask for less at once.');
  if (state === '22012')
    return made('X103', 'division by zero', 'Exclude rows whose divisor is 0 in the WHERE clause.');
  if (state === '22003') return made('X103', said, 'A value leaves the range of its type; CAST to a wider type.');
  if (state.startsWith('22') || state === '21000') return made('X103', said);
  if (state.startsWith('54')) return made('Q301', `this is more than the database can do: ${said}`);
  if (state === '42501')
    return made(
      'B102',
      `the database user lacks a privilege: ${said}`,
      'Grant it, or connect as the owner of the data.',
    );
  return made(
    'X105',
    'the database could not carry out what the program asked of it',
    'This is a fault of the program: please report it.',
  );

  function made(code: ErrorCode, message: string, hint?: string): AlmagestError {
    return new AlmagestError([problem(code, message, hint === undefined ? {} : { hint })], { cause: error });
  }
}

/** Throws the reason why no connection to `url` can be had, with what to do about it. */
export function failToConnect(url: string, error: unknown): never {
  const target = describeTarget(url);
  const state = errorState(error) ?? '';
  const said = error instanceof Error ? error.message : String(error);
  const refuse = (message: string, hint: string): never => fail('B101', message, { hint, cause: error });
  switch (state) {
    case 'ECONNREFUSED':
      return refuse(
        `no PostgreSQL server listens at ${target.address}`,
        'Start the server, or correct host and port in DATABASE_URL; without DATABASE_URL an embedded server is used.',
      );
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return refuse(`the host "${target.host}" is unknown`, 'Correct the host name in DATABASE_URL.');
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return refuse(
        `${target.address} does not answer`,
        'Is the server up, and does a firewall let this machine through?',
      );
    case '28P01':
      return refuse(
        `the password of user "${target.user}" is wrong (or the user does not exist) at ${target.address}`,
        'Correct user and password in DATABASE_URL (characters such as @ : / % must be percent-encoded).',
      );
    case '28000':
      return refuse(
        `${target.address} does not let user "${target.user}" in: ${said}`,
        'The server needs a line for this user, database and address in its pg_hba.conf.',
      );
    case '3D000':
      return refuse(
        `there is no database "${target.database}" at ${target.address}`,
        `Make it: createdb --owner=${target.user} ${target.database}`,
      );
    case '53300':
      return refuse(
        `${target.address} has no connection left: ${said}`,
        'Raise max_connections or close other clients.',
      );
    default:
      return refuse(
        `no connection to ${target.address}: ${said}`,
        'Check DATABASE_URL; the log of the server says more.',
      );
  }
}

interface Target {
  readonly host: string;
  readonly address: string;
  readonly user: string;
  readonly database: string;
}

/** The parts of the URL that may be shown; the password is none of them. */
function describeTarget(url: string): Target {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const host = parsed?.hostname || 'localhost';
  const user = decodeURIComponent(parsed?.username ?? '') || process.env['USER'] || 'postgres';
  return {
    host,
    address: `${host}:${parsed?.port || 5432}`,
    user,
    database: decodeURIComponent(parsed?.pathname.slice(1) ?? '') || user,
  };
}
