import { parse } from 'libpg-query';

export interface SqlNames {
  readonly statements: number;
  /** `schema.table`, or the name alone of a table of WITH. */
  readonly tables: readonly string[];
  /** `schema.function`, or the name alone. */
  readonly functions: readonly string[];
}

/** What a text of SQL reads and calls, as PostgreSQL's own parser sees it. */
export async function namesOf(text: string): Promise<SqlNames> {
  const tables = new Set<string>();
  const functions = new Set<string>();
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, child] of Object.entries(node)) {
      if (key === 'RangeVar') tables.add([child.schemaname, child.relname].filter(Boolean).join('.'));
      if (key === 'FuncCall')
        functions.add(child.funcname.map((part: { String: { sval: string } }) => part.String.sval).join('.'));
      visit(child);
    }
  };
  const { stmts = [] } = await parse(text);
  visit(stmts);
  return { statements: stmts.length, tables: [...tables].sort(), functions: [...functions].sort() };
}
