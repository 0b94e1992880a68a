import { AlmagestError, fail } from '../core/error.ts';
import { textOf, type XmlElement } from '../format/xml/element.ts';
import { parseXml } from '../format/xml/parse.ts';
import { isPosition, type Position } from '../model/sky/position.ts';

/** Bounds on what one query can make the program ask of another service. */
const MOST_TARGETS = 20;
const LONGEST_IDENTIFIER = 200;
const SECONDS = 10;

export type Resolved = Position | { readonly problem: string };

/**
 * The positions of objects, in degrees (ICRS), as a Sesame service knows them; for each that it does not know, why. All are asked at
 * once.
 *
 * @throws AlmagestError X106 if the service cannot be reached or gives no sense, Q301 if there are too many names
 */
export async function resolveTargets(
  identifiers: ReadonlySet<string>,
  resolver: string | undefined,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Resolved>> {
  if (resolver === undefined)
    fail('X106', 'this service asks no name resolver, so ivo_simbadpoint cannot be used', {
      hint: 'Write the coordinates: POINT(longitude, latitude).',
    });
  if (identifiers.size > MOST_TARGETS)
    fail('Q301', `the query names ${identifiers.size} objects in ivo_simbadpoint; there can be ${MOST_TARGETS}`);
  const pairs = [...identifiers].map(async (one) => [one, await resolve(one, resolver, signal)] as const);
  return new Map(await Promise.all(pairs));
}

async function resolve(identifier: string, resolver: string, signal: AbortSignal): Promise<Resolved> {
  if (identifier.trim() === '' || identifier.length > LONGEST_IDENTIFIER)
    return { problem: `the name of an object has 1 to ${LONGEST_IDENTIFIER} characters` };
  const position = readSesame(await ask(`${resolver}?${encodeURIComponent(identifier.trim())}`, resolver, signal));
  return position ?? { problem: `Simbad knows no object '${identifier}'` };
}

async function ask(url: string, resolver: string, signal: AbortSignal): Promise<XmlElement> {
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(SECONDS * 1000)]) });
    if (!response.ok) unreachable(resolver, `it answers ${response.status}`);
    return parseXml(await response.text(), { file: 'the answer of the name resolver', maxLength: 1_000_000 });
  } catch (cause) {
    if (signal.aborted) throw cause;
    if (cause instanceof AlmagestError && cause.code === 'X106') throw cause;
    return unreachable(resolver, reasonOf(cause), cause);
  }
}

function unreachable(resolver: string, reason: string, cause?: unknown): never {
  return fail('X106', `the name resolver ${new URL(resolver).host} cannot be asked: ${reason}`, {
    hint: 'Try again later, or write the coordinates: POINT(longitude, latitude).',
    cause,
  });
}

function reasonOf(cause: unknown): string {
  if (cause instanceof AlmagestError) return cause.message;
  if (!(cause instanceof Error)) return 'it fails';
  if (cause.name === 'TimeoutError') return `it does not answer within ${SECONDS} seconds`;
  // The message of fetch says no more than that it failed; its cause knows why.
  return cause.cause instanceof Error && cause.cause.message !== '' ? cause.cause.message : cause.message;
}

/** The first position in the answer of Sesame; nothing where it found none. */
function readSesame(document: XmlElement): Position | undefined {
  const [lon, lat] = [degreesIn(document, 'jradeg'), degreesIn(document, 'jdedeg')];
  return lon !== undefined && lat !== undefined && isPosition(lon, lat) ? { lon, lat } : undefined;
}

/** The number in the first element of this name, at any depth. */
function degreesIn(parent: XmlElement, name: string): number | undefined {
  if (parent.name === name) return textOf(parent).trim() === '' ? undefined : Number(textOf(parent));
  for (const child of parent.children) {
    const found = typeof child === 'string' ? undefined : degreesIn(child, name);
    if (found !== undefined) return found;
  }
  return undefined;
}
