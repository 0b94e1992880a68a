import { capsOf } from '../../../model/sky/caps.ts';
import { coverCells } from '../../../model/sky/cover.ts';
import { touchCode } from '../../../model/sky/cover-code.ts';
import type { Region } from '../../../model/sky/region.ts';
import type { Predicate, Value } from '../../../query/typed.ts';
import type { SqlExpression } from '../../build.ts';
import * as build from '../../build.ts';
import { type LowerValue, pointParts } from '../geometry.ts';
import { cutByCells, type QuickTest } from './cell-cut.ts';
import { type SkyCondition, skyConditionOf } from './condition.ts';
import { rowsPerSky } from './guess.ts';
import { cellOf, coverOfColumn } from './hidden-column.ts';
import { isInCaps } from './in-caps.ts';

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
    const { region, partly } = condition;
    const quick = partly ? undefined : quickTest(condition, cell, exact, lower);
    return cutByCells({ cell, region, exact, partly, quick, rowsPerSky: rowsPerSky(table) });
  }
  if (condition?.kind === 'touching') {
    const cover = coverOfColumn(condition.column)?.hidden;
    if (!cover) return exact;
    return build.chain('AND', [build.operation('&&', cover, codesOf(condition.shape, lower)), exact]);
  }
  return exact;
}

/** A quicker test than the exact one, where there is one. */
function quickTest(
  { point, region, strictly = false }: SkyCondition & { kind: 'inside' },
  cell: SqlExpression,
  exact: SqlExpression,
  lower: LowerValue,
): QuickTest | undefined {
  const caps = capsOf(region);
  if (!caps) return undefined;
  const { lon, lat } = pointParts(point, lower);
  if (region.kind !== 'circle') return { test: isInCaps({ cell, lon, lat }, caps, exact), cost: caps.centers.length };
  const number = (value: number) => build.double(String(value));
  const circle = [number(region.lon), number(region.lat), number(region.radius)];
  const few = build.call('adql.is_in_circle', lon, lat, ...circle, build.boolean(strictly));
  return { test: isInCaps({ cell, lon, lat }, caps, few), cost: 1, few };
}

/** What the cover of a region that touches the shape has, one or the other of. */
function codesOf(shape: Region | Value, lower: LowerValue): SqlExpression {
  if (!('datatype' in shape)) return build.bigints(touchCode(coverCells(shape)));
  const { lon, lat } = pointParts(shape, lower);
  return build.call('adql.touch_codes', lon, lat);
}
