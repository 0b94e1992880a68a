import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument, visit } from 'yaml';
import { type Place, type Problem, problem } from '../core/error.ts';
import { LIMITS } from '../core/limits.ts';

/** A step to a part of a document: a key of a map, or the index of an item. */
export type DocumentPath = readonly (string | number)[];

/** A YAML or JSON document as plain values, with the way back to its lines. */
export interface LocatedDocument {
  readonly value: unknown;
  /** The place of the value at a path; of its nearest parent that is there, if it is not. */
  valuePlace(path: DocumentPath): Place;
  /** The place of the key that names the value at a path. */
  keyPlace(path: DocumentPath): Place;
}

/** YAML aliases that one document may hold: enough for a repeated line, too few for a document that grows a million-fold. */
const MOST_ALIASES = 100;

/**
 * Reads the bytes of a descriptor. JSON is read as YAML, which holds it (YAML 1.2 sec 1.3). There is no document if there is a
 * problem of severity `error` other than a key written twice.
 */
export function readDocument(
  file: string,
  bytes: Uint8Array,
): { readonly document?: LocatedDocument; readonly problems: readonly Problem[]; readonly text: string } {
  const { text, flaw } = decode(file, bytes);
  if (flaw) return { problems: [flaw], text };
  try {
    return { ...parse(file, text), text };
  } catch (cause) {
    // The parser is recursive, and expands aliases; what goes wrong there is told by its own words or the stack's end.
    const message =
      cause instanceof RangeError
        ? 'the file is nested too deeply'
        : `the file cannot be read as YAML: ${cause instanceof Error ? cause.message : String(cause)}`;
    return { problems: [problem('D102', message, { place: { file, line: 1, column: 1 } })], text };
  }
}

function decode(file: string, bytes: Uint8Array): { readonly text: string; readonly flaw?: Problem } {
  const unreadable = (message: string, hint: string): { text: string; flaw: Problem } => ({
    text: '',
    flaw: problem('D106', message, { hint, place: { file } }),
  });
  if (bytes.length > LIMITS.descriptorBytes)
    return unreadable(
      `the file has ${bytes.length} bytes; a descriptor may have ${LIMITS.descriptorBytes}`,
      'a descriptor says where the data are, it does not hold them',
    );
  if (bytes.includes(0)) return unreadable('the file is not text', 'a descriptor is a YAML or JSON file in UTF-8');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return unreadable('the file is not UTF-8 text', 'a descriptor is a YAML or JSON file in UTF-8');
  }
  if (text.trim() === '') return unreadable('the file is empty', 'a descriptor begins with format: resource/1');
  return { text };
}

function parse(
  file: string,
  text: string,
): { readonly document?: LocatedDocument; readonly problems: readonly Problem[] } {
  const lines = new LineCounter();
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const yaml = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  // The parser tells of its own exhaustion like of any error, once a level.
  if (yaml.errors.some(({ message }) => /call stack/i.test(message))) throw new RangeError();
  const problems = yaml.errors.map(({ code, message, pos }) => {
    if (code === 'DUPLICATE_KEY') {
      const key = /^[^\s:,]*/.exec(text.slice(pos[0], pos[0] + 60))?.[0] ?? '';
      return problem('D202', `the key ${key} stands twice in one map`, {
        hint: 'Keep one of the two.',
        place: place(pos[0]),
      });
    }
    const hint = SYNTAX_HINTS[code];
    const said = code === 'MULTIPLE_DOCS' ? 'the file holds several documents' : sentence(message);
    return problem('D102', said, { ...(hint ? { hint } : {}), place: place(pos[0]) });
  });
  if (problems.some(({ code }) => code === 'D102')) return { problems };
  // A key is a word, even where YAML sees a value in it: `null` is the key of a column that says what means NULL.
  visit(yaml, {
    Pair: (_, { key }) => {
      if (isScalar(key) && typeof key.value !== 'string' && key.source !== undefined) key.value = key.source;
    },
  });
  const root = yaml.contents;
  const value: unknown = yaml.toJS({ maxAliasCount: MOST_ALIASES });

  const resolve = (node: unknown): unknown => (isAlias(node) ? node.resolve(yaml) : node);
  const step = (node: unknown, key: string | number): { readonly value: unknown; readonly pair?: Pair } | undefined => {
    const parent = resolve(node);
    if (isSeq(parent) && typeof key === 'number') return key in parent.items ? { value: parent.items[key] } : undefined;
    if (!isMap(parent)) return undefined;
    const pair = parent.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
    return pair && { value: pair.value, pair };
  };
  const offsetOf = (node: unknown): number | undefined => (node as Node | null | undefined)?.range?.[0] ?? undefined;

  const walk = (path: DocumentPath): { readonly value: number; readonly key: number } => {
    let node: unknown = root;
    let at = { value: offsetOf(root) ?? 0, key: offsetOf(root) ?? 0 };
    for (const key of path) {
      const found = step(node, key);
      if (!found) break;
      node = found.value;
      const keyOffset = offsetOf(found.pair?.key);
      const valueOffset = offsetOf(node) ?? keyOffset ?? at.value;
      at = { value: valueOffset, key: keyOffset ?? valueOffset };
    }
    return at;
  };
  const document: LocatedDocument = {
    value,
    valuePlace: (path) => place(walk(path).value),
    keyPlace: (path) => place(walk(path).key),
  };
  return { document, problems };
}

/** What to do about the errors that people make most. */
const SYNTAX_HINTS: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'Indent with blanks.',
  BAD_INDENT: 'Lines of one list or map begin in the same column.',
  BLOCK_IN_FLOW: 'Is a { or [ before it not closed?',
  BLOCK_AS_IMPLICIT_KEY: 'Text with a colon and a blank in it needs quotes.',
  MISSING_CHAR: 'Is a quote or bracket not closed?',
  MULTILINE_IMPLICIT_KEY: 'Is a colon missing, or a { or [ before it not closed?',
  MULTIPLE_DOCS: 'One file describes one resource: leave out the lines ---.',
  BAD_ALIAS: 'Text that begins with * or & needs quotes.',
  UNEXPECTED_TOKEN: 'Text with special characters needs quotes.',
};

/** The parser's message with a small first letter, as ours have. */
function sentence(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}
