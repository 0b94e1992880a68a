import { stringify } from 'yaml';
import { type Problem, problem } from '../core/error.ts';
import { didYouMean, suggest } from '../core/suggest.ts';
import { deprecatedTerm } from '../model/vocabulary/ivoa.ts';
import type { DocumentPath, LocatedDocument } from './read-document.ts';
import type { SchemaError } from './validate.ts';

/** A part of the schema, as far as the messages speak of it. */
interface SchemaPart {
  readonly title?: string;
  readonly properties?: Readonly<Record<string, SchemaPart>>;
  readonly enum?: readonly (string | boolean)[];
  readonly vocabulary?: string;
  readonly expected?: string;
  readonly const?: unknown;
  readonly examples?: readonly unknown[];
}

/**
 * Says what schema errors mean to the author of the file, and where. What one slip causes is said once: a required key that is
 * there but misspelt is not missed as well.
 */
export function diagnose(errors: readonly SchemaError[], document: LocatedDocument): readonly Problem[] {
  const problems = errors.filter((error) => !isMisspelt(error, errors)).map((error) => diagnoseOne(error, document));
  const seen = new Set<string>();
  return problems.filter(({ message, place }) => {
    const key = `${place?.line}:${place?.column} ${message}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** True for the lack of a key that an unknown key of the same map was probably meant to be. */
function isMisspelt(lack: SchemaError, errors: readonly SchemaError[]): boolean {
  if (lack.keyword !== 'required') return false;
  const missing = String(lack.params['missingProperty']);
  return errors.some(
    ({ keyword, instancePath, params }) =>
      keyword === 'additionalProperties' &&
      instancePath === lack.instancePath &&
      suggest(String(params['additionalProperty']), [missing]).length > 0,
  );
}

/** Says what one schema error means to the author of the file, and where. */
function diagnoseOne(error: SchemaError, document: LocatedDocument): Problem {
  const path = pathOf(error.instancePath, document.value);
  const part = (error.parentSchema ?? {}) as SchemaPart;
  const params = error.params as Readonly<Record<string, unknown>>;
  const place = document.valuePlace(path);
  const name = nameOf(path);
  const shown = show(error.data);
  switch (error.keyword) {
    case 'additionalProperties': {
      const key = String(params['additionalProperty']);
      const known = Object.keys(part.properties ?? {});
      return problem('D104', `unknown key ${show(key)} in ${named(part)}`, {
        hint: didYouMean(key, known) ?? `The keys are ${known.join(', ')}.`,
        place: document.keyPlace([...path, key]),
      });
    }
    case 'required':
      return problem('D103', `${named(part)} lacks ${show(params['missingProperty'])}`, {
        ...hintOf([
          part.title === 'column' || part.title === 'table' ? about(error.data) : undefined,
          exampleOf(String(params['missingProperty']), part.properties?.[String(params['missingProperty'])]),
        ]),
        place,
      });
    case 'enum': {
      const words = (part.enum ?? []).map(String);
      const list = part.vocabulary ? `in the vocabulary ${part.vocabulary}` : article(part.title ?? name);
      const instead = part.vocabulary && deprecatedTerm(part.vocabulary, String(error.data));
      return problem(part.vocabulary ? 'D213' : 'D101', `${name} ${shown} is not ${list}`, {
        hint: instead
          ? `The vocabulary has replaced it by ${instead}.`
          : (otherName(part, error.data) ?? nearest(String(error.data), words, `use one of ${words.join(', ')}`)),
        place,
      });
    }
    case 'const':
      return problem('D101', `${name} is ${shown}; it must be ${show(params['allowedValue'])}`, { place });
    case 'type':
      return problem('D105', `${name} is ${kindOf(error.data)}; it must be ${kinds(params['type'])}`, {
        ...hintOf([quoteHint(error.data, params['type']) ?? exampleOf(path.at(-1), part)]),
        place,
      });
    case 'pattern':
    case 'format':
      return problem('D105', `${name} ${shown} has the wrong form`, {
        hint: `Write ${part.expected ?? `text of the form ${String(params['pattern'] ?? params['format'])}`}.`,
        place,
      });
    case 'minLength':
      return problem(
        'D105',
        Number(params['limit']) <= 1
          ? `${name} is empty`
          : `${name} has ${count(String(error.data).length, 'character')}; it needs at least ${String(params['limit'])}`,
        { place },
      );
    case 'maxLength':
      return problem(
        'D105',
        `${name} has ${count(String(error.data).length, 'character')}; it may have ${String(params['limit'])}`,
        { place },
      );
    case 'minItems':
    case 'maxItems':
      return problem(
        'D105',
        `${name} has ${count((error.data as readonly unknown[]).length, 'item')}; it needs at ${error.keyword === 'minItems' ? 'least' : 'most'} ${String(params['limit'])}`,
        { place },
      );
    case 'minimum':
    case 'maximum':
      return problem(
        'D105',
        `${name} is ${shown}; it must be ${error.keyword === 'minimum' ? 'at least' : 'at most'} ${String(params['limit'])}`,
        { place },
      );
    default:
      return problem('D105', `${name} ${error.message ?? 'has the wrong form'}`, { place });
  }
}

/** The JSON pointer of an error as a path: parts that index a list become numbers. */
function pathOf(pointer: string, root: unknown): DocumentPath {
  const path: (string | number)[] = [];
  let value = root;
  for (const raw of pointer.split('/').slice(1)) {
    const key = raw.replaceAll('~1', '/').replaceAll('~0', '~');
    if (Array.isArray(value)) {
      path.push(Number(key));
      value = (value as readonly unknown[])[Number(key)];
    } else {
      path.push(key);
      value = (value as Readonly<Record<string, unknown>> | null)?.[key];
    }
  }
  return path;
}

/** What to call the value at a path: its key, or "an item of" its list. */
function nameOf(path: DocumentPath): string {
  const key = path.at(-1);
  if (key === undefined) return 'the descriptor';
  if (typeof key === 'string') return key;
  const list = path.findLast((part) => typeof part === 'string');
  return list === undefined ? 'an item' : `an item of ${list}`;
}

function hintOf(parts: readonly (string | undefined)[]): { hint?: string } {
  const hint = parts.filter((part) => part !== undefined).join('; ');
  return hint === '' ? {} : { hint };
}

function about(data: unknown): string | undefined {
  const name = (data as { readonly name?: unknown }).name;
  return typeof name === 'string' ? `this is about ${show(name)}` : undefined;
}

/** How a value may look, as the schema shows it. */
function exampleOf(key: string | number | undefined, part: SchemaPart | undefined): string | undefined {
  if (part?.const !== undefined) return `write ${key}: ${String(part.const)}`;
  const [example] = part?.examples ?? [];
  if (example === undefined) return undefined;
  const written = stringify(example, { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: false }).trim();
  return `Such as ${typeof key === 'string' ? `${key}: ` : ''}${written}.`;
}

/** What other languages call the types of VOTable. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  string: 'char',
  str: 'char',
  text: 'char',
  varchar: 'char',
  bool: 'boolean',
  byte: 'unsignedByte',
  uint8: 'unsignedByte',
  int16: 'short',
  smallint: 'short',
  integer: 'int',
  int32: 'int',
  int64: 'long',
  bigint: 'long',
  float32: 'float',
  real: 'float',
  float64: 'double',
  number: 'double',
  datetime: 'char with xtype: timestamp',
  timestamp: 'char with xtype: timestamp',
};

function otherName({ title }: SchemaPart, data: unknown): string | undefined {
  const name = title === 'VOTable type' && typeof data === 'string' ? OTHER_NAMES[data.toLowerCase()] : undefined;
  return name && `write type: ${name}`;
}

function nearest(word: string, words: readonly string[], otherwise: string): string {
  return suggest(word, words).length > 0 ? (didYouMean(word, words) ?? otherwise) : otherwise;
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  null: 'empty',
};

function kinds(types: unknown): string {
  const words = (Array.isArray(types) ? types : [types]).map((type) => KINDS[String(type)] ?? String(type));
  const last = words.pop() ?? 'something else';
  return words.length > 0 ? `${words.join(', ')} or ${last}` : last;
}

function kindOf(data: unknown): string {
  if (data === null) return 'empty';
  if (Array.isArray(data)) return 'a list';
  if (typeof data === 'object') return 'a map';
  return typeof data === 'string' ? `the text ${show(data)}` : show(data);
}

/** YAML reads `1.0` as a number and `yes` as text; what should be text then needs quotes. */
function quoteHint(data: unknown, types: unknown): string | undefined {
  const wantsText = types === 'string' || (Array.isArray(types) && types.includes('string'));
  const plain = typeof data === 'number' || typeof data === 'boolean';
  return wantsText && plain ? 'Put it in quotes, so that it is text.' : undefined;
}

function named({ title }: SchemaPart): string {
  return article(title ?? 'map');
}

function article(noun: string): string {
  return `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

const MOST_SHOWN = 60;

function show(value: unknown): string {
  // A list or map may be large, and an alias can put it into itself.
  if (typeof value === 'object') return kindOf(value);
  const text = JSON.stringify(value) ?? String(value);
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}
