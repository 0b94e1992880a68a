import { assertNever } from '../../core/assert-never.ts';
import { cellAt } from './cell.ts';
import { type CellShape, leftOf, type Side, sideThrough } from './cell-shape.ts';
import { intersection, isSubset, type Moc, rangeOf } from './moc.ts';
import { polygonContains, type ReadyPolygon, readyPolygon } from './polygon.ts';
import type { Position } from './position.ts';
import type { Region } from './region.ts';
import { angleBetween, cross, dot, subtract, toPosition, toVector, type Vector3 } from './vector3.ts';

/**
 * Tells whether a cell lies inside a region or outside of it; where neither is sure, the test for the cell's children. It errs on
 * the side of doubt: a cell called inside has all its points there, one called outside has none.
 */
export type CellTest = (cell: CellShape) => 'inside' | 'outside' | CellTest;

const RADIANS = Math.PI / 180;
/** Radians (4e-7 arcsec): far above rounding errors of vectors and of cell numbers, far below the finest cells. */
const MARGIN = 2e-12;

export function cellTest(region: Region): CellTest {
  switch (region.kind) {
    case 'point':
      return circleTest(region, 0);
    case 'circle':
      return region.radius >= 180 ? () => 'inside' : circleTest(region, region.radius * RADIANS);
    case 'polygon':
      return polygonTest(readyPolygon(region.vertices), arcsOf(region.vertices));
    case 'moc':
      return mocTest(region.moc);
    case 'union':
      return unionTest(region.regions.map(cellTest));
    default:
      return assertNever(region);
  }
}

function circleTest(position: Position, radius: number): CellTest {
  const middle = toVector(position);
  const test: CellTest = ({ center, corners, sides, radius: reach, bulge }) => {
    const distance = angle(middle, center);
    if (distance - reach > radius + MARGIN) return 'outside';
    if (distance + reach < radius - MARGIN) return 'inside';
    const beyond = radius + bulge + MARGIN;
    if (beyond < Math.PI / 2 && sides().some((side) => leftOf(side, middle) < -Math.sin(beyond))) return 'outside';
    // The farthest point of a part of a hemisphere that corners span is a corner.
    const farthest = (): number => Math.max(...corners.map((corner) => angle(middle, corner)));
    if (distance + reach < Math.PI / 2 && farthest() + bulge < radius - MARGIN) return 'inside';
    return test;
  };
  return test;
}

/** An edge of a polygon: its great circle and its ends. */
interface Arc {
  readonly side: Side;
  readonly a: Vector3;
  readonly b: Vector3;
}

function arcsOf(vertices: readonly Position[]): readonly Arc[] {
  const corners = vertices.map(toVector);
  return corners.map((a, index) => {
    const b = corners[(index + 1) % corners.length] ?? a;
    return { side: sideThrough(a, b), a, b };
  });
}

/** Children need only look at the edges that may touch their parent. */
function polygonTest(polygon: ReadyPolygon, arcs: readonly Arc[]): CellTest {
  return (cell) => {
    const near = arcs.filter((arc) => mayTouch(arc, cell));
    if (near.length > 0) return polygonTest(polygon, near);
    const { lon, lat } = toPosition(cell.center);
    return polygonContains(polygon, lon, lat) ? 'inside' : 'outside';
  };
}

function mayTouch({ side, a, b }: Arc, { center, corners, sides, radius, bulge }: CellShape): boolean {
  const { normal } = side;
  const betweenEnds =
    dot(cross(normal, a), subtract(center, a)) >= 0 && dot(cross(b, normal), subtract(center, b)) >= 0;
  const distance = betweenEnds
    ? Math.asin(Math.min(1, Math.abs(leftOf(side, center))))
    : Math.min(angle(center, a), angle(center, b));
  if (distance > radius + MARGIN) return false;
  const beyond = bulge + MARGIN;
  const offsets = corners.map((corner) => leftOf(side, corner));
  if (Math.min(...offsets) > beyond || Math.max(...offsets) < -beyond) return false;
  return !sides().some((each) => leftOf(each, a) < -beyond && leftOf(each, b) < -beyond);
}

function mocTest(moc: Moc): CellTest {
  return ({ place, order }) => {
    const [low, high] = rangeOf({ order, cell: cellAt(place, order) });
    const cell: Moc = { order, ranges: BigInt64Array.of(low, high) };
    const common = intersection(cell, moc);
    if (common.ranges.length === 0) return 'outside';
    return isSubset(cell, common) ? 'inside' : mocTest(common);
  };
}

function unionTest(tests: readonly CellTest[]): CellTest {
  return (cell) => {
    const open: CellTest[] = [];
    for (const test of tests) {
      const verdict = test(cell);
      if (verdict === 'inside') return 'inside';
      if (verdict !== 'outside') open.push(verdict);
    }
    return open.length > 0 ? unionTest(open) : 'outside';
  };
}

function angle(a: Vector3, b: Vector3): number {
  return angleBetween(a, b) * RADIANS;
}
