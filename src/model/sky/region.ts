import { assertNever } from '../../core/assert-never.ts';
import { contains, type Moc, skyFraction } from './moc.ts';
import { polygonArea, polygonContains, polygonProblem, readyPolygon } from './polygon.ts';
import { isPosition, type Position } from './position.ts';
import { fromTangentPlane, separation } from './tangent.ts';

/**
 * A part of the sky. Angles in degrees; edges are great circles; the boundary belongs to it. A polygon is the smaller of the two
 * areas that its edges bound, whichever way round its vertices run; what is larger than a hemisphere is a circle of more than 90
 * degrees, a MOC or a union.
 */
export type Region = PointRegion | CircleRegion | PolygonRegion | MocRegion | UnionRegion;

export interface PointRegion extends Position {
  readonly kind: 'point';
}

export interface CircleRegion extends Position {
  readonly kind: 'circle';
  /** Degrees; from 180 on it is the whole sky. */
  readonly radius: number;
}

export interface PolygonRegion {
  readonly kind: 'polygon';
  /** At least 3; the first is not repeated. */
  readonly vertices: readonly Position[];
  /** The box that it was written as, for messages. */
  readonly box?: { readonly width: number; readonly height: number };
}

export interface MocRegion {
  readonly kind: 'moc';
  readonly moc: Moc;
}

export interface UnionRegion {
  readonly kind: 'union';
  readonly regions: readonly Region[];
}

const RADIANS = Math.PI / 180;
/** The whole sky in square degrees. */
const SKY = 4 * Math.PI * (180 / Math.PI) ** 2;

/** What keeps the region from being one, in words that name the argument; undefined where nothing does. */
export function problemOf(region: Region): string | undefined {
  switch (region.kind) {
    case 'point':
      return positionProblem('the point', region);
    case 'circle':
      return positionProblem('the centre of the circle', region) ?? radiusProblem(region.radius);
    case 'polygon':
      return (region.box && boxProblem(region.box)) ?? polygonProblem(region.vertices);
    case 'moc':
      return undefined;
    case 'union':
      if (region.regions.length === 0) return 'the union has no regions';
      return region.regions.map(problemOf).find((problem) => problem !== undefined);
    default:
      return assertNever(region);
  }
}

function positionProblem(what: string, { lon, lat }: Position): string | undefined {
  if (isPosition(lon, lat)) return undefined;
  if (Number.isFinite(lon) && Number.isFinite(lat))
    return `the latitude of ${what} must lie between -90 and 90 degrees, not at ${lat}`;
  return `${what} needs finite numbers, not (${lon}, ${lat})`;
}

function radiusProblem(radius: number): string | undefined {
  if (radius >= 0 && radius < Number.POSITIVE_INFINITY) return undefined;
  return `the radius of the circle must be a number of degrees from 0, not ${radius}`;
}

function boxProblem({ width, height }: { width: number; height: number }): string | undefined {
  for (const [name, size] of Object.entries({ width, height })) {
    if (!(size > 0)) return `the ${name} of the box must be more than 0 degrees, not ${size}`;
    if (size >= 180)
      return `the ${name} of the box must be less than 180 degrees, not ${size}: its sides are great circles`;
  }
  return undefined;
}

/** Whether the region has the point. */
export function containsPoint(region: Region, lon: number, lat: number): boolean {
  switch (region.kind) {
    case 'point':
      return withinReach(region, 0, lon, lat);
    case 'circle':
      return region.radius >= 180 || withinReach(region, region.radius, lon, lat);
    case 'polygon':
      return polygonContains(readyPolygon(region.vertices), lon, lat);
    case 'moc':
      return contains(region.moc, lon, lat);
    case 'union':
      return region.regions.some((each) => containsPoint(each, lon, lat));
    default:
      return assertNever(region);
  }
}

/** Distances are rounded to 1e-13 degrees, as adql.separation does: what lies on the boundary is inside. */
function withinReach(center: Position, radius: number, lon: number, lat: number): boolean {
  return Math.round(separation(center, { lon, lat }) * 1e13) <= radius * 1e13;
}

/** In square degrees; that of a union as its parts' sum, which counts twice what lies in two of them. */
export function areaOf(region: Region): number {
  switch (region.kind) {
    case 'point':
      return 0;
    case 'circle':
      return SKY * Math.sin((Math.min(region.radius, 180) / 2) * RADIANS) ** 2;
    case 'polygon':
      return polygonArea(region.vertices);
    case 'moc':
      return SKY * skyFraction(region.moc);
    case 'union':
      return region.regions.reduce((sum, each) => sum + areaOf(each), 0);
    default:
      return assertNever(region);
  }
}

/**
 * ADQL's BOX: the great circles at right angles to the ends of a cross, whose arms reach half the width and half the height from
 * the centre along the axes (ADQL 2.1 sec 4.2.8). That is a rectangle in the plane that touches the sphere there.
 */
export function boxOf(lon: number, lat: number, width: number, height: number): PolygonRegion {
  const [east, north] = [Math.tan((width / 2) * RADIANS), Math.tan((height / 2) * RADIANS)];
  const corner = (x: number, y: number): Position => fromTangentPlane({ lon, lat }, x, y);
  return {
    kind: 'polygon',
    vertices: [corner(-east, -north), corner(east, -north), corner(east, north), corner(-east, north)],
    box: { width, height },
  };
}
