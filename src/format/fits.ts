import { FitsCollector } from './fits/collector.ts';
import type { SpooledFormat } from './output-format.ts';

/** A FITS file whose first extension is a binary table (FITS 4.0 sec 7.3). Its header tells rows and widths, so it waits for all rows. */
export const FITS: SpooledFormat = {
  id: 'fits',
  title: 'FITS binary table',
  extension: 'fits',
  mediaType: 'application/fits',
  otherMediaTypes: ['image/fits'],
  shortNames: ['fits'],
  copy: 'binary',
  delivery: 'spooled',
  collector: (header, options, spool) => new FitsCollector(header, options, spool),
};
