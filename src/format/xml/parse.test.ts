import { describe, expect, it } from 'vitest';
import { AlmagestError } from '../../core/error.ts';
import { childrenOf, textOf } from './element.ts';
import { parseXml } from './parse.ts';

function refusal(text: string, options = {}): AlmagestError {
  try {
    parseXml(text, options);
  } catch (error) {
    if (error instanceof AlmagestError) return error;
    throw error;
  }
  throw new Error('accepted');
}

describe('parseXml', () => {
  it('guesses nothing', () => {
    const root = parseXml(
      '<?xml version="1.0"?><!-- c --><v:a x="00123"><b>1e5</b><b> t </b><b><![CDATA[<&]]></b></v:a>',
    );
    expect(root.name).toBe('v:a');
    expect(root.attributes).toEqual({ x: '00123' });
    expect(childrenOf(root, 'b').map(textOf)).toEqual(['1e5', ' t ', '<&']);
  });

  it('keeps the order of mixed content and resolves references', () => {
    expect(parseXml('<a>one <b/> two &amp; &#65;&#x42;</a>').children).toEqual([
      'one ',
      { name: 'b', attributes: {}, children: [] },
      ' two & AB',
    ]);
  });

  it('refuses what is not well-formed, with the place', () => {
    const error = refusal('<a>\n  <b></a>', { file: 'x.xml' });
    expect(error.code).toBe('I103');
    expect(error.problems[0].place).toMatchObject({ file: 'x.xml', line: 2 });
    for (const text of [
      '',
      'text',
      '<a>',
      '<a></b>',
      '<a b=c/>',
      '<a/><b/>',
      '<a b="1" b="2"/>',
      '<a>&no;</a>',
      '<a>\u0001</a>',
      '<a b="<"/>',
    ])
      expect(refusal(text).code).toBe('I103');
  });

  it('refuses entity definitions, depth and length', () => {
    expect(refusal('<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>').message).toMatch(/document type/);
    expect(refusal('<a>'.repeat(200) + '</a>'.repeat(200)).code).toBe('I103');
    expect(refusal('<a/>', { maxLength: 3 }).message).toMatch(/more than 3 characters/);
  });

  it('accepts a document type that only names a file, which is not fetched', () => {
    expect(parseXml('<!DOCTYPE VOTABLE SYSTEM "http://example.org/VOTable.dtd"><VOTABLE/>').name).toBe('VOTABLE');
  });

  it('is not led astray by names that JavaScript has given a meaning', () => {
    expect(() => parseXml('<__proto__><constructor/></__proto__>')).not.toThrow(TypeError);
  });
});
