import { readFileSync } from 'node:fs';

/** The program by name, for headers and documents. */
export interface Software {
  readonly name: string;
  readonly version: string;
}

/** Name and version as package.json has them; the file stands two folders up, in a checkout as in the package. */
export function readSoftware(): Software {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(text) as { version: string };
  return { name: 'Almagest', version };
}

/** A product token of RFC 9110 sec 10.2.4, as the IVOA note on software identification asks of a Server header. */
export function productToken({ name, version }: Software): string {
  return `${name}/${version}`;
}
