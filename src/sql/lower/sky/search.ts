import { DOUBLE } from '../../../model/datatype.ts';
import type { Source } from '../../../query/typed.ts';
import type { SqlFrom } from '../../build.ts';
import * as build from '../../build.ts';
import { lowerAs, lowerValue } from '../expression.ts';
import { pointParts } from '../geometry.ts';
import { sourceAlias } from '../source.ts';
import type { Match } from './match.ts';

const lower = { plain: lowerValue, as: lowerAs };

/** The runs of cells about a row, within the search. */
const RUNS = 'k';

/**
 * The rows of a source whose cells lie near a row of the sources before: a superset of those within the radius, which the condition
 * of the join then sorts out.
 *
 * PostgreSQL takes an unknown range for one row in 200, thousands of times too many. With OFFSET 0 it cannot take the search
 * apart, and so neither read the whole table first, nor order the joins by such guesses.
 */
export function lowerMatch({ point, radius, position }: Match, source: Source, searched: SqlFrom): readonly SqlFrom[] {
  const { lon, lat } = pointParts(point, lower);
  const runs = build.rowsOf('adql.cone_cells', [lon, lat, lowerAs(radius, DOUBLE)], RUNS, ['low', 'high']);
  const within = build.between(position.hidden, build.column(RUNS, 'low'), build.column(RUNS, 'high'), false);
  const alias = sourceAlias(source);
  const search = build.selectAll(alias, [runs, build.joined(searched, 'INNER JOIN', within)]);
  return [build.lateral(search, alias)];
}
