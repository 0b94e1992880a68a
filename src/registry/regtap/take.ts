import { childrenOf, textOf, type XmlElement } from '../../format/xml/element.ts';

/** RegTAP 1.1 sec 4.2: blanks around a text mean nothing, and an empty text is NULL. */
function known(text: string | undefined): string | null {
  const trimmed = text?.trim();
  return trimmed ? trimmed : null;
}

/** The elements that a path of names leads to. */
export function elementsAt(parent: XmlElement, ...path: readonly string[]): readonly XmlElement[] {
  return path.reduce<readonly XmlElement[]>(
    (parents, name) => parents.flatMap((element) => childrenOf(element, name)),
    [parent],
  );
}

/** The text of the first element that a path leads to. */
export function textAt(parent: XmlElement, ...path: readonly string[]): string | null {
  const [first] = elementsAt(parent, ...path);
  return known(first && textOf(first));
}

export function attributeOf(element: XmlElement | undefined, name: string): string | null {
  return known(element?.attributes[name]);
}

/** The texts of all elements that a path leads to, in one; `#` cannot stand in any of them (RegTAP 1.1 sec 6.1). */
export function joinedTexts(parent: XmlElement, path: readonly string[], separator = '#'): string | null {
  const texts = elementsAt(parent, ...path).flatMap((element) => known(textOf(element)) ?? []);
  return known(texts.join(separator));
}

export function lower(text: string | null): string | null {
  return text === null ? null : text.toLowerCase();
}

export function number(text: string | null | undefined): number | null {
  const value = Number(text ?? Number.NaN);
  return Number.isFinite(value) ? value : null;
}
