import type { OutputBuffer } from '../output-buffer.ts';

/**
 * Writes valid UTF-8 in `data[from..to)` as big-endian UTF-16, at most `limit` units of two bytes, and returns how many.
 * A character that would pass the limit is left out with all behind it. The buffer must have room.
 */
export function writeUtf16(data: Uint8Array, from: number, to: number, into: OutputBuffer, limit: number): number {
  let units = 0;
  for (let at = from; at < to; ) {
    const lead = data[at] as number;
    const width = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    let point = width === 1 ? lead : lead & (0xff >> (width + 1));
    for (let index = 1; index < width; index++) point = (point << 6) | ((data[at + index] as number) & 0x3f);
    if (units + (point > 0xffff ? 2 : 1) > limit) break;
    if (point > 0xffff) {
      const beyond = point - 0x10000;
      units += writeUnit(0xd800 | (beyond >> 10), into);
      units += writeUnit(0xdc00 | (beyond & 0x3ff), into);
    } else {
      units += writeUnit(point, into);
    }
    at += width;
  }
  return units;
}

function writeUnit(unit: number, into: OutputBuffer): 1 {
  into.bytes[into.at++] = unit >> 8;
  into.bytes[into.at++] = unit;
  return 1;
}
