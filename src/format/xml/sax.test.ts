import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AlmagestError } from '../../core/error.ts';
import { type SaxLimits, SaxParser } from './sax.ts';

type Event = readonly ['open', string, Readonly<Record<string, string>>] | readonly ['text' | 'close', string];

/** The events of a document, neighbouring texts joined. */
function read(document: Uint8Array, sizes: readonly number[] = [], limits: Partial<SaxLimits> = {}): Event[] {
  const events: Event[] = [];
  const parser = new SaxParser(
    'x.xml',
    {
      open: (name, attributes) => events.push(['open', name, { ...attributes }]),
      text: (piece) => {
        const last = events.at(-1);
        if (last?.[0] === 'text') events[events.length - 1] = ['text', last[1] + piece];
        else events.push(['text', piece]);
      },
      close: (name) => events.push(['close', name]),
    },
    limits,
  );
  let at = 0;
  for (const size of sizes) {
    parser.feed(document.subarray(at, at + size));
    at += size;
  }
  parser.feed(document.subarray(at));
  parser.finish();
  return events;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function refusal(text: string | Uint8Array, limits: Partial<SaxLimits> = {}): AlmagestError {
  try {
    read(typeof text === 'string' ? bytes(text) : text, [], limits);
  } catch (error) {
    if (error instanceof AlmagestError) return error;
    throw error;
  }
  throw new Error('accepted');
}

const DOCUMENT = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE VOTABLE SYSTEM "http://example.org/VOTable.dtd">
<!-- a > b -->
<v:VOTABLE xmlns:v="urn:v" note='a > "b"' >\r\n  <TD>1.5</TD><TD/><TD>é 🌌 &lt;&#65;&amp; end</TD>
  <S><![CDATA[<raw> & ]]]]><![CDATA[>]]></S><?pi > ?></v:VOTABLE>
`;

describe('SaxParser', () => {
  it('tells elements, attributes and text', () => {
    expect(read(bytes(DOCUMENT))).toEqual([
      ['open', 'VOTABLE', { 'xmlns:v': 'urn:v', note: 'a > "b"' }],
      ['text', '\n  '],
      ['open', 'TD', {}],
      ['text', '1.5'],
      ['close', 'TD'],
      ['open', 'TD', {}],
      ['close', 'TD'],
      ['open', 'TD', {}],
      ['text', 'é 🌌 <A& end'],
      ['close', 'TD'],
      ['text', '\n  '],
      ['open', 'S', {}],
      ['text', '<raw> & ]]>'],
      ['close', 'S'],
      ['close', 'VOTABLE'],
    ]);
  });

  it('tells the same wherever the chunks end', () => {
    const whole = read(bytes(DOCUMENT));
    expect(read(bytes(DOCUMENT), new Array(bytes(DOCUMENT).length).fill(1))).toEqual(whole);
    const long = bytes(DOCUMENT.replace('1.5', `${'x'.repeat(300)}\r\n`));
    const wholeLong = read(long);
    fc.assert(
      fc.property(fc.array(fc.nat(60)), (sizes) => {
        expect(read(long, sizes)).toEqual(wholeLong);
      }),
    );
  });

  it('reads the encodings that files declare', () => {
    const latin = Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>\xe9</a>', 'latin1');
    expect(read(latin)).toContainEqual(['text', 'é']);
    const utf16 = Buffer.from('\ufeff<?xml version="1.0" encoding="UTF-16"?><a>é</a>', 'utf16le');
    expect(read(utf16)).toContainEqual(['text', 'é']);
    expect(read(bytes('\ufeff<a>é</a>'))).toContainEqual(['text', 'é']);
    expect(refusal('<?xml version="1.0" encoding="klingon"?><a/>').message).toContain('klingon');
    expect(refusal(new Uint8Array([0x3c, 0x61, 0x3e, 0xff, 0x3c])).message).toMatch(/not utf-8/);
  });

  it('tells plain tags and others alike, mixed in any way', () => {
    const inner = fc.constantFrom(
      ...['1.5', ' a\n', 'é', '&lt;', '&#x41;', '&#127756;', '<!-- <TD> -->', '<?p <TD>?>', '<![CDATA[</TD>&]]>', ''],
    );
    const element = fc.letrec<{ node: string }>((tie) => ({
      node: fc
        .tuple(
          fc.constantFrom('TD', 'TR', 'T', 'v:TD', 'É'),
          fc.constantFrom('', '', ' ', ' a="&gt;"'),
          fc.constantFrom('', '', ' ', '\n'),
          fc.array(fc.oneof({ maxDepth: 3 }, inner, inner, tie('node')), { maxLength: 4 }),
        )
        .map(([name, more, end, parts]) =>
          parts.length === 0 ? `<${name}${more}/>` : `<${name}${more}>${parts.join('')}</${name}${end}>`,
        ),
    })).node;
    // The same document without a plain tag: saxes reads all of it.
    const withoutPlain = (text: string): string => text.replace(/<(TD|TR|T)(\/?)>/g, '<$1 $2>');
    fc.assert(
      fc.property(element, fc.array(fc.nat(9)), (text, sizes) => {
        expect(read(bytes(text), sizes)).toEqual(read(bytes(withoutPlain(text))));
      }),
    );
  });

  it('says where a fault is', () => {
    const error = refusal('<a>\n <b>text\n</a>');
    expect(error.code).toBe('I103');
    expect(error.problems[0].place).toEqual({ file: 'x.xml', line: 3, column: 5 });
    const faults = ['<a>', '<a></b>', '<a>&nbsp;</a>', '<a>\u0001</a>', 'x', '', '<a b=1/>'];
    const withinRows = ['</b>', '</a', '</', '<', '<b></a>', '&', '&#0;', '&#x110000;', '&#55296;', '& ;', '<b c></b>'];
    for (const text of [...faults, ...withinRows.map((part) => `<v x=''><a>${part}`)])
      expect(refusal(text).code, text).toBe('I103');
    expect(refusal(`<v><a></a${' '.repeat(5000)}`).code).toBe('I103');
  });

  it('holds no more than its limits', () => {
    expect(refusal('<a><a><a/></a></a>', { depth: 2 }).message).toMatch(/deeper than 2/);
    expect(refusal(`<a b="${'x'.repeat(100)}"/>`, { pending: 50 }).message).toMatch(/more than 50/);
    expect(read(bytes(`<a>${'x'.repeat(100)}</a>`), [], { pending: 50 })).toHaveLength(3);
  });

  it('hands long text over piece by piece', () => {
    let pieces = 0;
    const parser = new SaxParser('x', { open: () => {}, text: () => pieces++, close: () => {} });
    parser.feed(bytes(`<a>${'x'.repeat(300)}`));
    for (let i = 0; i < 10; i++) parser.feed(bytes('y'.repeat(100)));
    expect(pieces).toBe(11);
  });

  it('lets the errors of its handlers through', () => {
    const parser = new SaxParser('x', {
      open: () => {
        throw new RangeError('mine');
      },
      text: () => {},
      close: () => {},
    });
    expect(() => {
      parser.feed(bytes('<a/>'));
      parser.finish();
    }).toThrow(RangeError);
  });
});
