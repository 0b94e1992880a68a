import { assertNever } from '../../core/assert-never.ts';
import { cellAt } from './cell.ts';
import { type CellShape, leftOf, type Side, sidesOf, sideThrough } from './cell-shape.ts';
import { enclosingCircle, planeTest } from './enclosing-circle.ts';
import { boundsUpTo, type Moc, rangeOf } from './moc.ts';
import { polygonContains, readyPolygon } from './polygon.ts';
import type { Position } from './position.ts';
import type { Region } from './region.ts';
import { cross, squaredDistance, toPosition, toVector, type Vector3 } from './vector3.ts';

/**
 * Tells whether a cell lies inside a region or outside of it; where neither is sure, the test for the cell's children. It errs on
 * the side of doubt: a cell called inside has all its points there, one called outside has none.
 */
export type CellTest = (cell: CellShape) => 'inside' | 'outside' | CellTest;

const RADIANS = Math.PI / 180;
/** Radians (4e-7 arcsec): far above rounding errors of vectors and of cell numbers, far below the finest cells. */
export const MARGIN = 2e-12;

export function cellTest(region: Region): CellTest {
  switch (region.kind) {
    case 'point':
      return circleTest(region, 0);
    case 'circle':
      return region.radius >= 180 ? () => 'inside' : circleTest(region, region.radius * RADIANS);
    case 'polygon':
      return polygonTest(region.vertices);
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
  const test: CellTest = (cell) => {
    const distance = angle(middle, cell.center);
    const reach = cell.radius;
    if (distance - reach > radius + MARGIN) return 'outside';
    if (distance + reach < radius - MARGIN) return 'inside';
    const beyond = radius + cell.bulge + MARGIN;
    if (beyond < Math.PI / 2) {
      const sine = -Math.sin(beyond);
      for (const side of sidesOf(cell)) if (leftOf(side, middle) < sine) return 'outside';
    }
    // The farthest point of a part of a hemisphere that corners span is a corner.
    const inner = radius - MARGIN - cell.bulge;
    const isInside = distance < inner && distance + reach < Math.PI / 2 && farthest(cell, middle) < inner;
    return isInside ? 'inside' : test;
  };
  return test;
}

/** The angle from a direction to the farthest corner. */
function farthest({ south, east, north, west }: CellShape, from: Vector3): number {
  return Math.max(angle(from, south), angle(from, east), angle(from, north), angle(from, west));
}

/** An edge of a polygon: its great circle, its ends, and the normals of the planes through these that bound what is beside it. */
interface Arc {
  readonly side: Side;
  readonly a: Vector3;
  readonly b: Vector3;
  readonly pastA: Side;
  readonly pastB: Side;
}

function polygonTest(vertices: readonly Position[]): CellTest {
  const circle = enclosingCircle(vertices);
  return edgeTest(arcsOf(vertices), circle ? planeTest(vertices, circle) : sphereTest(vertices));
}

function sphereTest(vertices: readonly Position[]): (at: Vector3) => boolean {
  const polygon = readyPolygon(vertices);
  return (at) => {
    const { lon, lat } = toPosition(at);
    return polygonContains(polygon, lon, lat);
  };
}

function arcsOf(vertices: readonly Position[]): readonly Arc[] {
  const arcs: Arc[] = [];
  const corners = vertices.map(toVector);
  let [a] = corners.slice(-1);
  for (const b of corners) {
    // Between two vertices at the same place there is no edge.
    if (a && squaredDistance(a, b) > 0) {
      const side = sideThrough(a, b);
      arcs.push({
        side,
        a,
        b,
        pastA: { on: a, normal: cross(side.normal, a) },
        pastB: { on: b, normal: cross(b, side.normal) },
      });
    }
    a = b;
  }
  return arcs;
}

/** Children need only look at the edges that may touch their parent. */
function edgeTest(arcs: readonly Arc[], isInside: (at: Vector3) => boolean): CellTest {
  return (cell) => {
    const near = arcs.filter((arc) => mayTouch(arc, cell));
    if (near.length > 0) return near.length === arcs.length ? edgeTest(arcs, isInside) : edgeTest(near, isInside);
    return isInside(cell.center) ? 'inside' : 'outside';
  };
}

function mayTouch({ side, a, b, pastA, pastB }: Arc, cell: CellShape): boolean {
  const { center, chord, bulge } = cell;
  // The sine of the cell's radius is less than the chord.
  const aside = leftOf(side, center);
  const reach = chord + MARGIN;
  if (aside > reach || aside < -reach) return false;
  const square = reach * reach;
  const isBeside = leftOf(pastA, center) >= 0 && leftOf(pastB, center) >= 0;
  if (!isBeside && squaredDistance(center, a) > square && squaredDistance(center, b) > square) return false;
  const beyond = bulge + MARGIN;
  const south = leftOf(side, cell.south);
  const east = leftOf(side, cell.east);
  const north = leftOf(side, cell.north);
  const west = leftOf(side, cell.west);
  if (Math.min(south, east, north, west) > beyond || Math.max(south, east, north, west) < -beyond) return false;
  for (const each of sidesOf(cell)) if (leftOf(each, a) < -beyond && leftOf(each, b) < -beyond) return false;
  return true;
}

function mocTest({ ranges }: Moc): CellTest {
  const test: CellTest = ({ place, order }) => {
    const [low, high] = rangeOf({ order, cell: cellAt(place, order) });
    const passed = boundsUpTo(ranges, low);
    const next = ranges[passed];
    if (next === undefined || next >= high) return passed % 2 === 1 ? 'inside' : 'outside';
    return test;
  };
  return test;
}

function unionTest(tests: readonly CellTest[]): CellTest {
  return (cell) => {
    const open: CellTest[] = [];
    for (const test of tests) {
      const verdict = test(cell);
      if (verdict === 'inside') return 'inside';
      if (verdict !== 'outside') open.push(verdict);
    }
    const [only] = open;
    if (only === undefined) return 'outside';
    return open.length === 1 ? only : unionTest(open);
  };
}

/** In radians, with all its digits for angles of any size. */
function angle(a: Vector3, b: Vector3): number {
  const square = squaredDistance(a, b);
  if (square < 2) return 2 * Math.asin(Math.sqrt(square) / 2);
  const x = a[0] + b[0];
  const y = a[1] + b[1];
  const z = a[2] + b[2];
  return Math.PI - 2 * Math.asin(Math.min(1, Math.sqrt(x * x + y * y + z * z) / 2));
}
