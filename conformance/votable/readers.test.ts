import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { AlmagestError, problem } from '../../src/core/error.ts';
import { OUTPUT_FORMATS } from '../../src/format/index.ts';
import { copyBytes, type TestValue, writeDocument } from '../../src/format/testing.ts';
import { nullValue, VOTABLE_BINARY } from '../../src/format/votable/binary.ts';
import { errorDocument } from '../../src/format/votable/error-document.ts';
import { type Datatype, fixedLength, isArray, isCharacter, isInteger } from '../../src/model/datatype.ts';
import { type Torture, torture } from './torture.ts';

/** Debian's, where python3-astropy puts it; a Python of one's own seldom has it. */
const PYTHON = '/usr/bin/python3';
const SCHEMA = join(import.meta.dirname, '../../../shared/standards/xsd/local/VOTable-1.4.xsd');

const runs = (command: string, ...args: readonly string[]): boolean => spawnSync(command, args).status === 0;
/** What `skip` takes: whether to, and what is missing. */
type Absence = readonly [boolean, string];
const NO_ASTROPY: Absence = [!runs(PYTHON, '-c', 'import astropy.io.votable'), `${PYTHON} has no astropy`];
const NO_STILTS: Absence = [!runs('stilts', '-version'), 'stilts is not installed'];
const NO_SCHEMA: Absence = [!runs('xmllint', '--version') || !existsSync(SCHEMA), `xmllint or ${SCHEMA} is absent`];

const FOLDER = mkdtempSync(join(tmpdir(), 'almagest-votable-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

const VOTABLES = OUTPUT_FORMATS.filter((format) => format.delivery === 'streamed').filter(({ id }) =>
  id.startsWith('votable-'),
);

/**
 * Integers as decimal text, floats as Python prints them, NULL and NaN as null. astropy has no mask for text and arrays of
 * variable length, where NULL is empty, and trims the text in a TD.
 */
function asAstropyReads(datatype: Datatype, value: TestValue, format: string): unknown {
  if (value === null && isCharacter(datatype)) return '';
  if (isArray(datatype)) {
    const size = fixedLength(datatype);
    // In BINARY nothing tells a whole number in an array from NULL.
    const missing = format === VOTABLE_BINARY.id && isInteger({ primitive: datatype.primitive }) ? 0 : null;
    const items = Array.isArray(value) ? value : new Array(size ?? 0).fill(missing);
    return items.map((item) => asAstropyReads({ primitive: datatype.primitive }, item, format));
  }
  if (typeof value === 'string') return format === 'votable-tabledata' ? value.trim() : value;
  if (datatype.primitive === 'float' || datatype.primitive === 'double') return pythonFloat(value);
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : value;
}

function pythonFloat(value: TestValue): string | null {
  if (typeof value !== 'number' || Number.isNaN(value)) return null;
  if (!Number.isFinite(value)) return String(value).replace('Infinity', 'inf');
  return Number.isInteger(value) && Math.abs(value) < 1e16 ? value.toFixed(1) : String(value);
}

/** A column as read, arrays of several dimensions flattened. */
function summary({ name, datatype, values }: { name: string; datatype: string; values: readonly unknown[] }) {
  return { name, datatype, values: values.map((value) => (Array.isArray(value) ? value.flat(3) : value)) };
}

/** What is right in our documents, but not understood by all readers of 2026. */
const ASTROPY_CANNOT = [
  // astropy 5.2 takes `char` with arraysize `8*` in binary for exactly 8.
  'bounded',
];
const VOTLINT_CANNOT = [
  // votlint 3.4.7 (not stilts tpipe) looks for no count before a polygon of variable length in binary.
  'polygon',
];

describe.each(VOTABLES)('$id', (format) => {
  const file = join(FOLDER, `${format.id}.vot`);
  const write = (table: Torture, options = {}): void => {
    const { header, types, rows } = format === VOTABLE_BINARY ? apartFromNull(table) : table;
    writeFileSync(file, writeDocument(format, header, copyBytes(format.copy, types, rows), options));
  };

  it('gives astropy what was written', ({ skip }) => {
    skip(...NO_ASTROPY);
    const whole = torture(ASTROPY_CANNOT);
    const written = format === VOTABLE_BINARY ? apartFromNull(whole) : whole;
    write(written);
    const { columns, statuses, warnings } = JSON.parse(
      execFileSync(PYTHON, [join(import.meta.dirname, 'read.py'), file], { encoding: 'utf8' }),
    );
    expect(statuses).toEqual(['OK']);
    expect(warnings).toEqual([]);
    const read = (value: TestValue, datatype: Datatype) => asAstropyReads(datatype, value, format.id);
    expect(columns.map(summary)).toEqual(
      written.header.columns.map(({ name, datatype }, index) => ({
        name,
        datatype: datatype.primitive,
        values: written.rows.map((row) => read(row[index] ?? null, datatype)),
      })),
    );
  });

  it('is clean to votlint', ({ skip }) => {
    skip(...NO_STILTS);
    write(withoutNullArrays(torture(VOTLINT_CANNOT)));
    expect(votlint(file)).toBe('');
  });

  it('follows the schema of VOTable 1.4', ({ skip }) => {
    skip(...NO_SCHEMA);
    write(torture());
    expect(xmllint(file)).toContain('validates');
  });

  it('is sound after an overflow and after a failure', ({ skip }) => {
    skip(...NO_STILTS);
    for (const options of [{ maxrec: 2 }, { maxrec: 0 }, { failure: { message: 'the query <took> too long' } }]) {
      write(withoutNullArrays(torture(VOTLINT_CANNOT)), options);
      expect(votlint(file)).toBe('');
    }
  });
});

/** BINARY lends one number of each type to NULL, and refuses a column that holds it. */
function apartFromNull(table: Torture): Torture {
  const lent = table.header.columns.map(nullValue);
  const apart = (value: TestValue, index: number): TestValue =>
    (lent[index] !== undefined && value === lent[index]) || Number(value) === Number(lent[index]) ? null : value;
  return { ...table, rows: table.rows.map((row) => row.map(apart)) };
}

/** votlint 3.4.7 misses the values in an empty cell of an array in TABLEDATA, which stands for NULL since VOTable 1.3. */
function withoutNullArrays(table: Torture): Torture {
  const filled = table.types.map((datatype, index) => (isArray(datatype) ? (table.rows[0]?.[index] ?? null) : null));
  return { ...table, rows: table.rows.map((row) => row.map((value, index) => value ?? filled[index] ?? null)) };
}

describe('the error document', () => {
  const error = new AlmagestError(
    [problem('Q201', 'There is no table <x> \u0001.', { span: { start: 14, end: 15 }, hint: 'Did you mean y?' })],
    { text: 'SELECT * FROM x' },
  );

  it('follows the schema of VOTable 1.4', ({ skip }) => {
    skip(...NO_SCHEMA);
    const file = join(FOLDER, 'error.vot');
    writeFileSync(file, errorDocument(error, [{ name: 'request', value: 'a&b' }]));
    expect(xmllint(file)).toContain('validates');
  });
});

describe('comma-separated values', () => {
  const csv = OUTPUT_FORMATS.filter((format) => format.delivery === 'streamed').find(({ id }) => id === 'csv');
  it('give Python the values that were written', ({ skip }) => {
    skip(...NO_ASTROPY);
    const file = join(FOLDER, 'torture.csv');
    if (!csv) throw new Error('no CSV');
    const { header, types, rows } = torture();
    writeFileSync(file, writeDocument(csv, header, copyBytes('text', types, rows)));
    const code = `
import csv, json, sys
rows = list(csv.DictReader(open(sys.argv[1], newline='', encoding='utf-8')))
print(json.dumps([[float(row['double']) for row in rows[:2]], float(rows[2]['double']) == -float('inf'), rows[1]['text'], rows[0]['white'], rows[1]['unicode'], rows[3]['int']]))`;
    const read = JSON.parse(execFileSync(PYTHON, ['-c', code, file], { encoding: 'utf8' }));
    expect(read).toEqual([[5e-324, 1.7976931348623157e308], true, '<a href="x">\'&amp;\' ]]>', 'a\tb\nc', '🌌 星', '']);
  });
});

/** votlint's complaints, one a line. */
function votlint(file: string): string {
  const { stdout, stderr } = spawnSync('stilts', ['votlint', `votable=${file}`], { encoding: 'utf8' });
  return `${stdout}${stderr}`.trim();
}

function xmllint(file: string): string {
  const { stderr } = spawnSync('xmllint', ['--nonet', '--noout', '--schema', SCHEMA, file], { encoding: 'utf8' });
  return stderr;
}
