import { ARROW } from './arrow.ts';
import { CSV } from './csv.ts';
import { ECSV } from './ecsv.ts';
import { FITS } from './fits.ts';
import { HDF5 } from './hdf5.ts';
import { HTML } from './html.ts';
import { JSON_ROWS } from './json.ts';
import { JSON_COLUMNS } from './json-columns.ts';
import { type MediaType, parseMediaType, sameMediaType } from './media-type.ts';
import type { OutputFormat, StreamedFormat } from './output-format.ts';
import { PARQUET } from './parquet.ts';
import { PLAIN_TEXT } from './text.ts';
import { TSV } from './tsv.ts';
import { VOTABLE_BINARY } from './votable/binary.ts';
import { VOTABLE_BINARY2 } from './votable/binary2.ts';
import { VOTABLE_FITS } from './votable/fits.ts';
import { VOTABLE_TABLEDATA } from './votable/tabledata.ts';

/** Every way to write a result. Negotiation, capabilities and pages are made from this list. */
export const OUTPUT_FORMATS: readonly OutputFormat[] = [
  VOTABLE_BINARY2,
  VOTABLE_TABLEDATA,
  VOTABLE_BINARY,
  VOTABLE_FITS,
  FITS,
  CSV,
  TSV,
  ECSV,
  JSON_ROWS,
  JSON_COLUMNS,
  HTML,
  PLAIN_TEXT,
  PARQUET,
  ARROW,
  HDF5,
];

export const DEFAULT_FORMAT: StreamedFormat = VOTABLE_BINARY2;

/** A format, and the Content-Type of the response. */
export interface FormatChoice {
  readonly format: OutputFormat;
  readonly mediaType: string;
}

/**
 * The format that a RESPONSEFORMAT asks for, by short name or media type, without regard to case. A media type that was
 * spelled out is the response's, too (DALI 1.1 sec 3.4.3).
 */
export function findFormat(requested: string): FormatChoice | undefined {
  const name = requested.trim().toLowerCase();
  const short = OUTPUT_FORMATS.find(({ shortNames }) => shortNames.includes(name));
  if (short) return { format: short, mediaType: short.mediaType };
  const wanted = parseMediaType(requested);
  const format = wanted && OUTPUT_FORMATS.find((candidate) => offers(candidate, wanted));
  return format && { format, mediaType: wanted.text };
}

function offers({ mediaType, otherMediaTypes }: OutputFormat, wanted: MediaType): boolean {
  return [mediaType, ...otherMediaTypes]
    .map(parseMediaType)
    .some((offered) => offered !== undefined && sameMediaType(offered, wanted));
}
