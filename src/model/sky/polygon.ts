import { isPosition, type Position } from './position.ts';
import { arcDistance, separation, toward, triangleArea } from './tangent.ts';
import { cross, dot, squaredDistance, subtract, toPosition, type Vector3 } from './vector3.ts';

const DEGREES = 180 / Math.PI;
/** Degrees: rounding errors of positions and of what is computed from them. What is nearer to an edge lies on it. */
const ON_EDGE = 1.5e-13;
/** The sine of an angle below which the exact distance from an edge is looked at. */
const NEAR_EDGE = 4e-15;

/** A polygon made ready for many points. */
export interface ReadyPolygon {
  readonly vertices: readonly Position[];
  /** A point well off the edges, and whether it is inside: whether others are follows from how many edges part them from it. */
  readonly known: Position;
  readonly knownInside: boolean;
}

export function readyPolygon(vertices: readonly Position[]): ReadyPolygon {
  let known = CANDIDATES[0] ?? { lon: 0, lat: 0 };
  let clearance = -1;
  for (const candidate of CANDIDATES) {
    const distance = distanceFromEdges(vertices, candidate);
    if (distance > clearance) [known, clearance] = [candidate, distance];
  }
  // Triangles with the antipode sum to the area on the left of the edges, less 4 pi where they wind round the point itself.
  const antipode = { lon: known.lon + 180, lat: -known.lat };
  return { vertices, known, knownInside: Math.abs(signedArea(vertices, antipode)) > 2 * Math.PI };
}

/** Spread evenly, and on no meridian or parallel that people draw edges on. */
const CANDIDATES: readonly Position[] = Array.from({ length: 24 }, (_, index) =>
  toPosition([
    Math.cos(2.399963 * index + 0.123) * Math.sqrt(1 - (1 - (2 * index + 0.87) / 24) ** 2),
    Math.sin(2.399963 * index + 0.123) * Math.sqrt(1 - (1 - (2 * index + 0.87) / 24) ** 2),
    1 - (2 * index + 0.87) / 24,
  ]),
);

/**
 * Whether a point lies in the polygon or on an edge. Of edges that cross themselves, inside is what an odd number of them parts
 * from the outside.
 */
export function polygonContains({ vertices, known, knownInside }: ReadyPolygon, lon: number, lat: number): boolean {
  const point = { lon, lat };
  // The arc from the point to the known one runs along a direction; an edge crosses it if its ends lie to either side.
  const target = toward(point, known);
  const reach = Math.hypot(target[0], target[1]);
  const [ahead, aside] = reach === 0 ? [1, 0] : [target[0] / reach, target[1] / reach];
  const angle = Math.atan2(reach, target[2]);
  let inside = knownInside;
  let a = toward(point, vertices.at(-1) ?? point);
  let acrossA = a[1] * ahead - a[0] * aside;
  for (const vertex of vertices) {
    const b = toward(point, vertex);
    const acrossB = b[1] * ahead - b[0] * aside;
    if (Math.abs(a[0] * b[1] - a[1] * b[0]) < NEAR_EDGE && arcDistance(a, b) < ON_EDGE) return true;
    if (acrossA < 0 !== acrossB < 0) {
      const [weightA, weightB] = [Math.abs(acrossB), Math.abs(acrossA)];
      const along = weightA * (a[0] * ahead + a[1] * aside) + weightB * (b[0] * ahead + b[1] * aside);
      const at = Math.atan2(along, weightA * a[2] + weightB * b[2]);
      if (at > 0 && at < angle) inside = !inside;
    }
    [a, acrossA] = [b, acrossB];
  }
  return inside;
}

/** The smaller of the two areas that the edges bound, in square degrees, exact for tiny polygons too. */
export function polygonArea(vertices: readonly Position[]): number {
  const [first] = vertices;
  if (first === undefined) return 0;
  const turned = Math.abs(signedArea(vertices, first)) % (4 * Math.PI);
  return Math.min(turned, 4 * Math.PI - turned) * DEGREES ** 2;
}

/** In steradians, to within multiples of 4 pi: the sum of the triangles of the edges with a place. */
function signedArea(vertices: readonly Position[], place: Position): number {
  let sum = 0;
  let a = toward(place, vertices.at(-1) ?? place);
  for (const vertex of vertices) {
    const b = toward(place, vertex);
    sum += triangleArea(a, b);
    a = b;
  }
  return sum;
}

function distanceFromEdges(vertices: readonly Position[], point: Position): number {
  let nearest = 180;
  let a = toward(point, vertices.at(-1) ?? point);
  for (const vertex of vertices) {
    const b = toward(point, vertex);
    nearest = Math.min(nearest, arcDistance(a, b));
    a = b;
  }
  return nearest;
}

/** What keeps these vertices from bounding an area. */
export function polygonProblem(vertices: readonly Position[]): string | undefined {
  if (vertices.length < 3) return `a polygon needs at least 3 vertices, and this has ${vertices.length}`;
  for (const [index, { lon, lat }] of vertices.entries()) {
    if (!isPosition(lon, lat)) return `vertex ${index + 1} of the polygon, (${lon}, ${lat}), is no position: ${RANGE}`;
  }
  return neighbourProblem(vertices) ?? crossingProblem(vertices) ?? extentProblem(vertices);
}

const RANGE = 'latitudes lie between -90 and 90 degrees';

function neighbourProblem(vertices: readonly Position[]): string | undefined {
  let [before, beforeIndex] = [vertices.at(-1), vertices.length - 1];
  for (const [index, vertex] of vertices.entries()) {
    const apart = before ? separation(before, vertex) : 0;
    const names = `vertices ${Math.min(beforeIndex, index) + 1} and ${Math.max(beforeIndex, index) + 1} of the polygon`;
    if (apart < ON_EDGE) return `${names} are the same place${index === 0 ? '; the first is not to be repeated' : ''}`;
    if (apart > 180 - 1e-9)
      return `${names} lie opposite to each other on the sky, so that no edge between them is shortest`;
    [before, beforeIndex] = [vertex, index];
  }
  return undefined;
}

/** Pairs of edges are looked at, so that work grows as the square; beyond this, crossing edges follow the even-odd rule instead. */
const MOST_COMPARED = 2000;

function crossingProblem(vertices: readonly Position[]): string | undefined {
  const [first] = vertices;
  if (first === undefined || vertices.length > MOST_COMPARED) return undefined;
  const seen = vertices.map((vertex) => toward(first, vertex));
  const edges = seen.map((a, index) => [a, seen[(index + 1) % seen.length] ?? a] as const);
  const boxes = edges.map(([a, b], index) => boxAround(a, b, index)).sort((one, other) => one.low[0] - other.low[0]);
  for (const [place, one] of boxes.entries())
    for (let next = place + 1; next < boxes.length; next++) {
      const other = boxes[next];
      // Nor do those that come later reach back to it.
      if (!other || other.low[0] > one.high[0]) break;
      const [first, second] = one.edge < other.edge ? [one.edge, other.edge] : [other.edge, one.edge];
      const areNeighbours = second - first === 1 || second - first === edges.length - 1;
      const [ab, cd] = [edges[first], edges[second]];
      if (!areNeighbours && !areApart(one, other) && ab && cd && arcsCross(...ab, ...cd))
        return `the edges of the polygon after vertices ${first + 1} and ${second + 1} cross`;
    }
  return undefined;
}

interface Box {
  /** Its number. */
  readonly edge: number;
  readonly low: Vector3;
  readonly high: Vector3;
}

/** An upright box that holds an arc: its chord, and as much as the arc can rise above that. Most pairs of edges are told apart by it. */
function boxAround(a: Vector3, b: Vector3, edge: number): Box {
  const rise = squaredDistance(a, b) / 4 + 1e-15;
  return {
    edge,
    low: [Math.min(a[0], b[0]) - rise, Math.min(a[1], b[1]) - rise, Math.min(a[2], b[2]) - rise],
    high: [Math.max(a[0], b[0]) + rise, Math.max(a[1], b[1]) + rise, Math.max(a[2], b[2]) + rise],
  };
}

/** Of boxes that overlap in x. */
function areApart(one: Box, other: Box): boolean {
  return (
    one.low[1] > other.high[1] || other.low[1] > one.high[1] || one.low[2] > other.high[2] || other.low[2] > one.high[2]
  );
}

/** Whether two arcs cross or touch: each has its ends on either side of the other, and on the same half of the sphere. */
function arcsCross(a: Vector3, b: Vector3, c: Vector3, d: Vector3): boolean {
  const [s, t, u, v] = [volume(c, d, a), -volume(c, d, b), -volume(a, b, c), volume(a, b, d)];
  if (s === 0 && t === 0) return touches(a, b, c) || touches(a, b, d) || touches(c, d, a);
  return (s >= 0 && t >= 0 && u >= 0 && v >= 0) || (s <= 0 && t <= 0 && u <= 0 && v <= 0);
}

/** Whether a direction on the great circle of an arc lies on the arc. */
function touches(a: Vector3, b: Vector3, point: Vector3): boolean {
  const normal = cross(a, b);
  return dot(cross(normal, a), point) >= 0 && dot(cross(b, normal), point) >= 0;
}

/** Six times the volume of the tetrahedron with the origin, from differences that keep the digits of small polygons. */
function volume(a: Vector3, b: Vector3, c: Vector3): number {
  return dot(a, cross(subtract(b, a), subtract(c, a)));
}

function extentProblem(vertices: readonly Position[]): string | undefined {
  const area = polygonArea(vertices);
  const [first] = vertices;
  const extent = first ? Math.max(...vertices.map((vertex) => separation(first, vertex))) : 0;
  if (area <= 1e-13 * extent * extent) return 'the polygon has no area: its vertices lie on one great circle';
  // 2 pi steradians.
  if (Math.abs(area * (Math.PI / 180) ** 2 - 2 * Math.PI) < 1e-11)
    return 'the polygon is exactly a hemisphere, of which neither side is the smaller; write a CIRCLE of 90 degrees';
  return undefined;
}
