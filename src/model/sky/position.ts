/** A direction on the sky, in degrees. Longitude is any finite number, read modulo 360; latitude is from -90 to 90. */
export interface Position {
  readonly lon: number;
  readonly lat: number;
}

/** Whether these two numbers name a direction: NaN, infinities and latitudes beyond the poles do not. */
export function isPosition(lon: number, lat: number): boolean {
  return Number.isFinite(lon) && lat >= -90 && lat <= 90;
}

/** The same longitude from 0 to less than 360. */
export function reduceLongitude(lon: number): number {
  const turned = lon % 360;
  const reduced = turned < 0 ? turned + 360 : turned;
  // A longitude a hair below 0 rounds to 360; -0 is written as 0.
  return reduced === 360 ? 0 : reduced + 0;
}

/**
 * How far one longitude lies to the east of another, from -180 to 180. Turns are taken off before the difference, where that is
 * exact: 359.9999 and 0.0001 are as good neighbours as 9.9999 and 10.0001.
 */
export function eastward(from: number, to: number): number {
  const [start, end] = [halfTurn(from), halfTurn(to)];
  const difference = end - start;
  if (difference > 180) return end - 360 - start;
  if (difference < -180) return end + 360 - start;
  return difference;
}

function halfTurn(lon: number): number {
  const turned = lon % 360;
  if (turned > 180) return turned - 360;
  return turned < -180 ? turned + 360 : turned;
}
