import type { Position } from './position.ts';
import { dot, toPosition, toVector, type Vector3 } from './vector3.ts';

/** A rotation by its three rows. */
export type Matrix = readonly [Vector3, Vector3, Vector3];

const RADIANS = Math.PI / 180;
const ARCSEC = 1 / 3600;
const MAS = ARCSEC / 1000;

/**
 * From ICRS to the terms of IVOA's vocabulary refframe that are a constant rotation of it. Names differ by case.
 *
 * FK5 is ICRS: they differ by 23 mas, less than the catalogue of functions has in its examples for FK5 (ivo_geom_transform). FK4 is
 * at B1950 and without the E-terms of aberration, which move a direction by up to 0.34 arcsec and are no rotation.
 */
const FROM_ICRS: Readonly<Record<string, Matrix>> = {
  ICRS: rotate(),
  FK5: rotate(),
  FK4: multiply(transpose(fk4ToFk5()), icrsToFk5()),
  GALACTIC: icrsToGalactic(),
  SUPER_GALACTIC: multiply(galacticToSupergalactic(), icrsToGalactic()),
  ECLIPTIC: icrsToEcliptic(),
};

/** The frames that `rotation` knows. */
export const ROTATED_FRAMES: readonly string[] = Object.keys(FROM_ICRS);

/** The rotation from one frame to another; undefined where one of them is no constant rotation of ICRS, or not known. */
export function rotation(from: string, to: string): Matrix | undefined {
  const source = Object.hasOwn(FROM_ICRS, from) ? FROM_ICRS[from] : undefined;
  const target = Object.hasOwn(FROM_ICRS, to) ? FROM_ICRS[to] : undefined;
  if (source === undefined || target === undefined) return undefined;
  return source === target ? rotate() : multiply(target, transpose(source));
}

/** The same direction in the frame that the matrix leads to. */
export function transform(matrix: Matrix, lon: number, lat: number): Position {
  return toPosition(apply(matrix, toVector({ lon, lat })));
}

/** The frame bias of FK5 (USNO Circular 179, sec 3.5): eta0 = -19.9 mas, xi0 = 9.1 mas, dalpha0 = -22.9 mas. */
function icrsToFk5(): Matrix {
  return rotate(['z', -22.9 * MAS], ['y', 9.1 * MAS], ['x', 19.9 * MAS]);
}

/** From B1950 to J2000 (Murray 1989, A&A 218, 325, eq. 28). */
function fk4ToFk5(): Matrix {
  return [
    [0.9999256794956877, -0.0111814832204662, -0.0048590038153592],
    [0.0111814832391717, 0.9999374848933135, -0.0000271625947142],
    [0.0048590037723143, -0.000027170293744, 0.9999881946023742],
  ];
}

/** The pole at (192.85948121, 27.12825118) in FK5, the north celestial pole at longitude 122.9319185680026 (Reid and Brunthaler 2004). */
function icrsToGalactic(): Matrix {
  const fromFk5 = rotate(['z', 192.8594812065348], ['y', 90 - 27.12825118085622], ['z', 180 - 122.9319185680026]);
  return multiply(fromFk5, icrsToFk5());
}

/** The pole at (47.37, 6.32), longitude 0 at (137.37, 0) (de Vaucouleurs et al. 1991). */
function galacticToSupergalactic(): Matrix {
  return rotate(['z', 47.37], ['y', 90 - 6.32], ['z', 90]);
}

/** The mean ecliptic of J2000 (IAU 2006): its obliquity, after the frame bias of the mean equator and equinox. */
function icrsToEcliptic(): Matrix {
  return rotate(['z', -14.6 * MAS], ['y', -16.617 * MAS], ['x', 6.819 * MAS], ['x', 84381.406 * ARCSEC]);
}

/** Turns the axes about one of them after another, by degrees. */
function rotate(...turns: readonly (readonly ['x' | 'y' | 'z', number])[]): Matrix {
  const none: Matrix = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  return turns.reduce((matrix, [axis, degrees]) => multiply(turn(axis, degrees * RADIANS), matrix), none);
}

function turn(axis: 'x' | 'y' | 'z', angle: number): Matrix {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  switch (axis) {
    case 'x':
      return [
        [1, 0, 0],
        [0, c, s],
        [0, -s, c],
      ];
    case 'y':
      return [
        [c, 0, -s],
        [0, 1, 0],
        [s, 0, c],
      ];
    case 'z':
      return [
        [c, s, 0],
        [-s, c, 0],
        [0, 0, 1],
      ];
  }
}

function apply([a, b, c]: Matrix, vector: Vector3): Vector3 {
  return [dot(a, vector), dot(b, vector), dot(c, vector)];
}

function transpose([a, b, c]: Matrix): Matrix {
  return [
    [a[0], b[0], c[0]],
    [a[1], b[1], c[1]],
    [a[2], b[2], c[2]],
  ];
}

function multiply([a, b, c]: Matrix, right: Matrix): Matrix {
  const columns = transpose(right);
  return [apply(columns, a), apply(columns, b), apply(columns, c)];
}
