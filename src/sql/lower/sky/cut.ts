import { coverCells } from '../../../model/sky/cover.ts';
import { touchCode } from '../../../model/sky/cover-code.ts';
import type { Region } from '../../../model/sky/region.ts';
import type { Predicate, Value } from '../../../query/typed.ts';
import type { SqlExpression } from '../../build.ts';
import * as build from '../../build.ts';
import { type LowerValue, pointParts } from '../geometry.ts';
import { cutByCells } from './cell-cut.ts';
import { skyConditionOf } from './condition.ts';
import { positionCell, regionCover } from './position-cell.ts';

/**
 * A condition that may reach an index on the sky: with what is known of the hidden columns, the exact test on top. It is never true
 * where the exact test is not, but may be false in place of NULL, and so must not stand under NOT.
 */
export function cutBySky(predicate: Predicate, exact: SqlExpression, lower: LowerValue): SqlExpression {
  const condition = skyConditionOf(predicate);
  if (condition?.kind === 'inside') {
    const position = positionCell(condition.point);
    if (!position) return exact;
    const cut = cutByCells(position.cell, condition.region, exact, position.table.rowCount);
    return condition.partly ? build.chain('AND', [cut, exact]) : cut;
  }
  if (condition?.kind === 'touching') {
    const cover = regionCover(condition.column);
    if (!cover) return exact;
    return build.chain('AND', [build.operation('&&', cover, codesOf(condition.shape, lower)), exact]);
  }
  return exact;
}

/** What the cover of a region that touches the shape has, one or the other of. */
function codesOf(shape: Region | Value, lower: LowerValue): SqlExpression {
  if (!('datatype' in shape)) return build.bigints(touchCode(coverCells(shape)));
  const { lon, lat } = pointParts(shape, lower);
  return build.call('adql.touch_codes', lon, lat);
}
