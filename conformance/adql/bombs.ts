/** Short texts that ask for endless work, and long ones of which no part may take more than its share of time. Over the test catalogue. */

const many = (count: number, glue: string, one: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => one(index)).join(glue);

/** A text within another, so many times. */
function nested(times: number, core: string, around: (inner: string, index: number) => string): string {
  let text = core;
  for (let index = 0; index < times; index++) text = around(text, index);
  return text;
}

const FROM = 'FROM sky.stars';

export const BOMBS: Readonly<Record<string, () => string>> = {
  // ---- that grow while they are understood
  'columns double in subqueries': () =>
    nested(40, `SELECT ra ${FROM}`, (inner, index) => `SELECT t${index}.*, t${index}.* FROM (${inner}) AS t${index}`),
  'columns double in WITH': () =>
    `WITH w0 AS (SELECT ra ${FROM}) ${many(40, '', (index) => `, w${index + 1} AS (SELECT x.*, y.* FROM w${index} AS x, w${index} AS y)`)} SELECT COUNT(*) AS n FROM w40`,
  'many times all columns': () => `SELECT ${many(200_000, ',', () => 't.*')} FROM sky.stars t`,
  'values written twice at each level': () =>
    nested(15, 'ra', (inner) => `COORD1(CENTROID(CIRCLE(${inner}, ${inner}, 1)))`).replace(/^/, 'SELECT ') +
    ` AS a ${FROM}`,
  'shapes within shapes': () =>
    `SELECT INTERSECTS(k.disc, ${nested(60, 'k.disc', (inner) => `CIRCLE(CENTROID(${inner}), 1)`)}) AS a FROM test.kinds AS k`,
  'natural joins of everything': () =>
    `SELECT * FROM sky.stars a ${many(300, '', (index) => ` NATURAL JOIN sky.stars a${index}`)}`,

  // ---- that have a lot wrong with them
  'unknown columns': () => `SELECT ${many(100_000, ',', (index) => `zz${index}`)} ${FROM}`,
  'unknown columns in conditions': () => `SELECT ra ${FROM} WHERE ${many(70_000, ' OR ', (index) => `z${index}=1`)}`,
  'unknown tables': () => `SELECT ra FROM ${many(100_000, ',', (index) => `z${index}`)}`,
  'unknown functions': () => `SELECT ${many(90_000, ',', (index) => `z${index}(1)`)} ${FROM}`,
  'a name of a megabyte': () => `SELECT ${'a'.repeat(900_000)} ${FROM}`,
  'a function of a megabyte': () => `SELECT ${'a'.repeat(900_000)}(1) ${FROM}`,
  'names of many parts': () => `SELECT ${'a.'.repeat(400_000)}a ${FROM}`,
  'foreign quotes': () => `SELECT ${'\u2019'.repeat(900_000)} ${FROM}`,
  'comments that do not close': () => `SELECT ${'/*'.repeat(400_000)} ${FROM}`,
  'texts one after another': () => `SELECT ${"'a' ".repeat(200_000)} ${FROM}`,
  'commas alone': () => `SELECT ${','.repeat(900_000)} ${FROM}`,
  'double quotes alone': () => `SELECT ${'"'.repeat(900_001)} ${FROM}`,
  'units nested deeply': () => `SELECT IN_UNIT(ra, '${'('.repeat(100_000)}deg') AS a ${FROM}`,
  'regions nested deeply': () => `SELECT AREA(REGION('${'UNION ICRS ('.repeat(50_000)}')) AS a ${FROM}`,
  'a map that is out of order': () =>
    `SELECT id ${FROM} WHERE 1 = CONTAINS(POINT(ra, dec), '29/${many(100_000, ' ', (index) => `${9 * (100_000 - index)}`)}')`,

  // ---- that are deep
  parentheses: () => `SELECT ${'('.repeat(400_000)}1${')'.repeat(400_000)} AS a ${FROM}`,
  'parentheses that do not close': () => `SELECT ra ${FROM} WHERE ${'('.repeat(900_000)}`,
  'many groups of parentheses': () =>
    `SELECT ra ${FROM} WHERE ${many(2000, ' AND ', () => `${'('.repeat(50)}1=1${')'.repeat(50)}`)}`,
  signs: () => `SELECT ${'- '.repeat(400_000)}1 AS a ${FROM}`,
  'NOT after NOT': () => `SELECT ra ${FROM} WHERE ${'NOT '.repeat(200_000)} ra = 1`,
  'NOT in parentheses': () => `SELECT ra ${FROM} WHERE ${'NOT ('.repeat(190)}ra = 1${')'.repeat(190)}`,
  'functions in functions': () => `SELECT ${nested(190, 'ra', (inner) => `ABS(${inner})`)} AS a ${FROM}`,
  'casts of casts': () => `SELECT ${nested(190, 'ra', (inner) => `CAST(${inner} AS VARCHAR)`)} AS a ${FROM}`,
  'EXISTS in EXISTS': () =>
    nested(150, `SELECT 1 AS a ${FROM}`, (inner) => `SELECT 1 AS a ${FROM} WHERE EXISTS (${inner})`),
  'subqueries in FROM': () =>
    nested(190, `SELECT ra ${FROM}`, (inner, index) => `SELECT ra FROM (${inner}) AS t${index}`),
  'joins in parentheses': () =>
    `SELECT a.ra FROM ${nested(150, 'sky.stars a', (inner, index) => `(${inner} JOIN sky.stars b${index} USING (id))`)}`,

  // ---- that are long
  'a sum': () => `SELECT ${many(990, '+', () => 'ra')} AS a ${FROM}`,
  'a longer sum': () => `SELECT ${many(100_000, '+', () => 'ra')} AS a ${FROM}`,
  concatenation: () => `SELECT ${many(900, '||', () => "'a'")} AS a ${FROM}`,
  'a chain of AND': () => `SELECT ra ${FROM} WHERE ${many(50_000, ' AND ', (index) => `ra>${index}`)}`,
  'a list': () => `SELECT ra ${FROM} WHERE id IN (${many(150_000, ',', String)})`,
  'many arguments': () => `SELECT COALESCE(${many(300_000, ',', () => 'ra')}) AS a ${FROM}`,
  'many unions': () => many(900, ' UNION ', () => `SELECT ra ${FROM}`),
  'many tables': () => `SELECT 1 AS a FROM ${many(50_000, ',', (index) => `sky.stars a${index}`)}`,
  'many tables of WITH': () =>
    `WITH ${many(10_000, ',', (index) => `w${index} AS (SELECT ra ${FROM})`)} SELECT ra FROM w1`,
  'many outputs': () => `SELECT ${many(1600, ',', (index) => `ra+${index} AS c${index}`)} ${FROM} ORDER BY c7`,
  'many sort keys': () => `SELECT ra ${FROM} ORDER BY ${many(1599, ',', (index) => `ra+${index}`)}`,
  'more sort keys': () => `SELECT ra ${FROM} ORDER BY ${many(100_000, ',', (index) => `ra+${index}`)}`,
  'many groups': () => `SELECT COUNT(*) AS n ${FROM} GROUP BY ${many(1599, ',', (index) => `ra+${index}`)}`,
  'a text of quotes': () => `SELECT '${"''".repeat(450_000)}' AS a ${FROM}`,
  'a number of a megabyte': () => `SELECT ${'9'.repeat(900_000)} AS a ${FROM}`,
  'a fraction of a megabyte': () => `SELECT ra ${FROM} WHERE ra > 1.${'9'.repeat(900_000)}`,
  'TOP of a megabyte': () => `SELECT TOP ${'9'.repeat(900_000)} ra ${FROM}`,
  'OFFSET of a megabyte': () => `SELECT ra ${FROM} OFFSET ${'9'.repeat(900_000)}`,
  'an alias of a megabyte': () => `SELECT ra AS "${'a'.repeat(900_000)}" ${FROM}`,
  'a pattern': () => `SELECT id ${FROM} WHERE name LIKE '${'%a'.repeat(20_000)}'`,
  'a comment': () => `SELECT ra ${'-'.repeat(900_000)}\n${FROM}`,
  'a polygon': () =>
    `SELECT id ${FROM} WHERE 1 = CONTAINS(POINT(ra, dec), POLYGON(${many(5000, ',', (index) => `${(10 * Math.cos((index * Math.PI) / 2500)).toFixed(6)},${(10 * Math.sin((index * Math.PI) / 2500)).toFixed(6)}`)}))`,
  'a star that crosses itself': () =>
    `SELECT id ${FROM} WHERE 1 = CONTAINS(POINT(ra, dec), POLYGON(${many(3001, ',', (index) => `${(10 * Math.cos((index * 1500 * 2 * Math.PI) / 3001)).toFixed(6)},${(10 * Math.sin((index * 1500 * 2 * Math.PI) / 3001)).toFixed(6)}`)}))`,
  'a map': () =>
    `SELECT id ${FROM} WHERE 1 = CONTAINS(POINT(ra, dec), '29/${many(60_000, ' ', (index) => `${9 * index}`)}')`,
  'a map of everything, finely': () =>
    `SELECT id ${FROM} WHERE 1 = CONTAINS(POINT(ra, dec), '29/0-3458764513820540927')`,
  'a union of circles': () =>
    `SELECT id ${FROM} WHERE 1 = CONTAINS(POINT(ra, dec), REGION('UNION ICRS (${many(2000, ' ', (index) => `CIRCLE ${index % 360} ${(index % 170) - 85} 0.1`)})'))`,
};
