import fc from 'fast-check';
import { expect, test } from 'vitest';
import { StreamDecoder } from './stream-decoder.ts';

/** Decodes the bytes in pieces of these sizes. */
function decode(bytes: Uint8Array, sizes: readonly number[], label = 'utf-8'): string {
  const decoder = new StreamDecoder(label);
  let text = '';
  let at = 0;
  for (const size of [...sizes, bytes.length]) {
    text += decoder.decode(bytes.subarray(at, at + size));
    at += size;
  }
  return text + decoder.end();
}

test('text is the same in pieces as at once', () => {
  const texts = fc.array(fc.constantFrom('a', 'bc', 'é', '🌌', '\ufeff', '\n')).map((parts) => parts.join(''));
  fc.assert(
    fc.property(texts, fc.array(fc.nat(4)), (text, sizes) => {
      const bytes = new TextEncoder().encode(text);
      expect(decode(bytes, sizes)).toBe(new TextDecoder().decode(bytes));
    }),
  );
});

test('bytes that are none of the encoding are refused, wherever they stand', () => {
  for (const sizes of [[], [1], [2], [1, 1, 1]]) {
    expect(() => decode(Uint8Array.of(0x61, 0xc3, 0x61), sizes)).toThrow(TypeError);
    expect(() => decode(Uint8Array.of(0x61, 0x61, 0xc3), sizes)).toThrow(TypeError);
  }
  expect(() => new StreamDecoder('klingon')).toThrow(RangeError);
  expect(decode(Uint8Array.of(0x61, 0, 0xe9, 0), [1, 1], 'utf-16le')).toBe('aé');
});
