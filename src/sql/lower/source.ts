import type { Source } from '../../query/typed.ts';
import { column, outputName, type SqlExpression } from '../build.ts';

/** The alias of a source within SQL. */
export const sourceAlias = ({ id }: Pick<Source, 'id'>): string => `t${id}`;

/** The name of a table of WITH within SQL. */
export const commonName = ({ id }: { readonly id: number }): string => `w${id}`;

/** A column of a source: published tables keep their names, in lower case as a rule; what is computed goes by number. */
export function sourceColumn(source: Source, index: number): SqlExpression {
  switch (source.kind) {
    case 'table':
      return column(sourceAlias(source), physicalName(source, index));
    case 'row':
      return column(undefined, physicalName(source, index));
    case 'derived':
    case 'common':
    case 'result':
      return column(sourceAlias(source), outputName(index));
  }
}

function physicalName(source: Source, index: number): string {
  const found = source.columns[index];
  if (!found) throw new Error(`there is no column ${index}`);
  const name = found.column ?? found.name;
  if (source.kind !== 'table' || !source.table.stored) return name.toLowerCase();
  return source.table.columns.find((column) => column.name === name)?.stored ?? name.toLowerCase();
}
