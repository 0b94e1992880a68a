import { assertNever } from '../../core/assert-never.ts';
import { parseMoc, writeMoc } from './moc-text.ts';
import type { Position } from './position.ts';
import { boxOf, type Region } from './region.ts';

/** A region as read from text, and the frame that the text names. */
export interface ReadRegion {
  readonly kind: 'region';
  readonly region: Region;
  /** A term of the vocabulary refframe where STC-S has another name for it, otherwise as written, in capitals; undefined where none is. */
  readonly frame: string | undefined;
}

/** What is wrong with a text, and where: an index into it. */
export interface UnreadRegion {
  readonly kind: 'problem';
  readonly problem: string;
  readonly at: number;
}

/**
 * Reads STC-S (`CIRCLE ICRS 1 2 3`, `UNION ICRS (BOX 1 2 3 4 POSITION 5 6)`), the text forms of DALI's shapes (`circle 1 2 3`, and
 * several in a row), or an ASCII MOC. Case, commas, reference position and flavour are of no account. Whether the numbers make a
 * region is for `problemOf` to say.
 */
export function parseRegion(text: string): ReadRegion | UnreadRegion {
  try {
    return new RegionReader(text).read();
  } catch (error) {
    if (error instanceof Misread) return { kind: 'problem', problem: error.message, at: error.at };
    throw error;
  }
}

/** The names of frames in STC-S 1.33 sec 4.1.1 and the terms that they stand for. */
const FRAMES: ReadonlyMap<string, string | undefined> = new Map([
  ['ICRS', 'ICRS'],
  ['FK5', 'FK5'],
  ['J2000', 'FK5'],
  ['FK4', 'FK4'],
  ['B1950', 'FK4'],
  ['GALACTIC', 'GALACTIC'],
  ['GALACTIC_II', 'GALACTIC'],
  ['SUPER_GALACTIC', 'SUPER_GALACTIC'],
  ['ECLIPTIC', 'ECLIPTIC'],
  ['UNKNOWNFRAME', undefined],
]);
const REFERENCE_POSITIONS = /^(BARYCENTER|GEOCENTER|HELIOCENTER|TOPOCENTER|LSR|RELOCATABLE|UNKNOWNREFPOS)$/;
const FLAVOURS = /^(SPHERICAL2|UNITSPHERE)$/;
const KINDS = 'POSITION, CIRCLE, POLYGON, BOX, UNION';
/** Words of STC-S and DALI that a region here cannot be. */
const NOT_OFFERED: Readonly<Record<string, string>> = {
  RANGE: 'a RANGE is bounded by parallels, which are no great circles',
  ELLIPSE: 'an ELLIPSE is no region here',
  CONVEX: 'a CONVEX is no region here',
  INTERSECTION: 'an INTERSECTION is no region here',
  NOT: 'a NOT is no region here',
};
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

interface Token {
  readonly text: string;
  readonly word: string;
  readonly at: number;
}

class Misread extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/** Unions within unions, each of which needs its place on the stack. */
const MOST_NESTING = 50;

class RegionReader {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;
  #frame: string | undefined;
  #frameNamed = false;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = Array.from(text.matchAll(/[()]|[^\s,()]+/g), ({ 0: token, index }) => ({
      text: token,
      word: token.toUpperCase(),
      at: index,
    }));
  }

  read(): ReadRegion {
    const [first] = this.#tokens;
    if (first === undefined) throw new Misread('the text is empty', 0);
    const region = /^s?\d+\//i.test(first.text) ? this.#moc() : this.#list(() => this.#peek() === undefined);
    return { kind: 'region', region, frame: this.#frame };
  }

  /** Regions in a row are their union. */
  #list(atEnd: () => boolean): Region {
    const regions: Region[] = [];
    do regions.push(this.#region());
    while (!atEnd());
    const [only] = regions;
    return only && regions.length === 1 ? only : { kind: 'union', regions };
  }

  #region(): Region {
    const token = this.#peek();
    const kind = token?.word ?? '';
    this.#next++;
    if (kind === 'MOC') return this.#moc();
    if (token && Object.hasOwn(NOT_OFFERED, kind))
      throw new Misread(`${NOT_OFFERED[kind]}; there are ${KINDS}`, token.at);
    const make = SHAPES[kind];
    if (!token || !(make || kind === 'UNION'))
      throw new Misread(
        token ? `'${token.text}' is no kind of region; there are ${KINDS}` : 'a region is missing',
        this.#place(token),
      );
    this.#system();
    if (!make) return this.#union();
    const numbers = this.#numbers();
    const region = make(numbers);
    if (typeof region === 'string') throw new Misread(`${region}; here it has ${numbers.length}`, token.at);
    return region;
  }

  #union(): Region {
    const open = this.#peek();
    if (open?.word !== '(') throw new Misread('after UNION, its regions stand in parentheses', this.#place(open));
    if (++this.#depth > MOST_NESTING) throw new Misread('unions are nested too deeply', open.at);
    this.#next++;
    const region = this.#list(() => [')', undefined].includes(this.#peek()?.word));
    if (this.#peek() === undefined)
      throw new Misread('the closing parenthesis of the UNION is missing', this.#text.length);
    this.#next++;
    this.#depth--;
    return region.kind === 'union' ? region : { kind: 'union', regions: [region] };
  }

  /** Frame, reference position and flavour, each of which may be missing. */
  #system(): void {
    const token = this.#peek();
    if (token && FRAMES.has(token.word)) {
      const frame = FRAMES.get(token.word);
      if (this.#frameNamed && frame !== this.#frame)
        throw new Misread(`the frame ${token.text} differs from that named before; regions are in one frame`, token.at);
      this.#frame = frame;
      this.#frameNamed = true;
      this.#next++;
    }
    if (REFERENCE_POSITIONS.test(this.#peek()?.word ?? '')) this.#next++;
    if (FLAVOURS.test(this.#peek()?.word ?? '')) this.#next++;
    const rest = this.#peek();
    if (rest && !NUMBER.test(rest.text) && rest.word !== '(')
      throw new Misread(`'${rest.text}' is no frame, such as ICRS or GALACTIC, nor a number`, rest.at);
  }

  #numbers(): number[] {
    const numbers: number[] = [];
    for (let token = this.#peek(); token && NUMBER.test(token.text); token = this.#peek()) {
      numbers.push(Number(token.text));
      this.#next++;
    }
    return numbers;
  }

  /** As far as tokens look like cells. */
  #moc(): Region {
    const start = this.#place(this.#peek());
    let end = start;
    for (let token = this.#peek(); token && /^[a-z]?\d[\d/-]*$/i.test(token.text); token = this.#peek()) {
      end = token.at + token.text.length;
      this.#next++;
    }
    const read = parseMoc(this.#text.slice(start, end));
    if (read.kind === 'problem') throw new Misread(read.problem, start + read.at);
    const rest = this.#peek();
    if (rest && start === this.#tokens[0]?.at) throw new Misread(`'${rest.text}' is no part of a MOC`, rest.at);
    return read;
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#next];
  }

  #place(token: Token | undefined): number {
    return token?.at ?? this.#text.length;
  }
}

/** What numbers make of a kind of region, or what the kind needs. */
type Shape = (numbers: readonly number[]) => Region | string;

const position: Shape = ([lon, lat, ...more]) =>
  lon === undefined || lat === undefined || more.length > 0
    ? 'a POSITION needs two numbers, longitude and latitude'
    : { kind: 'point', lon, lat };

const SHAPES: Readonly<Record<string, Shape>> = {
  POSITION: position,
  POINT: position,
  CIRCLE: ([lon, lat, radius, ...more]) =>
    lon === undefined || lat === undefined || radius === undefined || more.length > 0
      ? 'a CIRCLE needs three numbers, longitude, latitude and radius'
      : { kind: 'circle', lon, lat, radius },
  BOX: ([lon, lat, width, height, ...more]) =>
    lon === undefined || lat === undefined || width === undefined || height === undefined || more.length > 0
      ? 'a BOX needs four numbers, longitude, latitude, width and height'
      : boxOf(lon, lat, width, height),
  POLYGON: (numbers) =>
    numbers.length < 6 || numbers.length % 2 === 1
      ? 'a POLYGON needs longitude and latitude of three vertices or more'
      : { kind: 'polygon', vertices: withoutRepeat(verticesOf(numbers)) },
  ALLSKY: (numbers) =>
    numbers.length > 0 ? 'ALLSKY needs no numbers' : { kind: 'circle', lon: 0, lat: 0, radius: 180 },
};

function verticesOf(numbers: readonly number[]): Position[] {
  const vertices: Position[] = [];
  for (let at = 0; at + 1 < numbers.length; at += 2)
    vertices.push({ lon: numbers[at] ?? 0, lat: numbers[at + 1] ?? 0 });
  return vertices;
}

/** Many archives end a polygon with its first vertex, which DALI 1.1 sec 3.3.7 does not. */
function withoutRepeat(vertices: readonly Position[]): readonly Position[] {
  const [first, last] = [vertices[0], vertices.at(-1)];
  const repeats = vertices.length > 3 && first?.lon === last?.lon && first?.lat === last?.lat;
  return repeats ? vertices.slice(0, -1) : vertices;
}

/** The region as text that `parseRegion` reads. */
export function writeRegion(region: Region): string {
  switch (region.kind) {
    case 'point':
      return `POSITION ${region.lon} ${region.lat}`;
    case 'circle':
      return `CIRCLE ${region.lon} ${region.lat} ${region.radius}`;
    case 'polygon':
      return `POLYGON ${region.vertices.map(({ lon, lat }) => `${lon} ${lat}`).join(' ')}`;
    case 'moc':
      return writeMoc(region.moc);
    case 'union':
      return `UNION (${region.regions.map((each) => (each.kind === 'moc' ? 'MOC ' : '') + writeRegion(each)).join(' ')})`;
    default:
      return assertNever(region);
  }
}
