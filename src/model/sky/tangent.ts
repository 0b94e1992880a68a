import { eastward, type Position } from './position.ts';
import { cosineOfLatitude, type Vector3 } from './vector3.ts';

const RADIANS = Math.PI / 180;

/**
 * The direction of `to` as seen from `from`: east, north and outward. East and north have all their digits however close the two
 * are, which sines and cosines of the positions themselves do not give: at 0.001 arcsec those agree in their first nine digits.
 */
export function toward(from: Position, to: Position): Vector3 {
  const across = eastward(from.lon, to.lon) * RADIANS;
  const [lat, center] = [to.lat * RADIANS, from.lat * RADIANS];
  const rho = cosineOfLatitude(to.lat);
  const half = Math.sin(across / 2);
  return [
    rho * Math.sin(across),
    Math.sin((to.lat - from.lat) * RADIANS) + 2 * rho * Math.sin(center) * half * half,
    Math.sin(lat) * Math.sin(center) + rho * cosineOfLatitude(from.lat) * Math.cos(across),
  ];
}

/** The direction that lies at (east, north) in the plane that touches the sphere at `at`, in units of its radius. */
export function fromTangentPlane(at: Position, east: number, north: number): Position {
  const [sin, cos] = [Math.sin(at.lat * RADIANS), cosineOfLatitude(at.lat)];
  const forward = cos - north * sin;
  return {
    lon: at.lon + Math.atan2(east, forward) / RADIANS,
    lat: Math.atan2(sin + north * cos, Math.hypot(forward, east)) / RADIANS,
  };
}

/** The angle between two positions in degrees, of which no digit is lost at any distance. */
export function separation(a: Position, b: Position): number {
  const [east, north, outward] = toward(a, b);
  return Math.atan2(Math.hypot(east, north), outward) / RADIANS;
}

/**
 * The signed area in steradians of the triangle of the place looked from and the two directions, positive where they go round it
 * counter-clockwise (Van Oosterom and Strackee 1983).
 */
export function triangleArea(a: Vector3, b: Vector3): number {
  return 2 * Math.atan2(a[0] * b[1] - a[1] * b[0], (1 + a[2]) * (1 + b[2]) + a[0] * b[0] + a[1] * b[1]);
}

/** How far the place looked from lies from the arc between two directions, in degrees. */
export function arcDistance(a: Vector3, b: Vector3): number {
  const [x, y, z] = [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
  const size = Math.hypot(x, y, z);
  // The nearest point of the great circle lies on the arc if it is past both ends, towards the other.
  const onArc = x * a[1] - y * a[0] >= 0 && b[0] * y - b[1] * x >= 0;
  if (onArc && size > 0) return Math.asin(Math.min(1, Math.abs(z) / size)) / RADIANS;
  const reach = ([east, north, outward]: Vector3): number => Math.atan2(Math.hypot(east, north), outward) / RADIANS;
  return Math.min(reach(a), reach(b));
}
