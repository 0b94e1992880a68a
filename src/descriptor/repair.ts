import { suggest } from '../core/suggest.ts';
import type { ResourceDocument } from './document.ts';
import { type SchemaError, validate } from './validate.ts';

type Container = Record<string, unknown> | unknown[];

/** Stand-ins for required keys whose absence changes nothing that the later checks look at. */
const STAND_INS: Readonly<Record<string, unknown>> = {
  format: 'resource/1',
  title: '(missing)',
  description: '(missing) '.repeat(4),
  creators: ['(missing)'],
  subjects: ['astronomy'],
  license: 'MIT',
};

const MOST_ROUNDS = 4;

/**
 * A copy of a broken document without what the schema refuses, so that the checks after it can be made in the same run and the
 * author sees everything at once. Nothing, if too much would have to be made up. Lists keep their length: places stay right.
 */
export function repair(value: unknown, errors: readonly SchemaError[]): ResourceDocument | undefined {
  const copy = structuredClone(value);
  let wrong = errors;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    if (!wrong.every((error) => mend(copy, error))) return undefined;
    const checked = validate(copy);
    if ('document' in checked) return checked.document;
    wrong = checked.errors;
  }
  return undefined;
}

/** Takes away what one error is about, or puts a stand-in; false if neither can be done. */
function mend(root: unknown, error: SchemaError): boolean {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const params = error.params as Readonly<Record<string, unknown>>;
  if (error.keyword === 'additionalProperties')
    return remove(valueAt(root, path), String(params['additionalProperty']));
  if (error.keyword === 'required') {
    const key = String(params['missingProperty']);
    return key in STAND_INS && put(valueAt(root, path), key, STAND_INS[key]);
  }
  if (error.keyword === 'enum' && path.at(-1) === 'type') {
    const [nearest, ...others] = suggest(
      String(error.data),
      (params['allowedValues'] as readonly unknown[]).map(String),
    );
    if (nearest !== undefined && others.length === 0) return put(valueAt(root, path.slice(0, -1)), 'type', nearest);
  }
  // An item goes with its whole list, as the others must keep their numbers.
  const last = path.findLastIndex((part) => !/^\d+$/.test(part));
  const key = path[last];
  return key !== undefined && remove(valueAt(root, path.slice(0, last)), key);
}

function valueAt(root: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Readonly<Record<string, unknown>> | undefined | null)?.[key],
    root,
  );
}

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null;
}

function remove(parent: unknown, key: string): boolean {
  // An earlier error of the same round may have taken the parent already.
  if (isContainer(parent) && !Array.isArray(parent)) delete parent[key];
  return true;
}

function put(parent: unknown, key: string, value: unknown): boolean {
  if (!isContainer(parent) || Array.isArray(parent)) return false;
  parent[key] = value;
  return true;
}
