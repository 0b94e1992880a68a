import { describe, expect, it } from 'vitest';
import { type Datatype, DOUBLE, INT, TEXT } from '../model/datatype.ts';
import type { ResultHeader } from '../model/result.ts';
import { HTML } from './html.ts';
import { copyBytes, type TestValue, writeDocument } from './testing.ts';
import { PLAIN_TEXT } from './text.ts';

const HEADER: ResultHeader = {
  columns: [
    { name: 'id', datatype: INT },
    { name: 'ra', datatype: DOUBLE, unit: 'deg' },
    { name: 'name', datatype: TEXT, description: 'What "people" say' },
  ],
  infos: [{ name: 'query', value: 'SELECT <x>' }],
};

function written(format: typeof HTML, rows: readonly (readonly TestValue[])[], options = {}): string {
  const types = HEADER.columns.map(({ datatype }): Datatype => datatype);
  return writeDocument(format, HEADER, copyBytes('text', types, rows), options).toString();
}

describe('plain text', () => {
  it('stands in columns, with numbers to the right', () => {
    expect(
      written(PLAIN_TEXT, [
        [1, 10.25, 'Größe'],
        [-20, null, 'two\nlines \u001b'],
        [3, Number.NaN, null],
      ]),
    ).toBe(
      [
        ' id |    ra | name',
        '    |   deg |',
        '----+-------+-------------',
        '  1 | 10.25 | Größe',
        '-20 |       | two\\nlines \ufffd',
        '  3 |   NaN | ',
        '(3 rows)',
        '',
      ].join('\n'),
    );
  });

  it('takes its widths from the first rows, and moves a wider one alone', () => {
    const rows = Array.from({ length: 102 }, (_, row) => [row, 0.5, row === 101 ? 'long' : 'x']);
    rows[100] = [123456789, 0.5, 'x'];
    const lines = written(PLAIN_TEXT, rows).split('\n');
    expect(lines.slice(100, -2)).toEqual([
      '97 | 0.5 | x',
      '98 | 0.5 | x',
      '99 | 0.5 | x',
      '123456789 | 0.5 | x',
      '101 | 0.5 | long',
    ]);
  });

  it('tells how it ended', () => {
    expect(written(PLAIN_TEXT, [])).toMatch(/\n\(0 rows\)\n$/);
    const rows = [
      [1, 2, 'a'],
      [2, 3, 'b'],
    ];
    expect(written(PLAIN_TEXT, rows, { maxrec: 1 })).toMatch(/\(1 row; there are more: MAXREC allows 1\)\n$/);
    expect(written(PLAIN_TEXT, rows, { failure: { message: 'gone' } })).toMatch(/\(broken off after 2 rows: gone\)\n$/);
  });
});

describe('HTML', () => {
  it('escapes everything that it is given', () => {
    const page = written(HTML, [[1, 2, '<script>alert("&")</script>']]);
    expect(page).toContain('<tr><td>1<td>2<td>&lt;script&gt;alert("&amp;")&lt;/script&gt;\n');
    expect(page).toContain('<dt>query</dt><dd>SELECT &lt;x&gt;</dd>');
    expect(page).toContain('<th scope="col" title="What &quot;people&quot; say">name</th>');
    expect(page).toContain('<th scope="col">ra<br><span>deg</span></th>');
    expect(page).toContain('td:nth-child(1),td:nth-child(2){text-align:right}');
    expect(page).not.toContain('<script');
  });

  it('tells how it ended', () => {
    const rows = [
      [1, 2, 'a'],
      [2, 3, 'b'],
    ];
    expect(written(HTML, rows)).toContain('<p>2 rows.</p>');
    expect(written(HTML, rows, { maxrec: 1 })).toContain('<p role="alert">1 row. There are more: MAXREC allows 1.</p>');
    expect(written(HTML, rows, { failure: { message: 'a < b' } })).toContain('broke off after 2 rows: a &lt; b</p>');
  });
});
