import { parseQuery } from '../adql/parser/parse.ts';
import { printQuery } from '../adql/print.ts';
import { renderProblem } from '../core/error.ts';
import { problemData } from '../core/problem-data.ts';
import type { Database } from '../database/database.ts';
import type { TypedQuery } from '../query/typed.ts';
import { selectStatement } from '../sql/select-statement.ts';
import { outline, plainTree } from './outline.ts';
import type { Terminal } from './terminal.ts';

/** Shows what each stage of the road makes of a query, up to PostgreSQL's plan; the query itself does not run. */
export async function answerExplanation(terminal: Terminal, typed: TypedQuery, database: Database): Promise<void> {
  const { text } = typed;
  const { query } = parseQuery(text);
  const statement = selectStatement(typed);
  const plan = await database.explain(statement);
  const adql = printQuery(query);
  if (terminal.json) {
    const warnings = typed.warnings.map((warning) => problemData(warning, text));
    const [tree, meaning] = [plainTree(query), plainTree(typed.query)];
    terminal.object({ kind: 'explained', adql, tree, typed: meaning, sql: statement.text, plan, warnings });
    return;
  }
  const section = (title: string, content: string): void =>
    terminal.answer(`${terminal.paint('bold', title)}\n\n${content}\n`);
  section('ADQL', adql);
  section('Syntax tree', outline(query));
  section('Typed query', outline(typed.query));
  section('SQL', statement.text);
  section('Plan', plan);
  if (typed.warnings.length > 0)
    section('Warnings', typed.warnings.map((warning) => renderProblem(warning, text)).join('\n\n'));
}
