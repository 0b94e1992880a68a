import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Base64Decoder } from './base64.ts';

/** Decodes the text in pieces of these sizes. */
function decode(text: string, sizes: readonly number[] = []): Buffer {
  const decoder = new Base64Decoder('x');
  const pieces: Buffer[] = [];
  let at = 0;
  for (const size of [...sizes, text.length]) {
    pieces.push(decoder.decode(text.slice(at, at + size)));
    at += size;
  }
  decoder.finish();
  return Buffer.concat(pieces);
}

test('bytes come back, wherever lines and pieces end', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 100 }),
      fc.integer({ min: 1, max: 20 }),
      fc.array(fc.nat(12)),
      (bytes, width, sizes) => {
        const lines = Buffer.from(bytes)
          .toString('base64')
          .replace(new RegExp(`.{${width}}`, 'g'), '$&\r\n ');
        expect(decode(lines, sizes)).toEqual(Buffer.from(bytes));
      },
    ),
  );
});

test.each(['A', 'AA', 'AAA', 'A===', '=', 'AA=A', 'AA==AAAA', 'AA==\n=', 'AA-A', 'AA_A', 'AAAé', 'AAAŁ', 'AAA\0'])(
  '%j is refused',
  (text) => {
    expect(() => decode(text)).toThrow(/base64/);
    expect(() => decode(text, [1, 1, 1, 1])).toThrow(/base64/);
  },
);
