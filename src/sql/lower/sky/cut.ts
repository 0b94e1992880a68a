import { coverCells } from '../../../model/sky/cover.ts';
import { touchCode } from '../../../model/sky/cover-code.ts';
import type { Region } from '../../../model/sky/region.ts';
import type { Predicate, Value } from '../../../query/typed.ts';
import type { SqlExpression } from '../../build.ts';
import * as build from '../../build.ts';
import { type LowerValue, pointParts } from '../geometry.ts';
import { cutByCells } from './cell-cut.ts';
import { type SkyCondition, skyConditionOf } from './condition.ts';
import { cellOf, coverOfColumn } from './hidden-column.ts';

/**
 * A condition that may reach an index on the sky: with what is known of the hidden columns, the exact test on top. It is never true
 * where the exact test is not, but may be false in place of NULL, and so must not stand under NOT.
 */
export function cutBySky(predicate: Predicate, exact: SqlExpression, lower: LowerValue): SqlExpression {
  const condition = skyConditionOf(predicate);
  if (condition?.kind === 'inside') {
    const position = cellOf(condition.point);
    if (!position) return exact;
    const { hidden: cell, table } = position;
    const cut = { cell, region: condition.region, exact, rows: table.rowCount };
    return condition.partly
      ? build.chain('AND', [cutByCells(cut), exact])
      : cutByCells({ ...cut, fewExact: fewExact(condition, lower) });
  }
  if (condition?.kind === 'touching') {
    const cover = coverOfColumn(condition.column)?.hidden;
    if (!cover) return exact;
    return build.chain('AND', [build.operation('&&', cover, codesOf(condition.shape, lower)), exact]);
  }
  return exact;
}

/** The exact test for few rows: planned quickly, as the planner does not look into the function. */
function fewExact(
  { point, region, strictly }: SkyCondition & { kind: 'inside' },
  lower: LowerValue,
): SqlExpression | undefined {
  if (region.kind !== 'circle') return undefined;
  const number = (value: number) => build.double(String(value));
  const { lon, lat } = pointParts(point, lower);
  const separation = build.call('adql.separation_of_few', lon, lat, number(region.lon), number(region.lat));
  return build.operation(strictly ? '<' : '<=', separation, number(region.radius));
}

/** What the cover of a region that touches the shape has, one or the other of. */
function codesOf(shape: Region | Value, lower: LowerValue): SqlExpression {
  if (!('datatype' in shape)) return build.bigints(touchCode(coverCells(shape)));
  const { lon, lat } = pointParts(shape, lower);
  return build.call('adql.touch_codes', lon, lat);
}
