import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { childrenOf, element, textOf } from './element.ts';
import { escapeAttribute, escapeText, legalXml } from './escape.ts';
import { parseXml } from './parse.ts';
import { wholeTag } from './tag.ts';
import { writeXml } from './write.ts';

describe('writeXml', () => {
  it('writes prefixes and namespaces as they stand', () => {
    const text = writeXml(
      element(
        'vosi:capabilities',
        { 'xmlns:vosi': 'urn:v', 'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance', 'xmlns:tr': 'urn:t' },
        element('capability', { standardID: 'ivo://a', 'xsi:type': 'tr:TableAccess', absent: undefined }, 'text'),
        element('empty'),
      ),
    );
    expect(text).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<vosi:capabilities xmlns:vosi="urn:v" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:tr="urn:t">
  <capability standardID="ivo://a" xsi:type="tr:TableAccess">text</capability>
  <empty/>
</vosi:capabilities>
`);
  });

  it('keeps text that looks like markup or like an escape', () => {
    const text = writeXml(element('a', { b: '&lt; "x" <\n\t>' }, "&amp; &#10; ]]> <b>'", '\u0001\ud800'));
    expect(text).toContain('b="&amp;lt; &quot;x&quot; &lt;&#10;&#9;&gt;"');
    expect(text).toContain("&amp;amp; &amp;#10; ]]&gt; &lt;b&gt;'\ufffd\ufffd");
  });

  it('is read back as it was, whatever the characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), fc.string({ unit: 'binary' }), (text, value) => {
        const tree = element('a', { v: value }, element('b', {}, `x${text}x`));
        for (const written of [writeXml(tree), wholeTag(tree)]) {
          const root = parseXml(written);
          expect(root.attributes).toEqual({ v: legalXml(value) });
          expect(childrenOf(root, 'b').map(textOf)).toEqual([`x${legalXml(text)}x`]);
        }
      }),
    );
  });
});

describe('escapes', () => {
  it('keeps what is legal', () => {
    expect(escapeText('a\tb\nc é 🌌 "quoted"')).toBe('a\tb\nc é 🌌 "quoted"');
    expect(escapeAttribute('é 🌌')).toBe('é 🌌');
  });

  it('replaces what XML 1.0 has no way to write', () => {
    expect(escapeText('\0\u001f\ufffe\udc00')).toBe('\ufffd'.repeat(4));
  });
});
