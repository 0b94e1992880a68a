import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Datatype, INT, TEXT } from '../model/datatype.ts';
import { CSV } from './csv.ts';
import { OUTPUT_FORMATS } from './index.ts';
import { copyBytes, type TestValue, writeDocument } from './testing.ts';
import { TSV } from './tsv.ts';
import { VOTABLE_BINARY2 } from './votable/binary2.ts';
import { VOTABLE_TABLEDATA } from './votable/tabledata.ts';

const header = (...types: readonly Datatype[]) => ({
  columns: types.map((datatype, index) => ({ name: `c${index}`, datatype })),
  infos: [],
});

/** The rows of a document of one column per type. */
function written(format: typeof CSV, types: readonly Datatype[], ...rows: readonly (readonly TestValue[])[]): string {
  const text = writeDocument(format, header(...types), copyBytes(format.copy, types, rows)).toString();
  const [, table] = /<TABLEDATA>\n([\s\S]*)<\/TABLEDATA>/.exec(text) ?? [];
  return table ?? text.slice(text.indexOf('\n') + 1);
}

/** The bytes in the STREAM of a BINARY2 document, in hex. */
function binary2(types: readonly Datatype[], ...rows: readonly (readonly TestValue[])[]): string {
  const text = writeDocument(VOTABLE_BINARY2, header(...types), copyBytes('binary', types, rows)).toString();
  const [, stream = ''] = /<STREAM encoding="base64">([^<]*)</.exec(text) ?? [];
  return Buffer.from(stream, 'base64').toString('hex');
}

const type = (primitive: Datatype['primitive'], arraysize?: string): Datatype =>
  arraysize === undefined ? { primitive } : { primitive, arraysize };

describe('BINARY2', () => {
  it('writes numbers as they come, big-endian', () => {
    expect(binary2([type('short'), INT, type('long')], [-2, 258, 72057594037927937n])).toBe(
      '00' + 'fffe' + '00000102' + '0100000000000001',
    );
    expect(binary2([type('float'), type('double')], [1, Number.NEGATIVE_INFINITY])).toBe(
      '00' + '3f800000' + 'fff0000000000000',
    );
    expect(binary2([type('unsignedByte'), type('boolean'), type('boolean')], [255, true, false])).toBe(
      '00' + 'ff' + '54' + '46',
    );
  });

  it('refuses what does not fit a byte', () => {
    expect(() => binary2([type('unsignedByte')], [256])).toThrow(/0 to 255/);
    expect(() => binary2([type('unsignedByte')], [-1])).toThrow(/0 to 255/);
  });

  it('masks NULLs, the first column in the highest bit, and fills their place', () => {
    expect(binary2([INT, type('float'), type('double'), TEXT, type('boolean')], [null, null, null, null, null])).toBe(
      'f8' + '00000000' + '7fc00000' + '7ff8000000000000' + '00000000' + '3f',
    );
    const nine = new Array(9).fill(type('short'));
    expect(binary2(nine, [0, null, 0, 0, 0, 0, 0, 0, null])).toBe(`4080${'0000'.repeat(9)}`);
    expect(binary2([type('short', '2'), type('short', '*')], [null, null])).toBe('c0' + '00000000' + '00000000');
  });

  it('keeps what stands before a text that is larger than all room so far', () => {
    const long = 'x'.repeat(300_000);
    const row = (id: number) => `00${id.toString(16).padStart(8, '0')}${'000493e0'}${'78'.repeat(300_000)}0007`;
    expect(binary2([INT, TEXT, type('short')], [1, long, 7], [2, long, 7])).toBe(row(1) + row(2));
  });

  it('tells NaN from NULL and empty text from NULL', () => {
    expect(binary2([type('float'), TEXT], [Number.NaN, ''])).toBe('00' + '7fc00000' + '00000000');
  });

  it('counts char in bytes and unicodeChar in units of two bytes', () => {
    expect(binary2([TEXT], ['aé'])).toBe('00' + '00000003' + '61c3a9');
    expect(binary2([type('unicodeChar', '*')], ['aé€🌌'])).toBe(
      '00' + '00000005' + '0061' + '00e9' + '20ac' + 'd83cdf0c',
    );
    expect(binary2([type('char', '9*')], ['ab'])).toBe('00' + '00000002' + '6162');
  });

  it('cuts or fills up text of fixed size', () => {
    expect(binary2([type('char', '4')], ['ab'], ['abcdef'], ['abcé'])).toBe(
      '00' + '61620000' + '00' + '61626364' + '00' + '61626300',
    );
    expect(binary2([type('unicodeChar', '2')], ['a'], ['a🌌'])).toBe('00' + '00610000' + '00' + '00610000');
    expect(binary2([type('char')], ['x'], [null])).toBe('00' + '78' + '80' + '00');
  });

  it('writes arrays, of fixed size without a count', () => {
    expect(binary2([type('int', '*')], [[1, null, 3]])).toBe('00' + '00000003' + '00000001' + '00000000' + '00000003');
    expect(binary2([type('float', '*')], [[1, null]], [[]])).toBe(
      '00' + '00000002' + '3f800000' + '7fc00000' + '00' + '00000000',
    );
    expect(binary2([type('short', '3')], [[1, 2]])).toBe('00' + '000100020000');
    expect(binary2([type('short', '2x2')], [[1, 2, 3, 4]])).toBe('00' + '0001000200030004');
    expect(binary2([type('boolean', '3')], [[true, false, null]])).toBe('00' + '54463f');
    expect(binary2([type('unsignedByte', '*')], [[1, 255]])).toBe('00' + '00000002' + '01ff');
    expect(() => binary2([type('short', '1')], [[1, 2]])).toThrow(/does not fit short\(1\)/);
  });
});

describe('TABLEDATA', () => {
  const table = written.bind(undefined, VOTABLE_TABLEDATA);

  it('spells numbers and booleans as VOTable does', () => {
    expect(table([type('boolean'), type('boolean'), INT], [true, false, -5])).toBe(
      '<TR><TD>T</TD><TD>F</TD><TD>-5</TD></TR>\n',
    );
    expect(table([type('double')], [Number.NaN], [Number.POSITIVE_INFINITY], [Number.NEGATIVE_INFINITY], [1e300])).toBe(
      '<TR><TD>NaN</TD></TR>\n<TR><TD>+Inf</TD></TR>\n<TR><TD>-Inf</TD></TR>\n<TR><TD>1e+300</TD></TR>\n',
    );
  });

  it('leaves the cell of a NULL empty', () => {
    expect(table([INT, TEXT, type('float', '2')], [null, null, null])).toBe('<TR><TD></TD><TD></TD><TD></TD></TR>\n');
  });

  it('escapes what XML needs escaped and replaces what it cannot hold', () => {
    expect(table([TEXT], ['<a & "b">\r\n\t\\N é🌌'])).toBe('<TR><TD>&lt;a &amp; "b"&gt;&#13;\n\t\\N é🌌</TD></TR>\n');
    expect(table([type('unicodeChar', '*')], ['\u0001\b\v\f\u001f\ufffe\uffff\ufffd\u007f'])).toBe(
      `<TR><TD>${'\ufffd'.repeat(8)}\u007f</TD></TR>\n`,
    );
    // A `char` is ASCII.
    expect(table([TEXT], ['\u0001\b\v\f\u001f\u007f'])).toBe('<TR><TD>?????\u007f</TD></TR>\n');
  });

  it('writes arrays with blanks between', () => {
    expect(table([type('double', '*'), type('int', '3')], [[1.5, null, Number.POSITIVE_INFINITY], [1]])).toBe(
      '<TR><TD>1.5 NaN +Inf</TD><TD>1 0 0</TD></TR>\n',
    );
    expect(table([type('boolean', '*'), type('int', '*')], [[true, null, false], []])).toBe(
      '<TR><TD>T ? F</TD><TD></TD></TR>\n',
    );
    expect(() => table([type('int', '1')], [[1, 2]])).toThrow(/does not fit/);
  });
});

describe('CSV', () => {
  const csv = written.bind(undefined, CSV);

  it('quotes what needs quotes, and the empty text, which is not NULL', () => {
    expect(csv([TEXT, TEXT, TEXT], ['a', '', null])).toBe('a,"",\r\n');
    expect(csv([TEXT], ['a,b'], ['say "x"'], ['two\r\nlines'], [' a'], ['back\\slash'])).toBe(
      '"a,b"\r\n"say ""x"""\r\n"two\r\nlines"\r\n" a"\r\n"back\\slash"\r\n',
    );
  });

  it('spells numbers, booleans and arrays', () => {
    expect(csv([type('boolean'), type('double'), type('int', '*')], [true, Number.NEGATIVE_INFINITY, [1, 2]])).toBe(
      'true,-Infinity,1 2\r\n',
    );
  });

  it('names the columns in the first line', () => {
    const columns = [
      { name: 'a,b', datatype: INT },
      { name: 'plain', datatype: INT },
    ];
    expect(writeDocument(CSV, { columns, infos: [] }, copyBytes('text', [], [])).toString()).toBe('"a,b",plain\r\n');
  });
});

describe('TSV', () => {
  it('has no TAB and no line end in a value', () => {
    expect(written(TSV, [TEXT, TEXT, TEXT], ['a\tb\nc\rd', null, 'back\\slash "q"'])).toBe(
      'a b c d\t\tback\\slash "q"\n',
    );
  });
});

describe.each(OUTPUT_FORMATS.filter((format) => format.delivery === 'streamed'))('$id', (format) => {
  const types = [
    INT,
    TEXT,
    type('double'),
    type('unicodeChar', '*'),
    type('float', '*'),
    type('boolean'),
    type('short', '2'),
  ];
  const rows: readonly (readonly TestValue[])[] = [
    [1, 'a\tb\\<"', 1.5, 'é🌌', [1, null], true, [1, 2]],
    [null, null, null, null, null, null, null],
    [-7, '', Number.NaN, '', [], false, [3, 4]],
    [2147483647, 'x'.repeat(200), -0, '€', [Number.NEGATIVE_INFINITY], null, [5, 6]],
  ];
  const copy = copyBytes(format.copy, types, rows);
  const whole = writeDocument(format, header(...types), copy);

  it('writes the same however the bytes are cut into chunks', () => {
    expect(writeDocument(format, header(...types), copy, { sizes: new Array(copy.length).fill(1) })).toEqual(whole);
    fc.assert(
      fc.property(fc.array(fc.nat(50), { maxLength: 60 }), (sizes) => {
        expect(writeDocument(format, header(...types), copy, { sizes })).toEqual(whole);
      }),
      { numRuns: 50 },
    );
  });

  const outcomeAt = (maxrec: number, bytes: Uint8Array, failure?: { message: string }) => {
    const writer = format.writer(header(...types), { maxrec });
    writer.begin();
    if (bytes.length > 0) writer.rows(bytes);
    writer.end(failure);
    return { ...writer.outcome(), rows: writer.rowCount() };
  };

  it('overflows only if a row was left out', () => {
    expect(outcomeAt(5, copy)).toEqual({ kind: 'complete', rows: 4 });
    expect(outcomeAt(4, copy)).toEqual({ kind: 'complete', rows: 4 });
    expect(outcomeAt(3, copy)).toEqual({ kind: 'overflow', maxrec: 3, rows: 3 });
  });

  it('always overflows at MAXREC=0, with or without a query', () => {
    expect(outcomeAt(0, copy)).toEqual({ kind: 'overflow', maxrec: 0, rows: 0 });
    expect(outcomeAt(0, copyBytes(format.copy, types, []))).toEqual({ kind: 'overflow', maxrec: 0, rows: 0 });
    expect(outcomeAt(0, new Uint8Array(0))).toEqual({ kind: 'overflow', maxrec: 0, rows: 0 });
  });

  it('tells a failure, and an answer that broke off', () => {
    const partly = copy.subarray(0, copy.length - 7);
    expect(outcomeAt(9, partly, { message: 'gone' })).toEqual({ kind: 'failed', message: 'gone', rows: 3 });
    expect(outcomeAt(9, partly)).toMatchObject({ kind: 'failed', rows: 3 });
    // All rows that may be written are there: what happened later does not concern the result.
    expect(outcomeAt(2, copy, { message: 'gone' })).toMatchObject({ kind: 'overflow', rows: 2 });
  });

  it('ends soundly behind the last good row when a value cannot be written', () => {
    const pair = type('short', '2');
    const bad = [INT, pair];
    const writer = format.writer(header(...bad), { maxrec: 9 });
    const parts = [writer.begin()];
    const good = [
      [1, [1, 2]],
      [2, [3, 4]],
    ];
    expect(() => parts.push(writer.rows(copyBytes(format.copy, bad, [...good, [3, [5, 6, 7]]])))).toThrow(
      /does not fit/,
    );
    parts.push(writer.end({ message: 'it did not fit' }));
    const failure = { message: 'it did not fit' };
    const sound = writeDocument(
      format,
      header(...bad),
      copyBytes(format.copy, bad, good).subarray(0, format.copy === 'binary' ? -2 : undefined),
      { failure },
    );
    expect(Buffer.concat(parts).toString()).toBe(sound.toString());
    expect(writer.rowCount()).toBe(2);
  });

  it('refuses bytes that are not this COPY', () => {
    const other = copyBytes(format.copy, [INT], [[1], [2]]);
    expect(() => outcomeAt(9, other)).toThrow();
  });

  it('writes cells larger than its buffer', () => {
    // No pattern, so that formats which compress do not make it small.
    let seed = 1;
    const random = () => (seed = (seed * 48271) % 2147483647);
    const large = String.fromCodePoint(...Array.from({ length: 100_000 }, () => 0x4e00 + (random() % 0x2000)));
    const bytes = copyBytes(
      format.copy,
      [TEXT, type('unicodeChar', '*'), type('double', '20000')],
      [[large, large, new Array(20000).fill(0.5)]],
    );
    const document = writeDocument(format, header(TEXT, type('unicodeChar', '*'), type('double', '20000')), bytes);
    expect(document.length).toBeGreaterThan(400_000);
  });
});
