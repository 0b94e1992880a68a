import { create } from 'xmlbuilder2';
import type { XMLBuilder } from 'xmlbuilder2/lib/interfaces.js';
import type { XmlElement } from './element.ts';
import { escapeAttribute, escapeText } from './escape.ts';

/**
 * A whole small document as text, with its XML declaration. Results, which may be long, are streamed instead (see `tag.ts`).
 * xmlbuilder2 lets control characters through and takes `&lt;` in a text for an escape that is already made, so the text
 * is escaped before it sees it; it then leaves our escapes alone.
 */
export function writeXml(root: XmlElement): string {
  const document = create({ version: '1.0', encoding: 'UTF-8' });
  append(document, root);
  return `${document.end({ prettyPrint: true })}\n`;
}

function append(parent: XMLBuilder, { name, attributes, children }: XmlElement): void {
  const node = parent.ele(name);
  for (const [attribute, value] of Object.entries(attributes))
    if (value !== undefined) node.att(attribute, escapeAttribute(value));
  for (const child of children) {
    if (typeof child === 'string') node.txt(escapeText(child));
    else append(node, child);
  }
}
