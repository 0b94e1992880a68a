import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Datatype, TEXT } from '../model/datatype.ts';
import { CSV } from './csv.ts';
import { JSON_ROWS } from './json.ts';
import type { StreamedFormat } from './output-format.ts';
import { copyBytes, writeDocument } from './testing.ts';
import { TSV } from './tsv.ts';
import { VOTABLE_BINARY2 } from './votable/binary2.ts';
import { VOTABLE_TABLEDATA } from './votable/tabledata.ts';
import { childrenOf, textOf, type XmlElement } from './xml/element.ts';
import { legalXml } from './xml/escape.ts';
import { parseXml } from './xml/parse.ts';

/** Any text that PostgreSQL can hold: all of Unicode but NUL. */
const text = fc
  .string({
    unit: fc.oneof(fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }), fc.constantFrom(...'\\"\',<&>\t\r\n ]N')),
  })
  .map((value) => value.replaceAll('\0', ''));
const UNICODE: Datatype = { primitive: 'unicodeChar', arraysize: '*' };

function document(format: StreamedFormat, datatype: Datatype, ...values: readonly (string | null)[]): string {
  const rows = values.map((value) => [value]);
  const header = { columns: [{ name: 'c', datatype }], infos: [] };
  return writeDocument(format, header, copyBytes(format.copy, [datatype], rows)).toString();
}

function descend(from: XmlElement, ...path: readonly string[]): readonly XmlElement[] {
  return path.reduce<readonly XmlElement[]>((found, name) => found.flatMap((one) => childrenOf(one, name)), [from]);
}

describe('any text', () => {
  it('arrives through TABLEDATA, but for what XML cannot hold', () => {
    fc.assert(
      fc.property(text, text, (first, second) => {
        const root = parseXml(document(VOTABLE_TABLEDATA, UNICODE, first, second));
        const cells = descend(root, 'RESOURCE', 'TABLE', 'DATA', 'TABLEDATA', 'TR', 'TD').map(textOf);
        expect(cells).toEqual([first, second].map(legalXml));
      }),
    );
  });

  it('arrives through BINARY2 as UTF-8 and as UTF-16', () => {
    const stream = (datatype: Datatype, value: string): Buffer => {
      const [, base64 = ''] = /"base64">([^<]*)</.exec(document(VOTABLE_BINARY2, datatype, value)) ?? [];
      return Buffer.from(base64, 'base64').subarray(5);
    };
    fc.assert(
      fc.property(text, (value) => {
        expect(stream(TEXT, value).toString('utf8')).toBe(value);
        expect(stream(UNICODE, value).swap16().toString('utf16le')).toBe(value);
      }),
    );
  });

  it('arrives through CSV', () => {
    fc.assert(
      fc.property(text, text, (first, second) => {
        const rows: unknown = parse(document(CSV, TEXT, first, second), {
          relax_column_count: false,
          record_delimiter: '\r\n',
        });
        expect(rows).toEqual([['c'], [first], [second]]);
      }),
    );
  });

  it('has room behind an array that was filled up', () => {
    const types: readonly Datatype[] = [{ primitive: 'double', arraysize: '50000' }, TEXT];
    const value = '\u0001'.repeat(200_000);
    const header = { columns: types.map((datatype, index) => ({ name: `c${index}`, datatype })), infos: [] };
    const written = writeDocument(JSON_ROWS, header, copyBytes('text', types, [[[], value]])).toString();
    const { data } = JSON.parse(written) as { data: readonly unknown[][] };
    expect(data[0]?.[0]).toEqual(new Array(50_000).fill(null));
    expect(data[0]?.[1]).toBe(value);
  });

  it('keeps its line and its column in TSV', () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(document(TSV, TEXT, value)).toBe(`c\n${value.replace(/[\t\r\n]/g, ' ')}\n`);
      }),
    );
  });
});
