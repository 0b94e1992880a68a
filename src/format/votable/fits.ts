import { FitsCollector } from '../fits/collector.ts';
import type { SpooledFormat } from '../output-format.ts';
import { documentHead, documentTail } from './document.ts';

/** VOTable 1.4 sec 5.2: the words as in every VOTable, the rows as a FITS file in base64. */
export const VOTABLE_FITS: SpooledFormat = {
  id: 'votable-fits',
  title: 'VOTable (FITS)',
  extension: 'vot',
  mediaType: 'application/x-votable+xml;serialization=FITS',
  otherMediaTypes: [],
  shortNames: ['votable/fits'],
  copy: 'binary',
  delivery: 'spooled',
  collector(header, options, spool) {
    const fits = new FitsCollector(header, options, spool);
    return {
      rows: (chunk) => fits.rows(chunk),
      stop: (bytes) => fits.stop(bytes),
      get overflows() {
        return fits.overflows;
      },
      async document() {
        const file = await fits.document();
        const head = documentHead(header, '<FITS extnum="1"><STREAM encoding="base64">');
        return inBase64(head, file, () => documentTail('</STREAM></FITS>', fits.outcome()));
      },
      outcome: () => fits.outcome(),
      rowCount: () => fits.rowCount(),
    };
  },
};

async function* inBase64(head: string, file: AsyncIterable<Uint8Array>, tail: () => string): AsyncIterable<Uint8Array> {
  yield Buffer.from(head);
  // Three bytes become four characters; what is left of a piece goes before the next.
  let rest = Buffer.alloc(0);
  for await (const piece of file) {
    const bytes = Buffer.concat([rest, piece]);
    const whole = bytes.length - (bytes.length % 3);
    rest = bytes.subarray(whole);
    yield Buffer.from(bytes.toString('base64', 0, whole), 'latin1');
  }
  yield Buffer.from(rest.toString('base64') + tail());
}
