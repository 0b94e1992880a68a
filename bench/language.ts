/**
 * How fast the language is: text to tree, tree to meaning, meaning to SQL. Medians, for queries of the size people write, and for
 * those that programs write; each shape also at four times its length, which must take four times the time and little more.
 *
 *   node bench/language.ts
 */
import { describedCatalogue } from '../conformance/setup/described.ts';
import { parseQuery } from '../src/adql/parser/parse.ts';
import { AlmagestError } from '../src/core/error.ts';
import { checkQuery } from '../src/query/check.ts';
import { copyStatement } from '../src/sql/copy-statement.ts';

interface Shape {
  readonly name: string;
  /** Milliseconds from text to SQL that the project promises for a query of this size. */
  readonly promised: number;
  readonly size: number;
  make(size: number): string;
}

/** What each of a long row of something reads like. */
const repeat = (count: number, glue: string, one: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => one(index)).join(glue);

const COLUMNS = ['ra', 'dec', 'glon', 'glat', 'signif_avg', 'pl_index', 'flux1000', 'energy_flux100', 'npred'];
const column = (index: number): string => COLUMNS[index % COLUMNS.length] ?? '';

const SHAPES: readonly Shape[] = [
  {
    name: 'a usual query',
    promised: 1,
    size: 1,
    make: () => `SELECT TOP 100 n.event_id, n.ra, n.dec, f.source_name, f.assoc1, DISTANCE(n.ra, n.dec, f.ra, f.dec) AS sep
      FROM icecube.txs0506 AS n JOIN fermi.fgl4 AS f ON 1 = CONTAINS(POINT('ICRS', n.ra, n.dec), CIRCLE('ICRS', f.ra, f.dec, 1.0))
      WHERE f.assoc1 = 'TXS 0506+056' AND n.mjd BETWEEN 58017.871 AND 58019.871 AND n.log_e > 3 ORDER BY sep`,
  },
  {
    name: '500 columns, 300 predicates',
    promised: 10,
    size: 100,
    make: (size) => `SELECT ${repeat(5 * size, ', ', (index) => `f.${column(index)} AS c${index}`)} FROM fermi.fgl4 AS f
      WHERE ${repeat(3 * size, ' AND ', (index) => `${column(index)} > -${index}.5`)}`,
  },
  {
    name: 'a list of 10,000 numbers',
    promised: 50,
    size: 10_000,
    make: (size) => `SELECT ra FROM tycho2.stars WHERE id IN (${repeat(size, ', ', String)})`,
  },
  {
    name: 'a list of 10,000 texts',
    promised: 50,
    size: 10_000,
    make: (size) =>
      `SELECT ra FROM fermi.fgl4 WHERE source_name IN (${repeat(size, ', ', (index) => `'4FGL J${index}'`)})`,
  },
  {
    name: 'a chain of 2,000 OR',
    promised: 50,
    size: 2000,
    make: (size) => `SELECT ra FROM fermi.fgl4 WHERE ${repeat(size, ' OR ', (index) => `source_name = 'S${index}'`)}`,
  },
  {
    name: 'a polygon of 1,000 corners',
    promised: 100,
    size: 1000,
    make: (size) => {
      const corners = repeat(size, ', ', (index) => {
        const angle = (2 * Math.PI * index) / size;
        return `${(80 + 5 * Math.cos(angle)).toFixed(9)}, ${(20 + 5 * Math.sin(angle)).toFixed(9)}`;
      });
      return `SELECT id FROM tycho2.stars WHERE 1 = CONTAINS(POINT(ra, dec), POLYGON(${corners}))`;
    },
  },
  {
    name: '100 columns that are unknown',
    promised: 50,
    size: 100,
    make: (size) => `SELECT ${repeat(size, ', ', (index) => `sourc_nam${index}`)} FROM fermi.fgl4`,
  },
];

/** A query four times as long may take this many times as long: four times, and something for caches and collected garbage. */
const LINEAR = 7;

const catalogue = await describedCatalogue();

interface Stages {
  readonly parse: number;
  readonly check: number;
  readonly lower: number;
  readonly whole: number;
}

/** Milliseconds of each stage; a query that is refused ends where it is refused. */
function understand(text: string): Stages {
  const start = performance.now();
  let [parsed, checked] = [0, 0];
  try {
    const query = parseQuery(text);
    parsed = performance.now();
    const typed = checkQuery(query, catalogue);
    checked = performance.now();
    copyStatement(typed, { maxrec: 1000, encoding: 'binary' });
  } catch (error) {
    if (!(error instanceof AlmagestError)) throw error;
  }
  const end = performance.now();
  if (!parsed) return { parse: end - start, check: 0, lower: 0, whole: end - start };
  const lower = checked ? end - checked : 0;
  return { parse: parsed - start, check: end - parsed - lower, lower, whole: end - start };
}

function measure(text: string): Stages {
  const runs: Stages[] = [];
  // At least so often, and for long enough that the compiler has seen it.
  for (const stop = performance.now() + 600; runs.length < 15 || performance.now() < stop; )
    runs.push(understand(text));
  const middle = (stage: keyof Stages) => median(runs.slice(runs.length >> 2).map((run) => run[stage]));
  return { parse: middle('parse'), check: middle('check'), lower: middle('lower'), whole: middle('whole') };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

let kept = true;
const cells = (...texts: readonly string[]) => texts.map((text, index) => text.padEnd(index === 0 ? 32 : 9)).join(' ');
console.log(cells('milliseconds', 'parse', 'check', 'lower', 'whole', 'promised', '4 times as long'));
for (const { name, promised, size, make } of SHAPES) {
  const { parse, check, lower, whole } = measure(make(size));
  const growth = size === 1 ? undefined : measure(make(4 * size)).whole / whole;
  const good = whole <= promised && (growth ?? 0) <= LINEAR;
  kept &&= good;
  const figures = [parse, check, lower, whole].map((figure) => figure.toFixed(figure < 1 ? 3 : 1));
  console.log(
    cells(name, ...figures, `< ${promised}`, growth ? `${growth.toFixed(2)} times` : '', good ? '' : 'MISSED'),
  );
}
process.exitCode = kept ? 0 : 1;
