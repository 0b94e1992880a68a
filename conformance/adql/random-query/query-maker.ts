import { Random } from '../../../src/ingest/format/simulation/random.ts';
import { GRAMMAR } from './grammar.ts';

/** A way to write something: texts, and between them what is written in turn. */
interface Way {
  readonly parts: readonly (string | Hole)[];
  /** How many names are written within one another at least. */
  readonly height: number;
}

interface Hole {
  readonly name: string;
  /** One to so many of them. */
  readonly most: number;
  /** The name under which the same text can stand again. */
  readonly again?: string;
}

/** A text that ends what it stands in, or means something elsewhere. */
const STRANGE =
  `' " '' "" ( ) , ; -- * = . \\ \u00e9 \0 \u2019 \ud800 /* */ $$ $1 :a ? % { } [ ] | & ! @ # ~ \` \u202e \ufeff \u00a0 SELECT FROM NULL
  1e999 99999999999999999999 0x1F E'a' U&"a" TOP POLYGON( pg_sleep( WITH AS OR`.split(/[ \n]+/);

/**
 * Makes ADQL queries over the test catalogue by the grammar beside it: every clause and function occurs, in whatever nesting. The same seed
 * makes the same queries.
 */
export class QueryMaker {
  readonly #random: Random;
  readonly #ways = measure(new Map(Object.entries(GRAMMAR).map(([name, ways]) => [name, ways.map(readWay)])));

  constructor(seed: number) {
    this.#random = new Random(seed);
  }

  /** A query that is right by the grammar; whether its constants make sense (latitudes, texts that are cast) is left to chance. */
  query(): string {
    return this.#write('query', 4 + this.#below(6));
  }

  /** The query with tokens left out, doubled, moved or cut off, or with something strange within: most are wrong. */
  mutated(): string {
    let text = this.query();
    for (let times = 1 + this.#below(3); times > 0; times--) text = this.#mutate(text);
    return text;
  }

  /** No query: bytes, characters of every kind, or words of the language in any order. */
  noise(): string {
    const length = this.#below(200);
    const many = (make: () => string, glue = '') => Array.from({ length }, make).join(glue);
    const words = () => this.#one(this.query().split(/\b/));
    switch (this.#below(5)) {
      case 0:
        return Buffer.from(Array.from({ length }, () => this.#below(256))).toString(
          this.#chance(0.5) ? 'utf8' : 'latin1',
        );
      case 1:
        return many(() => String.fromCharCode(this.#below(0x10000)));
      case 2:
        return many(() => String.fromCodePoint(32 + this.#below(95)));
      case 3:
        return many(() => (this.#chance(0.2) ? this.#one(STRANGE) : words()), ' ');
      default:
        return `SELECT ${many(() => (this.#chance(0.1) ? this.#one(STRANGE) : words()))} FROM test.kinds AS k, sky.stars AS s`;
    }
  }

  #mutate(text: string): string {
    const tokens: readonly string[] = text.match(/"[^"]*"|'[^']*'|[\w.]+|\s+|[^\w\s]/g) ?? [];
    if (tokens.length === 0) return this.#one(STRANGE);
    const [from, to] = [this.#below(tokens.length), this.#below(tokens.length)];
    const cut = tokens[from] ?? '';
    switch (this.#below(7)) {
      case 0:
        return tokens.with(from, '').join('');
      case 1:
        return tokens.with(from, `${cut} ${cut}`).join('');
      case 2:
        return tokens.with(to, cut).join('');
      case 3:
        return tokens.slice(0, from).join('');
      case 4:
        return tokens.with(from, this.#one(STRANGE)).join('');
      case 5:
        return [...tokens.slice(0, from), ...tokens.slice(to)].join('');
      default: {
        const at = this.#below(text.length);
        return text.slice(0, at) + this.#one(STRANGE) + text.slice(at + this.#below(2));
      }
    }
  }

  /** `depth`: how many names may still be written within one another; below that the shortest way is taken. */
  #write(name: string, depth: number): string {
    const ways = this.#ways.get(name);
    if (!ways) throw new Error(`the grammar has no ${name}`);
    const low = Math.min(...ways.map(({ height }) => height));
    // Short ways are taken now and then too, so that not every query is as deep as it may be.
    const limit = depth < low || this.#chance(0.1) ? low : depth;
    const allowed = ways.filter(({ height }) => height <= limit);
    const { parts = [] } = allowed[this.#below(allowed.length)] ?? {};
    const again = new Map<string, string>();
    const texts = parts.map((part) => {
      if (typeof part === 'string') return part;
      const known = again.get(part.name);
      if (known !== undefined) return known;
      const count = part.most > 1 ? 1 + this.#below(part.most) : 1;
      const written = Array.from({ length: count }, () => this.#write(part.name, depth - 1)).join(', ');
      if (part.again !== undefined) again.set(part.again, written);
      return written;
    });
    return texts.join('');
  }

  #below(count: number): number {
    return Math.floor(this.#random.uniform() * count);
  }

  #chance(share: number): boolean {
    return this.#random.uniform() < share;
  }

  #one(words: readonly string[]): string {
    return words[this.#below(words.length)] ?? '';
  }
}

type Parts = Way['parts'];

function readWay(text: string): Parts {
  return text.split(/(\{\w+(?:[*=]\w+)?\})/).map((part) => {
    const [, name, kind, more] = /^\{(\w+)(?:([*=])(\w+))?\}$/.exec(part) ?? [];
    if (name === undefined) return part;
    return { name, most: kind === '*' ? Number(more) : 1, ...(kind === '=' && more !== undefined && { again: more }) };
  });
}

/** Finds how deep each way is at least: from those without holes upwards. */
function measure(written: ReadonlyMap<string, readonly Parts[]>): ReadonlyMap<string, readonly Way[]> {
  const heights = new Map<string, number>();
  const heightOf = (parts: Parts): number => {
    const holes = parts.filter((part) => typeof part !== 'string');
    const bound = new Set(holes.map(({ again }) => again));
    const names = holes.filter(({ name }) => !bound.has(name)).map(({ name }) => name);
    return Math.max(0, ...names.map((name) => 1 + (heights.get(name) ?? Number.POSITIVE_INFINITY)));
  };
  for (let before: string | undefined; before !== [...heights].join(); ) {
    before = [...heights].join();
    for (const [name, ways] of written) heights.set(name, Math.min(...ways.map(heightOf)));
  }
  return new Map([...written].map(([name, ways]) => [name, ways.map((parts) => ({ parts, height: heightOf(parts) }))]));
}
