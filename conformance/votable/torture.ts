import type { TestValue } from '../../src/format/testing.ts';
import type { Datatype, Primitive } from '../../src/model/datatype.ts';
import type { ResultColumn, ResultHeader } from '../../src/model/result.ts';
import type { Table } from '../../src/model/table.ts';

const type = (primitive: Primitive, arraysize?: string, xtype?: string): Datatype => ({
  primitive,
  ...(arraysize === undefined ? {} : { arraysize }),
  ...(xtype === undefined ? {} : { xtype }),
});

/** Every type with its extremes; each is also NULL once, in a row of its own. */
const VALUES: readonly (readonly [string, Datatype, ...TestValue[]])[] = [
  ['flag', type('boolean'), true, false, true],
  ['byte', type('unsignedByte'), 0, 255, 7],
  ['short', type('short'), -32768, 32767, 0],
  ['int', type('int'), -2147483648, 2147483647, 0],
  ['long', type('long'), -9223372036854775808n, 9223372036854775807n, 9007199254740993n],
  ['float', type('float'), 1.5, Number.POSITIVE_INFINITY, Number.NaN],
  ['double', type('double'), 5e-324, 1.7976931348623157e308, Number.NEGATIVE_INFINITY],
  ['text', type('char', '*'), '', `<a href="x">'&amp;' ]]>`, 'back\\slash, "quoted" \\N'],
  ['white', type('char', '*'), 'a\tb\nc', ' blanks ', 'x'],
  ['fixed', type('char', '4'), 'abcd', 'ab', 'x'],
  ['bounded', type('char', '8*'), 'abcdefgh', 'ab', ''],
  ['unicode', type('unicodeChar', '*'), 'Größe µ ≤ 5″', '🌌 星', ''],
  ['unicode3', type('unicodeChar', '3'), 'äöü', '星', 'abc'],
  ['instant', type('char', '*', 'timestamp'), '2016-01-01T00:00:00', '1999-12-31T23:59:59.999999', '2016-06-30'],
  ['shorts', type('short', '*'), [1, -2, 3], [], [32767]],
  ['longs', type('long', '2'), [1n, -9223372036854775808n], [0, 0], [5, 6]],
  ['floats', type('float', '*'), [1.5, null, 2], [], [Number.POSITIVE_INFINITY]],
  ['bytes', type('unsignedByte', '3'), [0, 128, 255], [1, 2, 3], [9, 9, 9]],
  ['flags', type('boolean', '2'), [true, false], [false, false], [true, true]],
  ['matrix', type('double', '2x3'), [1, 2, 3, 4, 5, 6], [0, 0, 0, 0, 0, 0.5], [9, 8, 7, 6, 5, 4]],
  ['point', type('double', '2', 'point'), [10.5, -20.25], [0, 90], [359.9, 0]],
  ['circle', type('double', '3', 'circle'), [10.5, -20.25, 1], [0, 90, 0.5], [1, 2, 3]],
  ['polygon', type('double', '*', 'polygon'), [0, 0, 1, 0, 0, 1], [0, 0, 1, 0, 1, 1, 0, 1], [5, 5, 6, 5, 5, 6]],
  ['interval', type('double', '2', 'interval'), [Number.NEGATIVE_INFINITY, 5], [1, 2], [3, Number.POSITIVE_INFINITY]],
];

const TABLE: Table = {
  schema: 'test',
  name: 'torture',
  kind: 'table',
  description: 'Every type there is',
  columns: [
    ['double', { range: [-10, 10] as const }],
    ['instant', {}],
    ['short', { values: { '0': 'none', '1': '' } }],
  ].map(([name, detail]) => ({
    name: String(name),
    datatype: type('double'),
    indexed: false,
    principal: false,
    std: false,
    ...(detail as object),
  })),
  primaryKey: [],
  foreignKeys: [],
  skyIndexes: [],
  position: { ra: 'float', dec: 'double', frame: 'ICRS', epoch: 2016 },
  time: { column: 'instant', scale: 'UTC', position: 'GEOCENTER' },
};

/** A table of made-up rows: everything that a format has to cope with. */
export interface Torture {
  readonly header: ResultHeader;
  readonly types: readonly Datatype[];
  readonly rows: readonly (readonly TestValue[])[];
}

/** The table without the columns that a reader is known to get wrong. */
export function torture(without: readonly string[] = []): Torture {
  const chosen = VALUES.filter(([name]) => !without.includes(name));
  return {
    types: chosen.map(([, datatype]) => datatype),
    rows: [
      ...[0, 1, 2].map((row) => chosen.map(([, , ...values]) => values[row] ?? null)),
      chosen.map(() => null),
      // One NULL in every other column, so that masks have a pattern.
      chosen.map(([, , first], index) => (index % 2 === 0 ? (first ?? null) : null)),
    ],
    header: {
      description: 'Every type <there> is & more',
      columns: chosen.map(([name, datatype]): ResultColumn => describe(name, datatype)),
      infos: [
        { name: 'query', value: 'SELECT *\nFROM "t" WHERE a < \'é\' -- \u0007' },
        { name: 'citation', value: 'doi:10.1/x', ucd: 'meta.bib', content: 'Cite & thank.' },
      ],
    },
  };
}

function describe(name: string, datatype: Datatype): ResultColumn {
  const description = `The column "${name}" <&>`;
  return { name, datatype, unit: 'deg', ucd: 'pos.eq.ra', description, table: TABLE, column: name };
}
