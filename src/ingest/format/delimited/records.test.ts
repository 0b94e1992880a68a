import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Dialect } from '../../../descriptor/descriptor.ts';
import type { Line } from './lines.ts';
import { parseRecords } from './records.ts';

const dialect: Dialect = {
  delimiter: ',',
  commentChar: '#',
  headerRows: 0,
  skipRows: 0,
  quoteChar: '"',
  missingValues: [''],
};

/** Lines in groups of a size, as they come from a file. */
async function* inGroups(text: string, size: number): AsyncGenerator<Line[]> {
  const lines = text.split('\n').map((line, index) => ({ number: index + 1, text: line }));
  for (let start = 0; start < lines.length; start += size) yield lines.slice(start, start + size);
}

async function read(text: string, size: number, wanted: Dialect) {
  const records = [];
  for await (const group of parseRecords(inGroups(text, size), wanted, 'a.csv')) records.push(...group);
  return records;
}

/** The same by the parser alone, over the whole text. */
function readAtOnce(text: string, { delimiter, quoteChar }: Dialect) {
  return parse(`${text}\n`, {
    delimiter,
    quote: quoteChar,
    comment: '#',
    comment_no_infix: true,
    trim: true,
    skip_empty_lines: true,
    relax_column_count: true,
    on_record: (cells, { lines }) => ({ line: lines, cells }) as unknown as string[],
  });
}

test.each([
  [',', 'a,b#"\n '],
  ['\t', 'a\t#"\n '],
])('rows between %j are those of a parser that sees all of the file, however it comes', async (delimiter, letters) => {
  const wanted = { ...dialect, delimiter };
  const cell = fc.oneof(fc.constantFrom('"a b"', `"a${delimiter}b"`, '"a\n#b"', '"a""b"', '""', 'ab', ' a ', ''));
  const row = fc.oneof(
    fc.array(cell, { maxLength: 4 }).map((cells) => cells.join(delimiter)),
    fc.constant('# "comment'),
  );
  const good = fc.array(row, { maxLength: 8 }).map((rows) => rows.join('\n'));
  const anything = fc.array(fc.constantFrom(...letters), { maxLength: 30 }).map((parts) => parts.join(''));
  await fc.assert(
    fc.asyncProperty(fc.oneof(good, anything), fc.integer({ min: 1, max: 4 }), async (text, size) => {
      let expected: unknown;
      try {
        expected = readAtOnce(text, wanted);
      } catch {
        await expect(read(text, size, wanted)).rejects.toMatchObject({ code: 'I103' });
        return;
      }
      expect(await read(text, size, wanted)).toEqual(expected);
    }),
    { numRuns: 1000 },
  );
});
