import { Random } from '../../src/ingest/format/simulation/random.ts';

/**
 * Makes valid ADQL queries over the test catalogue: test.kinds as k, which has a column of each type, and sky.stars as s. Every clause and
 * function occurs, in whatever nesting; the same seed makes the same queries.
 */
export class QueryMaker {
  readonly #random: Random;

  constructor(seed: number) {
    this.#random = new Random(seed);
  }

  query(): string {
    const kind = this.#random.uniform();
    if (kind < 0.7) return this.#select(2);
    return kind < 0.85 ? this.#setOperation() : this.#withTable();
  }

  /** The query with one token left out, doubled, or put in the place of another: most are wrong, all must be told so. */
  mutated(): string {
    const tokens: readonly string[] = this.query().match(/"[^"]*"|'[^']*'|[\w.]+|\s+|[^\w\s]/g) ?? [];
    const [from, to] = [this.#below(tokens.length), this.#below(tokens.length)];
    const cut = tokens[from] ?? '';
    return this.#pick(
      () => tokens.with(from, '').join(''),
      () => tokens.with(from, `${cut} ${cut}`).join(''),
      () => tokens.with(to, cut).join(''),
      () => tokens.slice(0, from).join(''),
      () =>
        tokens
          .with(
            from,
            this.#one(`' " ( ) , ; -- * = . \\ \u00e9 \0 SELECT FROM NULL 1e999 99999999999999999999`.split(' ')),
          )
          .join(''),
    );
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

  /** Runs one of the makers. */
  #pick(...makers: readonly (() => string)[]): string {
    return makers[this.#below(makers.length)]?.() ?? '';
  }

  #some(most: number, make: () => string): string {
    return Array.from({ length: 1 + this.#below(most) }, make).join(', ');
  }

  // ---- queries

  #select(depth: number): string {
    if (this.#chance(0.25)) return this.#grouped(depth);
    const distinct = this.#chance(0.2);
    const top = this.#chance(0.2) ? `TOP ${this.#below(5)} ` : '';
    const where = this.#chance(0.7) ? ` WHERE ${this.#condition(depth)}` : '';
    const keys = distinct
      ? '1'
      : this.#pick(
          () => '1 DESC',
          () => this.#number(1, false),
          () => `${this.#text(1)} DESC`,
          () => `1, ${this.#timestamp(0)}`,
        );
    const order = this.#chance(0.5) ? ` ORDER BY ${keys}` : '';
    const offset = this.#chance(0.2) ? ' OFFSET 1' : '';
    return `SELECT ${distinct ? 'DISTINCT ' : ''}${top}${this.#some(3, () => this.#any(depth))} FROM ${this.#from()}${where}${order}${offset}`;
  }

  #grouped(depth: number): string {
    const aggregates = this.#some(3, () => this.#aggregate());
    const rest = `FROM ${this.#from()} WHERE ${this.#condition(depth)}`;
    if (this.#chance(0.4)) return `SELECT ${aggregates} ${rest}${this.#chance(0.3) ? ' HAVING COUNT(*) > 0' : ''}`;
    const key = this.#pick(
      () => this.#one(['k.whole', 's.mag', 'k.label', 'k.taken', 'k.flag']),
      () => `ROUND(${this.#number(1)})`,
      () => `UPPER(${this.#text(1)})`,
    );
    const order = this.#one(['g', '1 DESC', 'COUNT(*)', key]);
    const having = this.#chance(0.3) ? ` HAVING MAX(s.id) ${this.#one(['<', '<>', '>='])} ${this.#below(9)}` : '';
    return `SELECT ${key} AS g, ${aggregates} ${rest} GROUP BY ${this.#one([key, 'g', '1'])}${having} ORDER BY ${order}`;
  }

  #setOperation(): string {
    const value = this.#pick(
      () => 'number',
      () => 'text',
      () => 'timestamp',
    );
    const one = () => {
      const made = value === 'number' ? this.#number(1) : value === 'text' ? this.#text(1) : this.#timestamp(1);
      const select = `SELECT ${this.#chance(0.2) ? 'TOP 3 ' : ''}${made} AS v FROM ${this.#from()}`;
      return this.#chance(0.2) ? `(${select} ORDER BY 1 DESC OFFSET 1)` : select;
    };
    const operator = () => this.#one(['UNION', 'UNION ALL', 'EXCEPT', 'EXCEPT ALL', 'INTERSECT', 'INTERSECT ALL']);
    return `${one()} ${operator()} ${one()} ${operator()} ${one()} ORDER BY ${this.#one(['v', '1 DESC'])}`;
  }

  #withTable(): string {
    const inner = `SELECT k.id AS i, ${this.#any(1)} AS v FROM ${this.#from()}`;
    const counts = 'SELECT i, COUNT(*) AS n FROM w GROUP BY i';
    return `WITH w AS (${inner}) SELECT w.v, u.i FROM w JOIN (${counts}) AS u ON u.i = w.i WHERE u.n > ${this.#below(3)} OR w.v IS NULL ORDER BY 2 DESC`;
  }

  #from(): string {
    return this.#pick(
      () => 'test.kinds AS k, sky.stars AS s',
      () => 'test.kinds k JOIN stars s ON k.id = s.id',
      () => 'sky.stars AS s LEFT JOIN (test.kinds AS k JOIN sky.events AS x ON k.id = x.star) ON s.id = k.id',
      () => 'test.kinds AS k FULL JOIN sky.stars AS s ON k.id = s.id',
      () => `test.kinds AS k LEFT JOIN sky.stars AS s ON ${this.#condition(1)}`,
      () => 'TEST.Kinds AS k RIGHT JOIN (SELECT TOP 5 * FROM sky.stars ORDER BY id DESC) AS s ON k.id = s.id',
    );
  }

  #aggregate(): string {
    return this.#pick(
      () => 'COUNT(*)',
      () => `COUNT(${this.#any(1)})`,
      () => `COUNT(DISTINCT ${this.#any(1)})`,
      () => `SUM(${this.#number(1)})`,
      () => `AVG(DISTINCT ${this.#number(1)})`,
      () =>
        `MAX(${this.#pick(
          () => this.#number(1),
          () => this.#text(1),
          () => this.#timestamp(1),
        )})`,
      () => `MIN(${this.#number(1)}) + COUNT(*)`,
    );
  }

  // ---- values

  #any(depth: number): string {
    return this.#pick(
      () => this.#number(depth),
      () => this.#text(depth),
      () => this.#timestamp(depth),
      () => this.#shape(depth),
      () => this.#one(['k.flag', 'k."values"', 'k."Mixed"']),
    );
  }

  /** `literal`: whether it may be one by itself, which ORDER BY takes for an ordinal. */
  #number(depth: number, literal = true): string {
    if (depth <= 0 || this.#chance(0.25)) {
      const columns = 'k.id k.tiny k.small k.whole k.big k.single k."real" s.ra s.dec s.mag s.id'.split(' ');
      return this.#one(literal ? [...columns, '1', '0', '2.5', '1E3', '4.73', 'NULL', '3000000000'] : columns);
    }
    const inner = () => this.#number(depth - 1);
    const simple = 'ABS CEILING COS COT DEGREES EXP FLOOR LOG LOG10 RADIANS SQRT ROUND TRUNCATE ACOS ASIN ATAN SIN TAN';
    return this.#pick(
      () => `${inner()} ${this.#one(['+', '-', '*'])} ${inner()}`,
      () => `(${inner()} / ${inner()})`,
      () => `-(${inner()})`,
      () => `${this.#one(simple.split(' '))}(${inner()})`,
      () => `${this.#one(['MOD', 'POWER', 'ATAN2'])}(${inner()}, ${inner()})`,
      () => `${this.#one(['ROUND', 'TRUNCATE'])}(${inner()}, ${this.#one(['2', '-1', '0'])})`,
      () => `COALESCE(${inner()}, ${inner()})`,
      () =>
        `CAST(${this.#castable(depth - 1)} AS ${this.#one(['SMALLINT', 'INTEGER', 'BIGINT', 'REAL', 'DOUBLE PRECISION'])})`,
      () => `DISTANCE(${this.#point(depth - 1)}, ${this.#point(depth - 1)})`,
      () => `AREA(${this.#shape(depth - 1)})`,
      () => `${this.#one(['COORD1', 'COORD2'])}(${this.#point(depth - 1)})`,
      () => this.#relation(depth - 1),
      () => 'PI() * RAND()',
    );
  }

  #castable(depth: number): string {
    return this.#pick(
      () => this.#number(depth),
      () => this.#text(depth),
    );
  }

  #text(depth: number): string {
    if (depth <= 0 || this.#chance(0.3))
      return this.#one(['k.label', 's.name', 's.name', "'a'", "'it''s'", "'\\'", "'%_'", "'\u00e9'", 'NULL']);
    const inner = () => this.#text(depth - 1);
    return this.#pick(
      () => `${inner()} || ${inner()}`,
      () => `${this.#one(['UPPER', 'LOWER'])}(${inner()})`,
      () =>
        `CAST(${this.#pick(
          inner,
          () => this.#number(depth - 1),
          () => this.#timestamp(0),
          () => 'k.flag',
        )} AS ${this.#one(['VARCHAR', 'CHAR(3)', 'VARCHAR(5)', 'CHAR'])})`,
      () => `COALESCE(${inner()}, ${inner()})`,
    );
  }

  #timestamp(depth: number): string {
    return this.#pick(
      () => 'k.taken',
      () => "CAST('2020-01-01' AS TIMESTAMP)",
      () => (depth > 0 ? `COALESCE(${this.#timestamp(depth - 1)}, ${this.#timestamp(depth - 1)})` : 'k.taken'),
      () => (depth > 0 ? `CAST(${this.#text(depth - 1)} AS TIMESTAMP)` : 'k.taken'),
    );
  }

  #point(depth: number): string {
    return this.#pick(
      () => 'k.place',
      () => `POINT(${this.#number(depth - 1)}, ${this.#number(depth - 1)})`,
      () => `CENTROID(${depth > 0 ? this.#shape(depth - 1) : 'k.disc'})`,
      () => 'COALESCE(k.place, POINT(1, 2))',
      () => "POINT('ICRS', 1, 2)",
    );
  }

  #shape(depth: number): string {
    return this.#pick(
      () => this.#point(depth),
      () => 'k.disc',
      () => `CIRCLE(${this.#number(depth - 1)}, ${this.#number(depth - 1)}, ${this.#number(depth - 1)})`,
      () => `CIRCLE(${this.#point(depth - 1)}, 1)`,
    );
  }

  #relation(depth: number): string {
    return `${this.#one(['CONTAINS', 'INTERSECTS'])}(${this.#shape(depth)}, ${this.#shape(depth)})`;
  }

  // ---- conditions

  #condition(depth: number): string {
    const comparison = () => this.#one(['=', '<', '>=', '<>', '!=']);
    const not = this.#one(['', 'NOT ']);
    if (depth <= 0 || this.#chance(0.3))
      return this.#pick(
        () => `${this.#number(1)} ${comparison()} ${this.#number(1)}`,
        () => `${this.#text(1)} ${comparison()} ${this.#text(1)}`,
        () => `${this.#timestamp(1)} ${comparison()} '2015-01-01T12:00:00.5'`,
        () => `${this.#timestamp(0)} <= ${this.#timestamp(1)}`,
        () => `k.flag ${this.#one(['=', '<>'])} ${this.#one(['1', '0', "'true'", "'F'"])}`,
        () => `${this.#one(['1', '0'])} = ${this.#relation(1)}`,
      );
    const inner = () => this.#condition(depth - 1);
    const number = () => this.#number(depth - 1);
    const text = () => this.#text(depth - 1);
    return this.#pick(
      () => `(${inner()} AND ${inner()})`,
      () => `(${inner()} OR ${inner()})`,
      () => `NOT (${inner()})`,
      () => `${number()} ${not}BETWEEN ${number()} AND ${number()}`,
      () => `${number()} ${not}IN (${number()}, ${number()})`,
      () => `${text()} ${not}IN ('a', ${text()})`,
      () => `${text()} ${not}${this.#one(['LIKE', 'ILIKE'])} ${text()}`,
      () => `${this.#one(['k.single', 's.name', 'k.taken', 'k.place', 'k.flag', 'k."values"'])} IS ${not}NULL`,
      () => `${this.#timestamp(0)} IN ('2020-01-01', ${this.#timestamp(0)})`,
      () => `${not}EXISTS (SELECT 1 FROM sky.events AS e WHERE e.star = s.id AND ${number()} > e.mjd)`,
      () => `${number()} ${not}IN (SELECT e.star FROM sky.events AS e WHERE e.event_id <> s.id)`,
    );
  }
}
