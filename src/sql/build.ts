/**
 * Makes the nodes of the SQL tree. All names, literals and operators of a query pass through these files, which is where they are made
 * safe: pgsql-ast-parser prints names and numbers as it gets them.
 */
export * from './build/condition.ts';
export type * from './build/node.ts';
export * from './build/query.ts';
export * from './build/value.ts';
