import { pipeline, type Readable } from 'node:stream';
import { promisify } from 'node:util';
import { constants, createGzip, createZstdCompress, gzip, zstdCompress } from 'node:zlib';

export type ContentCoding = 'zstd' | 'gzip';

/** The names of the codings in Accept-Encoding; the first one wins among equals. */
const OFFERED: readonly (readonly [string, ContentCoding])[] = [
  ['zstd', 'zstd'],
  ['gzip', 'gzip'],
  // RFC 9110 sec 8.4.1.3.
  ['x-gzip', 'gzip'],
];

/** What a client likes best of what is offered (RFC 9110 sec 12.5.3); undefined: the bytes as they are. */
export function chooseCoding(acceptEncoding: string | undefined): ContentCoding | undefined {
  if (acceptEncoding === undefined) return undefined;
  const weights = readWeights(acceptEncoding);
  let best: ContentCoding | undefined;
  // To send what was not named is always allowed, but liked less than anything that was.
  let liking = weights.get('identity') ?? 0;
  for (const [name, coding] of OFFERED) {
    // `*` is taken for gzip, which whoever understands anything understands.
    const weight = weights.get(name) ?? (name === 'gzip' ? weights.get('*') : undefined) ?? 0;
    if (weight > liking || (weight > 0 && weight === liking && best === undefined)) {
      best = coding;
      liking = weight;
    }
  }
  return best;
}

function readWeights(acceptEncoding: string): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const entry of acceptEncoding.toLowerCase().split(',')) {
    const [name = '', ...parameters] = entry.split(';').map((part) => part.trim());
    if (name === '') continue;
    const weight = parameters.flatMap((parameter) => /^q\s*=\s*([01](?:\.\d{0,3})?)$/.exec(parameter)?.[1] ?? [])[0];
    weights.set(name, weight === undefined ? 1 : Number(weight));
  }
  return weights;
}

/** True for text, whatever its markup; FITS and Parquet are numbers, or packed already. */
export function isCompressible(mediaType: string): boolean {
  return /^(?:text\/|application\/(?:[\w.-]+\+)?(?:xml|json)\b)/i.test(mediaType);
}

const wholeGzip = promisify(gzip);
const wholeZstd = promisify(zstdCompress);

export function compressBytes(bytes: Uint8Array, coding: ContentCoding): Promise<Uint8Array> {
  return coding === 'gzip' ? wholeGzip(bytes) : wholeZstd(bytes);
}

/**
 * Every piece goes out at once, so that the first rows are not held back for the sake of the last. The quickest level: results are
 * mostly numbers, of which the others get hardly more. Errors and the end of either side are those of the other.
 */
export function compressStream(body: Readable, coding: ContentCoding): Readable {
  const compressor =
    coding === 'gzip'
      ? createGzip({ level: 1, flush: constants.Z_SYNC_FLUSH })
      : createZstdCompress({
          params: { [constants.ZSTD_c_compressionLevel]: 1 },
          flush: constants.ZSTD_e_flush,
        });
  return pipeline(body, compressor, () => undefined);
}
