import { readFileSync } from 'node:fs';
import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Place } from '../core/error.ts';
import { type Problem, problem } from '../core/error.ts';
import { didYouMean } from '../core/suggest.ts';
import type { SettingName } from './settings.ts';
import { SETTING_NAMES } from './settings-table.ts';

/** What a settings file says, each value as text with its place. */
export interface SettingsFile {
  readonly values: ReadonlyMap<SettingName, { readonly text: string; readonly place: Place }>;
  readonly problems: readonly Problem[];
}

/** Reads `almagest.yaml`: a map of settings by their names. Undefined if there is no such file. */
export function readSettingsFile(file: string): SettingsFile | undefined {
  let source: string;
  try {
    source = readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    return {
      values: new Map(),
      problems: [problem('C101', `the settings file cannot be read: ${message}`, { place: { file } })],
    };
  }
  return parseSettings(source, file);
}

function parseSettings(source: string, file: string): SettingsFile {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines });
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const problems: Problem[] = document.errors.map(({ message, pos }) =>
    problem('C101', `the settings file is not YAML: ${message.split(' at line')[0]}`, { place: placeAt(pos[0]) }),
  );
  const values = new Map<SettingName, { text: string; place: Place }>();
  const { contents } = document;
  if (problems.length > 0 || contents === null) return { values, problems };
  if (!isMap(contents))
    return {
      values,
      problems: [
        problem('C101', 'the settings file must be a map of names and values', { place: { file, line: 1, column: 1 } }),
      ],
    };
  for (const { key, value } of contents.items) {
    const name = isScalar(key) ? String(key.value) : '';
    const keyPlace = placeAt(isScalar(key) ? (key.range?.[0] ?? 0) : 0);
    if (!isSettingName(name)) {
      const hint = didYouMean(name, SETTING_NAMES) ?? `The settings are ${SETTING_NAMES.join(', ')}.`;
      problems.push(problem('C102', `unknown setting "${name}"`, { hint, place: keyPlace }));
    } else if (isScalar(value) && value.value !== null) {
      values.set(name, { text: value.source ?? String(value.value), place: placeAt(value.range?.[0] ?? 0) });
    } else {
      problems.push(problem('C101', `the setting "${name}" must have one value`, { place: keyPlace }));
    }
  }
  return { values, problems };
}

function isSettingName(name: string): name is SettingName {
  return (SETTING_NAMES as readonly string[]).includes(name);
}
