/**
 * What random queries are made of, over the test catalogue: test.kinds as k, which has a column of each type, and sky.stars as s.
 *
 * Each name has ways to be written; one is taken by chance, and a way that stands twice is taken twice as often. In a way, `{name}` is a
 * name written in turn, `{name*3}` one to three of them with commas between, and `{name=x}` one that stands again wherever `{x}` does. What
 * the language learns enters as a line here.
 */
export const GRAMMAR: Readonly<Record<string, readonly string[]>> = {
  // ---- queries
  query: ['{select}', '{select}', '{select}', '{select}', '{grouped}', '{grouped}', '{sets}', '{common}'],
  select: [
    'SELECT {top}{any*3} FROM {from}{where}{order}{offset}',
    'SELECT {top}{any*3} FROM {from}{where}{order}{offset}',
    'SELECT DISTINCT {top}{any*3} FROM {from}{where}{byOrdinal}{offset}',
    'SELECT {top}k.*, {any} FROM {from}{where}{offset}',
    'SELECT ALL {any} AS "a {odd=o}" FROM {from} ORDER BY "a {o}"',
    'SELECT q.a, {any} FROM {from}, (SELECT {any} AS a FROM {inner}) AS q',
    'SELECT {any} FROM {from} WHERE {condition} AND {condition}',
  ],
  grouped: [
    'SELECT {key=k} AS g, {aggregate*3} FROM {from}{where} GROUP BY {k}{having}{groupOrder}',
    'SELECT {key} AS g, {aggregate*3} FROM {from}{where} GROUP BY g{having}{groupOrder}',
    'SELECT {key} AS g, {aggregate} FROM {from} GROUP BY 1 ORDER BY COUNT(*), 1 DESC',
    'SELECT {aggregate*3} FROM {from}{where}',
    'SELECT {aggregate*3} FROM {from}{where} HAVING COUNT(*) > 0',
  ],
  sets: ['number', 'number', 'text', 'timestamp', 'point', 'circle', 'geometry'].flatMap((type) => [
    `SELECT {top}{${type}} AS v FROM {from} {operator} SELECT {${type}} FROM {from}{where} ORDER BY 1 DESC`,
    `SELECT {${type}} AS v FROM {from} {operator} (SELECT {${type}} AS z FROM {from}{byOrdinal} OFFSET 1) {operator} SELECT {${type}} FROM {from} ORDER BY v`,
    `(SELECT {${type}} AS v FROM {from} {operator} SELECT {${type}} FROM {from}) {operator} SELECT {top}{${type}} FROM {from}{offset}`,
  ]),
  common: [
    'WITH w AS (SELECT k.id AS i, {any} AS v FROM {from}{where}) SELECT w.v, u.i FROM w JOIN (SELECT i, COUNT(*) AS n FROM w GROUP BY i) AS u ON u.i = w.i WHERE u.n > {digit} OR w.v IS NULL ORDER BY 2 DESC',
    'WITH w (a, b) AS (SELECT {any}, {any} FROM {from}), x AS (SELECT a FROM w) SELECT {top}* FROM x, w',
    'WITH stars AS (SELECT id, name, ra, dec, mag FROM sky.stars AS s WHERE {star}) SELECT {any*3} FROM stars AS s, test.kinds AS k{where}',
  ],
  operator: ['UNION', 'UNION ALL', 'EXCEPT', 'EXCEPT ALL', 'INTERSECT', 'INTERSECT ALL'],
  top: ['', '', '', 'TOP {digit} '],
  offset: ['', '', '', ' OFFSET {digit}'],
  where: ['', ' WHERE {condition}', ' WHERE {condition}'],
  having: ['', '', ' HAVING MAX(s.id) {comparison} {digit}', ' HAVING {aggregate} IS NOT NULL'],
  byOrdinal: ['', ' ORDER BY 1', ' ORDER BY 1 DESC'],
  order: ['', '', ' ORDER BY 1 DESC', ' ORDER BY {numeric}', ' ORDER BY {text} DESC', ' ORDER BY 1, {timestamp} ASC'],
  groupOrder: ['', ' ORDER BY g', ' ORDER BY 1 DESC', ' ORDER BY COUNT(*)', ' ORDER BY 2'],
  from: [
    'test.kinds AS k, sky.stars AS s',
    'test.kinds k JOIN stars s ON k.id = s.id',
    'sky.stars AS s LEFT JOIN (test.kinds AS k JOIN sky.events AS x ON k.id = x.star) ON s.id = k.id',
    'test.kinds AS k FULL JOIN sky.stars AS s ON k.id = s.id',
    'test.kinds AS k LEFT OUTER JOIN sky.stars AS s ON {condition}',
    'TEST.Kinds AS k INNER JOIN sky.stars AS s USING (id)',
    'TEST.Kinds AS k RIGHT JOIN (SELECT TOP 5 * FROM sky.stars ORDER BY id DESC) AS s ON k.id = s.id',
    'test.kinds AS k JOIN sky.stars AS s ON 1 = CONTAINS(POINT(s.ra, s.dec), CIRCLE(k.place, k.single))',
    'test.kinds AS k JOIN sky.stars AS s ON DISTANCE(k.place, POINT(s.ra, s.dec)) < {radius}',
  ],
  inner: ['test.kinds AS k, sky.stars AS s', 'test.kinds k JOIN sky.stars s ON k.id = s.id'],
  key: ['k.whole', 's.mag', 'k.label', 'k.taken', 'k.flag', 'ROUND({number})', 'UPPER({text})', 'k.id + s.id'],
  aggregate: [
    'COUNT(*)',
    'COUNT({any})',
    'COUNT(DISTINCT {any})',
    'SUM({number})',
    'AVG(DISTINCT {number})',
    'MAX({number})',
    'MIN({text})',
    'MAX(ALL {timestamp})',
    'MIN({number}) + COUNT(*)',
    'ROUND(AVG({number}), 2)',
  ],
  any: ['{number}', '{number}', '{text}', '{timestamp}', '{shape}', 'k.flag', 'k."values"', 'k."Mixed"', 's.name'],
  odd: ['b', "'", '""', '-- c', '$1', '\\', 'é', ';', '%s', '/*'],

  // ---- values
  digit: ['0', '1', '2', '3', '5', '9'],
  sign: ['', '-', '+'],
  // A number by itself is an ordinal in ORDER BY, so some places take only what is none.
  numeric: [
    ...['k.id', 'k.tiny', 'k.small', 'k.whole', 'k.big', 'k.single', 'k."real"', 's.ra', 's.dec', 's.mag', 's.id'],
    ...['k.id * 2', 'ABS({number})', 'COALESCE({number}, {number})', '({number} - {number})'],
  ],
  number: [
    ...['{numeric}', '{numeric}', '{numeric}', '{numeric}', '{numeric}'],
    ...['1', '0', '2.5', '1E3', '4.73', '.5', '12.', 'NULL', '3000000000', '9223372036854775807', '1e-300'],
    ...['{number} + {number}', '{number} - {number}', '{number} * {number}', '({number} / {number})', '-({number})'],
    ...['ABS', 'CEILING', 'COS', 'COT', 'DEGREES', 'EXP', 'FLOOR', 'LOG', 'LOG10', 'RADIANS', 'SQRT'].map(ofNumber),
    ...['ROUND', 'TRUNCATE', 'ACOS', 'ASIN', 'ATAN', 'SIN', 'TAN'].map(ofNumber),
    ...[
      'MOD({number}, {number})',
      'POWER({number}, {number})',
      'ATAN2({number}, {number})',
      'PI() * RAND()',
      'RAND(5)',
    ],
    ...['ROUND({number}, 2)', 'ROUND({number}, -1)', 'TRUNCATE({number}, 0)', 'TRUNCATE({number}, -2)'],
    'COALESCE({number}, {number})',
    'CAST({castable} AS {numberType})',
    'DISTANCE({point}, {point})',
    'DISTANCE({lon}, {lat}, {lon}, {lat})',
    'AREA({shape})',
    'COORD1({point})',
    'COORD2({point})',
    '{relation}',
  ],
  numberType: ['SMALLINT', 'INTEGER', 'BIGINT', 'REAL', 'DOUBLE PRECISION'],
  castable: ['{number}', '{text}'],
  text: [
    ...['k.label', 'k.label', 's.name', 's.name', "'a'", "'it''s'", "'\\'", "'%_'", "'é'", "''", 'NULL'],
    ...['{text} || {text}', 'UPPER({text})', 'LOWER({text})', 'COALESCE({text}, {text})', 'COORDSYS({shape})'],
    ...['CAST({castable} AS {textType})', 'CAST({timestamp} AS VARCHAR)', 'CAST(k.flag AS CHAR(3))'],
  ],
  textType: ['VARCHAR', 'CHAR(3)', 'VARCHAR(5)', 'CHAR'],
  timestamp: [
    ...['k.taken', 'k.taken', 'k.taken', "CAST('2020-01-01' AS TIMESTAMP)", 'CAST({text} AS TIMESTAMP)'],
    'COALESCE({timestamp}, {timestamp})',
  ],

  // ---- geometry
  lon: ['s.ra', 's.ra', 'k."real"', '{sign}10', '359.99', '720.5', '{number}'],
  lat: ['s.dec', 's.dec', 'k.single', '{sign}20', '{sign}90', '0.001', '{number}'],
  radius: ['1', '0.01', '0', '180', 's.mag', 'k.single', 'ABS({number})'],
  system: ['', '', '', "'ICRS', ", "'', ", 'NULL, '],
  point: [
    ...['k.place', 'k.place', 'POINT({system}{lon}, {lat})', 'POINT({system}{lon}, {lat})', 'CENTROID({shape})'],
    'COALESCE(k.place, POINT(1, 2))',
  ],
  circle: ['k.disc', 'CIRCLE({system}{lon}, {lat}, {radius})', 'CIRCLE({system}{point}, {radius})'],
  shape: ['{point}', '{circle}', '{circle}', '{geometry}'],
  // Of any kind, but each way of the same kind: what set operations take.
  geometry: ['k.place', 'POINT({lon}, {lat})'],
  relation: ['CONTAINS({shape}, {shape})', 'INTERSECTS({shape}, {shape})', 'CONTAINS({point}, {circle})'],

  // ---- conditions
  comparison: ['=', '<', '>', '<=', '>=', '<>', '!='],
  not: ['', '', 'NOT '],
  star: ['s.mag < {digit}', "s.name LIKE 'A%'", 's.id IN (1, 2, {digit})', "s.name IS NOT NULL OR 'a' <> s.name"],
  condition: [
    '{number} {comparison} {number}',
    '{text} {comparison} {text}',
    "{timestamp} {comparison} '2015-01-01T12:00:00.5'",
    '{timestamp} <= {timestamp}',
    'k.flag = 1',
    "k.flag <> 'F'",
    '1 = {relation}',
    '{relation} = 0',
    'DISTANCE({point}, {point}) {comparison} {radius}',
    '({condition} AND {condition})',
    '({condition} OR {condition})',
    'NOT ({condition})',
    '{number} {not}BETWEEN {number} AND {number}',
    '{number} {not}IN ({number*3})',
    "{text} {not}IN ('a', {text*3})",
    '{text} {not}LIKE {text}',
    '{text} {not}ILIKE {text}',
    '{nullable} IS {not}NULL',
    "{timestamp} IN ('2020-01-01', {timestamp})",
    "k.taken {not}BETWEEN '2010-01-01' AND {timestamp}",
    '{not}EXISTS (SELECT 1 FROM sky.events AS e WHERE e.star = s.id AND {number} > e.mjd)',
    '{number} {not}IN (SELECT e.star FROM sky.events AS e WHERE e.event_id <> s.id)',
    '{number} {comparison} {number} -- {odd}\n',
  ],
  nullable: ['k.single', 's.name', 'k.taken', 'k.place', 'k.flag', 'k."values"'],
};

function ofNumber(name: string): string {
  return `${name}({number})`;
}
