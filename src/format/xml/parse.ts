import { XMLParser } from 'fast-xml-parser';
import { SaxesParser } from 'saxes';
import { fail } from '../../core/error.ts';
import type { XmlElement } from './element.ts';

export interface ParseOptions {
  /** What the text is, for error messages: a file name or URL. */
  readonly file?: string;
  /** Characters. Default: 8 million. */
  readonly maxLength?: number;
  /** Elements within elements. Default: 100. */
  readonly maxDepth?: number;
}

/** A document type declaration that defines entities could make a small document huge, or fetch files. */
const INTERNAL_SUBSET = /^\ufeff?(?:\s|<\?[\s\S]*?\?>|<!--[\s\S]*?-->)*<!DOCTYPE[^>[]*\[/;

const TEXT = '#text';
const ATTRIBUTES = ':@';

/** Nothing guessed: numbers stay text as written, blanks stay, order stays. */
const SETTINGS = {
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  htmlEntities: true,
  processEntities: true,
} as const;

type Node = { readonly [name: string]: unknown };

/** Reads a small document. AlmagestError I103 with line and column if it is not well-formed or exceeds a limit. */
export function parseXml(text: string, options: ParseOptions = {}): XmlElement {
  const { file = 'XML document', maxLength = 8_000_000, maxDepth = 100 } = options;
  if (text.length > maxLength) refuse(file, `has more than ${maxLength} characters`);
  if (INTERNAL_SUBSET.test(text))
    refuse(file, 'declares a document type with definitions of its own, which is not accepted');
  checkWellFormed(text, file, maxDepth);
  const root = readNodes(text, file, maxDepth)
    .map(toElement)
    .find((node) => typeof node !== 'string');
  return root ?? refuse(file, 'has no element');
}

/** fast-xml-parser, with its own validator too, accepts two roots, unknown entities and control characters; saxes does not. */
function checkWellFormed(text: string, file: string, maxDepth: number): void {
  const parser = new SaxesParser();
  const stop = (message: string): never =>
    refuse(file, message, { line: parser.line, column: Math.max(1, parser.column) });
  let depth = 0;
  parser.on('opentag', () => {
    depth++;
    if (depth > maxDepth) stop(`nests elements deeper than ${maxDepth}`);
  });
  parser.on('closetag', () => {
    depth--;
  });
  parser.on('error', ({ message }) => {
    stop(`is not well-formed XML: ${message.replace(/^[\d:]+ |\.$/g, '')}`);
  });
  parser.write(text).close();
}

function refuse(file: string, message: string, at: { line?: number; column?: number } = {}): never {
  return fail('I103', `${file} ${message}`, { place: { file, ...at } });
}

function readNodes(text: string, file: string, maxDepth: number): readonly Node[] {
  try {
    return new XMLParser({ ...SETTINGS, maxNestedTags: maxDepth }).parse(text) as readonly Node[];
  } catch (cause) {
    return refuse(file, `cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

function toElement(node: Node): XmlElement | string {
  if (TEXT in node) return String(node[TEXT]);
  const name = Object.keys(node).find((key) => key !== ATTRIBUTES) ?? '';
  return {
    name,
    attributes: (node[ATTRIBUTES] ?? {}) as Readonly<Record<string, string>>,
    children: (node[name] as readonly Node[]).map(toElement),
  };
}
