/** Words of other dialects that surprise where they stand, in upper case, with what to write in ADQL. */
export const OTHER_WORDS: Readonly<Record<string, string>> = {
  FETCH: 'ADQL has no FETCH: the number of rows stands behind SELECT, as in SELECT TOP 10 ...',
  CASE: 'CASE is not in ADQL. COALESCE(a, b) gives the first value that is not NULL; for several cases, join queries with UNION ALL.',
  TRUE: 'ADQL has no TRUE and FALSE: a boolean column is compared with 1 or 0, as in good = 1.',
  FALSE: 'ADQL has no TRUE and FALSE: a boolean column is compared with 1 or 0, as in good = 0.',
  UNKNOWN: 'ADQL has no boolean values; write IS NULL for a missing value.',
  CROSS: 'CROSS JOIN is not in ADQL. For all pairs of rows, write a comma: FROM a, b.',
  ESCAPE: 'LIKE has no ESCAPE in ADQL; % and _ always stand for other characters.',
  ANY: 'ANY, SOME and ALL are not in ADQL. Write IN (SELECT ...) or EXISTS (SELECT ...).',
  SOME: 'ANY, SOME and ALL are not in ADQL. Write IN (SELECT ...) or EXISTS (SELECT ...).',
  INTO: 'ADQL only reads; results are returned, not stored.',
  OVER: 'Window functions are not in ADQL.',
  RECURSIVE: 'WITH is never recursive in ADQL.',
  NULLS: 'The place of NULL cannot be chosen in ADQL; it is last in both directions here.',
  SUBSTRING: 'CAST(x AS VARCHAR(n)) gives the first n characters of a text; LIKE compares with a pattern.',
  TRIM: 'Nothing takes blanks off a text in ADQL; LIKE compares with a pattern.',
  POSITION: "Nothing tells the place of a character in ADQL; x LIKE '%abc%' tells whether it is there.",
  NULLIF: 'NULLIF is not in ADQL. COALESCE(a, b) gives the first value that is not NULL.',
  CONVERT: 'Types are converted by CAST(x AS type).',
  DATE: "A time is written CAST('2020-01-01T00:00:00' AS TIMESTAMP).",
  TIME: "A time is written CAST('2020-01-01T00:00:00' AS TIMESTAMP).",
  TIMESTAMP: "A time is written CAST('2020-01-01T00:00:00' AS TIMESTAMP).",
  INTERVAL: 'ADQL has no intervals of time; times as numbers, such as MJD, can be added and subtracted.',
  QUALIFY: 'Window functions are not in ADQL.',
  WINDOW: 'Window functions are not in ADQL.',
  TABLESAMPLE: 'ADQL takes no samples; WHERE RAND() < 0.01 keeps each row with that chance.',
  LATERAL: 'ADQL has no LATERAL: a subquery in FROM sees no tables beside it.',
  APPLY: 'ADQL has no APPLY: a subquery in FROM sees no tables beside it.',
  PIVOT: 'ADQL has no PIVOT; GROUP BY gives one row for each group.',
  DESCENDING: 'Write DESC.',
  ASCENDING: 'Write ASC, or nothing.',
  SORT: 'Write ORDER BY.',
  MINUS: 'Write EXCEPT.',
  STARTS: "Write LIKE 'abc%': % stands for any characters.",
  ENDS: "Write LIKE '%abc': % stands for any characters.",
  EQUALS: 'Write =.',
  XOR: 'ADQL has AND, OR and NOT only.',
  DIV: 'Write a / b: the quotient of whole numbers is a whole number.',
  NOTNULL: 'Write IS NOT NULL.',
  ISNULL: 'Write IS NULL.',
  NAN: 'A number that is missing is NULL: write IS NULL or IS NOT NULL.',
};

/** Operators that compare a text with a pattern elsewhere. */
export const PATTERN_OPERATORS: ReadonlySet<string> = new Set(
  'REGEXP REGEXP_LIKE RLIKE SIMILAR GLOB MATCHES MATCH NOCASE CONTAINS'.split(' '),
);

/** What begins a statement that does something else than to ask for rows. */
export const WRITING: ReadonlySet<string> = new Set(
  `INSERT UPDATE DELETE CREATE DROP ALTER GRANT REVOKE SET EXPLAIN COPY TRUNCATE MERGE DECLARE USE BEGIN COMMIT
   ROLLBACK EXEC EXECUTE CALL ATTACH PRAGMA VACUUM LOAD PRINT`.split(/\s+/),
);

/** What asks elsewhere which tables and columns there are. */
export const LISTING: ReadonlySet<string> = new Set('SHOW DESCRIBE DESC HELP LIST'.split(' '));

/** Functions whose values are positions or regions on the sky. */
export const GEOMETRIES: ReadonlySet<string> = new Set('POINT CIRCLE BOX POLYGON REGION CENTROID'.split(' '));
