import { dirname, resolve } from 'node:path';
import type { Place } from '../core/error.ts';
import { type Problem, problem, throwIfAny } from '../core/error.ts';
import { suggest } from '../core/suggest.ts';
import type { Origin, SettingName, Settings } from './settings.ts';
import { readSettingsFile, type SettingsFile } from './settings-file.ts';
import { SETTING_NAMES, SETTING_TABLE } from './settings-table.ts';

export interface SettingsInput {
  /** What the command line says, by setting. */
  readonly flags: Partial<Record<SettingName, string>>;
  readonly environment: NodeJS.ProcessEnv;
  /** Folder in which `almagest.yaml` is looked for and relative paths start. */
  readonly cwd: string;
}

export interface LoadedSettings {
  readonly settings: Settings;
  readonly origins: Readonly<Record<SettingName, Origin>>;
  /** The settings file that was read, if there was one. */
  readonly file: string | undefined;
  /** What looks like a mistake but stops nothing. */
  readonly warnings: readonly Problem[];
}

const FILE_NAME = 'almagest.yaml';
/** Names a settings file elsewhere. */
const FILE_VARIABLE = 'ALMAGEST_CONFIG';
const OTHER_VARIABLES = [FILE_VARIABLE, 'ALMAGEST_DEBUG', 'ALMAGEST_TEST_DATABASE_URL'];

/** One source's word on a setting. */
interface Said {
  readonly text: string;
  readonly origin: Origin;
  /** For messages: `--port`, `the environment variable PORT` ... */
  readonly source: string;
  readonly place?: Place;
  /** Where a relative path starts. */
  readonly folder: string;
}

/**
 * The settings: flags before environment before file before default. An empty environment variable says nothing.
 * @throws AlmagestError C101, C102: everything that is wrong, at once
 */
export function loadSettings({ flags, environment, cwd }: SettingsInput): LoadedSettings {
  const problems: Problem[] = [];
  const named = environment[FILE_VARIABLE];
  const path = resolve(cwd, named || FILE_NAME);
  const file = readSettingsFile(path);
  if (named && !file)
    problems.push(
      problem('C101', `${FILE_VARIABLE} names "${path}", which does not exist`, { hint: 'Correct or unset it.' }),
    );
  problems.push(...(file?.problems ?? []));

  const values: Partial<Record<SettingName, unknown>> = {};
  const origins: Partial<Record<SettingName, Origin>> = {};
  for (const name of SETTING_NAMES) {
    const { fallback, isPath, isSecret, read } = SETTING_TABLE[name];
    const said = whoSays(name);
    origins[name] = said?.origin ?? 'default';
    const reading = said ? read(said.text) : { value: fallback };
    if ('wrong' in reading) {
      const shown = isSecret ? '' : ` "${said?.text}"`;
      const detail = said?.place ? { place: said.place } : {};
      problems.push(problem('C101', `${said?.source}${shown} cannot be used: ${reading.wrong}`, detail));
    } else {
      const { value } = reading;
      const isFile = isPath && typeof value === 'string' && !value.includes('://');
      values[name] = isFile ? resolve(said?.folder ?? cwd, value) : value;
    }
  }
  checkTogether(values as Partial<Settings>, problems);
  throwIfAny(problems);
  return {
    settings: values as unknown as Settings,
    origins: origins as Record<SettingName, Origin>,
    file: file && path,
    warnings: misspelled(environment),
  };

  function whoSays(name: SettingName): Said | undefined {
    const { flag, environment: variable } = SETTING_TABLE[name];
    const given = flags[name];
    if (given !== undefined) return { text: given, origin: 'flag', source: `--${flag}`, folder: cwd };
    const set = environment[variable];
    if (set) return { text: set, origin: 'environment', source: `the environment variable ${variable}`, folder: cwd };
    return fromFile(file, name, path);
  }
}

function fromFile(file: SettingsFile | undefined, name: SettingName, path: string): Said | undefined {
  const written = file?.values.get(name);
  return written && { ...written, origin: 'file', source: `the setting "${name}"`, folder: dirname(path) };
}

function checkTogether(settings: Partial<Settings>, problems: Problem[]): void {
  const { maxrecDefault = 0, maxrecHard = 0, oidcIssuer, oidcAudience } = settings;
  if (maxrecDefault > maxrecHard && maxrecHard > 0)
    problems.push(
      problem('C101', `the rows by default (${maxrecDefault}) are more than the rows at most (${maxrecHard})`, {
        hint: `Raise ${SETTING_TABLE.maxrecHard.environment} or lower ${SETTING_TABLE.maxrecDefault.environment}.`,
      }),
    );
  // A token that its owner gave to another service must not be of use to that service here (RFC 9700 sec 2.3).
  if (oidcIssuer !== undefined && oidcAudience === undefined)
    problems.push(
      problem('C101', 'there is an OpenID Connect provider, but nothing says for whom its tokens have to be made out', {
        hint: `Set ${SETTING_TABLE.oidcAudience.environment} to the name that the provider knows this service by.`,
      }),
    );
}

/** A misspelled variable would be passed over in silence otherwise. */
function misspelled(environment: NodeJS.ProcessEnv): Problem[] {
  const known = [...SETTING_NAMES.map((name) => SETTING_TABLE[name].environment), ...OTHER_VARIABLES];
  return Object.keys(environment)
    .filter((name) => name.startsWith('ALMAGEST_') && !known.includes(name))
    .flatMap((name) => {
      const [nearest] = suggest(name, known, 1);
      if (!nearest) return [];
      return [
        problem('C102', `the environment variable ${name} means nothing`, {
          severity: 'warning',
          hint: `Did you mean ${nearest}?`,
        }),
      ];
    });
}

/** The value as it may be shown: without a password. */
export function shownValue(name: SettingName, settings: Settings): string | number | undefined {
  const value = settings[name];
  if (!SETTING_TABLE[name].isSecret || typeof value !== 'string') return value;
  const url = new URL(value);
  if (url.password) url.password = '***';
  return url.href;
}
