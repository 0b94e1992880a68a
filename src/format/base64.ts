import type { OutputBuffer } from './output-buffer.ts';

/** Bytes encoded in one go; a multiple of 3. Keeps the strings in between small. */
const SLICE = 3 * 1024 * 1024;

/**
 * What was written, in base64 without line breaks. Three bytes become four characters, so one or two bytes may stay behind
 * for the next call; the last call pads them.
 */
export function takeBase64(buffer: OutputBuffer, last: boolean): Uint8Array {
  const end = last ? buffer.at : buffer.at - (buffer.at % 3);
  const encoded = Buffer.allocUnsafe(4 * Math.ceil(end / 3));
  for (let from = 0, to = 0; from < end; from += SLICE) {
    const slice = Buffer.from(buffer.bytes.buffer, buffer.bytes.byteOffset + from, Math.min(SLICE, end - from));
    to += encoded.write(slice.toString('base64'), to, 'latin1');
  }
  buffer.bytes.copyWithin(0, end, buffer.at);
  buffer.at -= end;
  buffer.rowStart = buffer.at;
  return encoded;
}
