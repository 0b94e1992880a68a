import { DOUBLE } from '../../../model/datatype.ts';
import { BASE_CELLS, FINEST_ORDER } from '../../../model/sky/cell.ts';
import type { Table } from '../../../model/table.ts';
import type { Source } from '../../../query/typed.ts';
import type { SqlFrom } from '../../build.ts';
import * as build from '../../build.ts';
import { parenthesised } from '../../print.ts';
import { lowerAs, lowerValue } from '../expression.ts';
import { pointParts } from '../geometry.ts';
import { sourceAlias } from '../source.ts';
import { rowsPerSky } from './guess.ts';
import type { Match } from './match.ts';

const lower = { plain: lowerValue, as: lowerAs };

/**
 * The rows of a source whose cells lie near a row of the sources before: a superset of those within the radius, which the condition
 * of the join then sorts out.
 */
export function lowerMatch({ point, radius, position }: Match, source: Source, searched: SqlFrom): SqlFrom {
  const { lon, lat } = pointParts(point, lower);
  const sparse = build.integer(sparseOrder(position.table));
  const alias = sourceAlias(source);
  const runs = `k${alias}`;
  const cells = build.rowsOf('adql.cone_cells', [lon, lat, lowerAs(radius, DOUBLE), sparse], runs, ['low', 'high']);
  const within = build.between(position.hidden, build.column(runs, 'low'), build.column(runs, 'high'), false);
  const search = [cells, build.joined(searched, 'INNER JOIN', within)];
  // Citus refuses a LATERAL query over a table that it has spread.
  if (position.table.distributed) return parenthesised(search);
  // PostgreSQL takes an unknown range for one row in 200, thousands of times too many. With OFFSET 0 it cannot take the search apart,
  // and so neither read the whole table first, nor order the joins by such guesses.
  return build.lateral(build.selectAll(alias, search), alias);
}

/** So few that looking at them takes no longer than anything else in a search. */
const HARDLY_A_ROW = 1 / 8;

/** The first order whose cells have hardly a row of the table; the finest if nobody knows where its rows are. */
function sparseOrder(table: Table): number {
  if (!table.coverage) return FINEST_ORDER;
  const order = Math.log2(rowsPerSky(table) / BASE_CELLS / HARDLY_A_ROW) / 2;
  return Math.min(FINEST_ORDER, Math.max(0, Math.ceil(order)));
}
