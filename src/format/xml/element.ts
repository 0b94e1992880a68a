/** An XML element as plain data. Names carry their prefix; namespaces are the attributes `xmlns` and `xmlns:prefix`. */
export interface XmlElement {
  readonly name: string;
  /** Unescaped. An attribute that is undefined is not written. */
  readonly attributes: Readonly<Record<string, string | undefined>>;
  /** Elements and unescaped text, in order. */
  readonly children: readonly (XmlElement | string)[];
}

/** Short for an element as a literal; undefined children are left out. */
export function element(
  name: string,
  attributes: XmlElement['attributes'] = {},
  ...children: readonly (XmlElement | string | undefined)[]
): XmlElement {
  return { name, attributes, children: children.filter((child) => child !== undefined) };
}

/** The name without its prefix. */
export function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** All text in an element and below it. */
export function textOf(parent: XmlElement): string {
  return parent.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
}

/** The child elements, all or those with this local name. */
export function childrenOf(parent: XmlElement, name?: string): readonly XmlElement[] {
  return parent.children.filter(
    (child) => typeof child !== 'string' && (name === undefined || localName(child.name) === name),
  ) as XmlElement[];
}
