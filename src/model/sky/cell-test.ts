import { assertNever } from '../../core/assert-never.ts';
import { cellAt } from './cell.ts';
import type { CellShape } from './cell-shape.ts';
import { intersection, isSubset, type Moc, rangeOf } from './moc.ts';
import { polygonContains, type ReadyPolygon, readyPolygon } from './polygon.ts';
import type { Position } from './position.ts';
import type { Region } from './region.ts';
import { angleBetween, cross, dot, normalise, toPosition, toVector, type Vector3 } from './vector3.ts';

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
  const test: CellTest = ({ center, corners, inward, radius: reach, bulge }) => {
    const distance = angle(middle, center);
    if (distance - reach > radius + MARGIN) return 'outside';
    if (distance + reach < radius - MARGIN) return 'inside';
    const beyond = Math.sin(Math.min(Math.PI / 2, radius + bulge + MARGIN));
    if (radius + bulge + MARGIN < Math.PI / 2 && inward.some((side) => -dot(side, middle) > beyond)) return 'outside';
    // The farthest point of a part of a hemisphere that corners span is a corner.
    const farthest = (): number => Math.max(...corners.map((corner) => angle(middle, corner)));
    if (distance + reach < Math.PI / 2 && farthest() + bulge < radius - MARGIN) return 'inside';
    return test;
  };
  return test;
}

/** An edge of a polygon: its ends and the normal of its great circle. */
interface Arc {
  readonly a: Vector3;
  readonly b: Vector3;
  readonly normal: Vector3;
}

function arcsOf(vertices: readonly Position[]): readonly Arc[] {
  const corners = vertices.map(toVector);
  return corners.map((a, index) => {
    const b = corners[(index + 1) % corners.length] ?? a;
    const normal = cross(a, b);
    return { a, b, normal: dot(normal, normal) === 0 ? normal : normalise(normal) };
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

function mayTouch({ a, b, normal }: Arc, { center, corners, inward, radius, bulge }: CellShape): boolean {
  const offset = dot(normal, center);
  const besideArc = dot(cross(normal, a), center) >= 0 && dot(cross(b, normal), center) >= 0;
  const distance = besideArc ? Math.asin(Math.min(1, Math.abs(offset))) : Math.min(angle(center, a), angle(center, b));
  if (distance > radius + MARGIN) return false;
  const aside = bulge + MARGIN;
  const sides = corners.map((corner) => dot(normal, corner));
  if (Math.min(...sides) > aside || Math.max(...sides) < -aside) return false;
  return !inward.some((side) => dot(side, a) < -aside && dot(side, b) < -aside);
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
