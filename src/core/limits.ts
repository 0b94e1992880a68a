/** Bounds that keep one request from harming the others. Each is told in the error that it causes. */
export const LIMITS = {
  /** Characters of one ADQL query. */
  queryLength: 1_000_000,
  /** Depth of nested parentheses, subqueries and operators in a query. */
  queryNesting: 200,
  /** Arithmetic operators, joins or set operations in one chain of a query; each makes its tree one level higher. */
  queryChain: 1_000,
  /** Tables and subqueries in all FROM of one query: time and memory of the planner grow with them. */
  queryTables: 1_000,
  /** Values that one SELECT gives, groups by and sorts by; PostgreSQL can have 1664. Subqueries with `t.*, t.*` double them at each level. */
  queryColumns: 1_600,
  /** Problems told of one query. */
  queryProblems: 20,
  /** Bytes of one request body. */
  requestBody: 32 * 1024 * 1024,
  /** Tables uploaded with one query. */
  uploadTables: 16,
  /** Columns of an uploaded table: PostgreSQL holds a row within 8 kB, so 8 bytes for each. */
  uploadColumns: 1_000,
  /** Tables that one person keeps here: all are in the catalogue that their queries see. */
  userTables: 1_000,
  /** Characters of all that is said of them. */
  userTableWords: 16 * 1024 * 1024,
  /** Bytes of one descriptor file. */
  descriptorBytes: 8 * 1024 * 1024,
} as const;
