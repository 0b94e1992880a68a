import { endsValue, unescapeByte } from './copy-text.ts';
import type { ValueWriter } from './text-value.ts';

const encoder = new TextEncoder();
const TAB = 0x09;
const LINE_FEED = 0x0a;
const BACKSLASH = 0x5c;

type Replacements = readonly (Uint8Array | undefined)[];

/** What stands for a byte that XML cannot hold as it is; control characters have no form at all. */
function replacements(ofControl: string): Replacements {
  return Array.from({ length: 256 }, (_, byte) => {
    if (byte === 0x26) return encoder.encode('&amp;');
    if (byte === 0x3c) return encoder.encode('&lt;');
    if (byte === 0x3e) return encoder.encode('&gt;');
    if (byte === 0x0d) return encoder.encode('&#13;');
    return byte < 0x20 && byte !== TAB && byte !== LINE_FEED ? encoder.encode(ofControl) : undefined;
  });
}

const REPLACED = replacements('\ufffd');
/** A `char` of VOTable is ASCII, and so is what stands for one. */
const REPLACED_IN_ASCII = replacements('?');

/** 1 for the bytes that are written as they come, wherever they stand. */
const PLAIN = new Uint8Array(256).map((_, byte) => {
  const needsALook = REPLACED[byte] || endsValue(byte) || byte === BACKSLASH || byte === 0xbe || byte === 0xbf;
  return needsALook ? 0 : 1;
});

function markupWriter(replacedBy: Replacements): ValueWriter {
  return (data, from, into) => {
    const { bytes } = into;
    let at = from;
    let to = into.at;
    for (let byte = data[at] as number; ; byte = data[++at] as number) {
      if (PLAIN[byte] === 1) {
        bytes[to++] = byte;
        continue;
      }
      if (endsValue(byte)) break;
      const meant = byte === BACKSLASH ? unescapeByte(data[++at] as number) : byte;
      const replaced = replacedBy[meant];
      if (replaced) for (const part of replaced) bytes[to++] = part;
      else bytes[to++] = isNoncharacter(data, at) ? 0xbd : meant;
    }
    into.at = to;
    return at;
  };
}

/** A text between tags of XML or HTML. */
export const writeMarkupText = markupWriter(REPLACED);

/** The same for a text that is ASCII, and is to stay so. */
export const writeMarkupAscii = markupWriter(REPLACED_IN_ASCII);

/** True at the last byte of U+FFFE or U+FFFF (EF BF BE, EF BF BF), which XML forbids; EF BF BD is U+FFFD. */
function isNoncharacter(data: Uint8Array, at: number): boolean {
  return (data[at] as number) >= 0xbe && data[at - 1] === 0xbf && data[at - 2] === 0xef;
}
