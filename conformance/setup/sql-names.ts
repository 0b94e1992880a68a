import { parse } from 'libpg-query';

export interface SqlNames {
  readonly statements: number;
  /** `schema.table`, or the name alone of a table of WITH. */
  readonly tables: readonly string[];
  /** `schema.function`, or the name alone. */
  readonly functions: readonly string[];
  /** Types that are cast to. */
  readonly types: readonly string[];
  /** What the statement is made of, as PostgreSQL calls it: `SelectStmt`, `ColumnRef` ... */
  readonly nodes: readonly string[];
}

interface Names {
  readonly String: { readonly sval: string };
}

const joined = (names: readonly Names[]): string => names.map(({ String: { sval } }) => sval).join('.');

/** What a text of SQL reads, calls and is made of, as PostgreSQL's own parser sees it. */
export async function namesOf(text: string): Promise<SqlNames> {
  const found = {
    tables: new Set<string>(),
    functions: new Set<string>(),
    types: new Set<string>(),
    nodes: new Set<string>(),
  };
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, child] of Object.entries(node)) {
      // Nodes are keyed by their kind, which begins with a capital; what belongs to them does not.
      if (/^[A-Z]/.test(key)) found.nodes.add(key);
      if (key === 'RangeVar') found.tables.add([child.schemaname, child.relname].filter(Boolean).join('.'));
      if (key === 'FuncCall') found.functions.add(joined(child.funcname));
      if (key === 'typeName') found.types.add(joined(child.names));
      visit(child);
    }
  };
  const { stmts = [] } = await parse(text);
  visit(stmts);
  const sorted = (names: ReadonlySet<string>) => [...names].sort();
  return {
    statements: stmts.length,
    tables: sorted(found.tables),
    functions: sorted(found.functions),
    types: sorted(found.types),
    nodes: sorted(found.nodes),
  };
}
