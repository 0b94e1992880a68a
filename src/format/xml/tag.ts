import type { XmlElement } from './element.ts';
import { escapeAttribute, escapeText } from './escape.ts';

/** `<name a="b">`. Tags one by one are for documents that are streamed; others are written whole by `writeXml`. */
export function openTag(name: string, attributes: XmlElement['attributes'] = {}): string {
  return `<${name}${writeAttributes(attributes)}>`;
}

export function closeTag(name: string): string {
  return `</${name}>`;
}

/** An element and all below it, without line breaks in between. */
export function wholeTag({ name, attributes, children }: XmlElement): string {
  if (children.length === 0) return `<${name}${writeAttributes(attributes)}/>`;
  const content = children.map((child) => (typeof child === 'string' ? escapeText(child) : wholeTag(child))).join('');
  return `${openTag(name, attributes)}${content}${closeTag(name)}`;
}

function writeAttributes(attributes: XmlElement['attributes']): string {
  return Object.entries(attributes)
    .map(([name, value]) => (value === undefined ? '' : ` ${name}="${escapeAttribute(value)}"`))
    .join('');
}
