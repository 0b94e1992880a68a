import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { FITS } from '../../src/format/fits.ts';
import { collectDocument, copyBytes, type TestValue } from '../../src/format/testing.ts';
import { VOTABLE_FITS } from '../../src/format/votable/fits.ts';
import { type Datatype, fixedLength, isArray, isCharacter, isInteger } from '../../src/model/datatype.ts';
import { type Torture, torture } from '../votable/torture.ts';

/** Debian's, where python3-astropy puts it; a Python of one's own seldom has it. */
const PYTHON = '/usr/bin/python3';
const runs = (command: string, ...args: readonly string[]): boolean => spawnSync(command, args).status === 0;
const NO_ASTROPY = [!runs(PYTHON, '-c', 'import astropy.io.fits'), `${PYTHON} has no astropy`] as const;
const NO_STILTS = [!runs('stilts', '-version'), 'stilts is not installed'] as const;

const FOLDER = mkdtempSync(join(tmpdir(), 'almagest-fits-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

const VARIABLE_ARRAYS = ['shorts', 'floats', 'polygon'];

async function write(format: typeof FITS, { header, types, rows }: Torture, options = {}): Promise<string> {
  const file = join(FOLDER, `${format.id}.${format.extension}`);
  writeFileSync(file, await collectDocument(format, header, copyBytes(format.copy, types, rows), options));
  return file;
}

function readWithAstropy(file: string) {
  const read = execFileSync(PYTHON, [join(import.meta.dirname, 'read.py'), file], { encoding: 'utf8' });
  return JSON.parse(read) as {
    columns: { name: string; values: unknown[] }[];
    header: Record<string, unknown>;
    warnings: string[];
  };
}

/** Whole numbers as decimal text, others as Python prints them. FITS has no NULL among the elements of whole numbers and logicals. */
function asRead(datatype: Datatype, value: TestValue): unknown {
  if (isCharacter(datatype)) return value === '' ? ' ' : value;
  if (isArray(datatype)) {
    const items = Array.isArray(value) ? value : new Array(fixedLength(datatype) ?? 0).fill(null);
    return items.map((item) => {
      if (item === null && isInteger({ primitive: datatype.primitive })) return '0';
      return item === null && datatype.primitive === 'boolean'
        ? false
        : asRead({ primitive: datatype.primitive }, item);
    });
  }
  // astropy reads a logical that is neither as false.
  if (datatype.primitive === 'boolean') return value ?? false;
  if (value === null || Number.isNaN(value)) return null;
  if (isInteger(datatype)) return String(value);
  if (!Number.isFinite(value)) return String(value).replace('Infinity', 'inf');
  return Number.isInteger(value) && Math.abs(Number(value)) < 1e16 ? Number(value).toFixed(1) : String(value);
}

describe('fits', () => {
  it('gives astropy what was written', async ({ skip }) => {
    skip(...NO_ASTROPY);
    const written = torture();
    const { columns, warnings } = readWithAstropy(await write(FITS, written));
    expect(warnings).toEqual([]);
    expect(columns).toEqual(
      written.header.columns.map(({ name, datatype }, index) => ({
        name,
        values: written.rows.map((row) => asRead(datatype, row[index] ?? null)),
      })),
    );
  });

  it('describes its columns in the words of STIL', async ({ skip }) => {
    skip(...NO_ASTROPY);
    const { header } = readWithAstropy(await write(FITS, torture()));
    expect(header).toMatchObject({
      NAXIS2: 5,
      TTYPE14: 'instant',
      TFORM14: '26A',
      TXCTY14: 'timestamp',
      TUNIT14: 'deg',
      TUCD14: 'pos.eq.ra',
      TCOMM14: 'The column "instant" <&>',
      TDIM20: '(2,3)',
    });
  });

  it('says that rows were left out, and is a whole file without any', async ({ skip }) => {
    skip(...NO_ASTROPY);
    for (const maxrec of [2, 0]) {
      const { header } = readWithAstropy(await write(FITS, torture(), { maxrec }));
      expect(header).toMatchObject({ NAXIS2: maxrec, QSTATUS: 'OVERFLOW' });
    }
  });

  it('gives stilts what was written', async ({ skip }) => {
    skip(...NO_STILTS);
    const written = torture();
    const file = await write(FITS, written);
    const tpipe = ['tpipe', `in=${file}`, 'ofmt=csv', "cmd=keepcols 'flag byte short int long text unicode instant'"];
    const csv = execFileSync('stilts', tpipe, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    expect(csv).toMatchInlineSnapshot(`
      "flag,byte,short,int,long,text,unicode,instant
      true,0,-32768,-2147483648,-9223372036854775808,,Gr����e �� ��� 5���,2016-01-01T00:00:00
      false,255,32767,2147483647,9223372036854775807,"<a href=""x"">'&amp;' ]]>",���� ���,1999-12-31T23:59:59.999999
      true,7,0,0,9007199254740993,"back\\slash, ""quoted"" \\N",,2016-06-30
      ,,,,,,,
      true,,-32768,,-9223372036854775808,,,
      "
    `);
  });
});

describe('votable-fits', () => {
  it('is clean to votlint, and gives stilts what was written', async ({ skip }) => {
    skip(...NO_STILTS);
    // STIL cannot read arrays of variable length from a FITS stream, and takes a text for a shorter one in `char`.
    const file = await write(VOTABLE_FITS, torture([...VARIABLE_ARRAYS, 'unicode', 'unicode3']));
    const { stdout, stderr } = spawnSync('stilts', ['votlint', `votable=${file}`], { encoding: 'utf8' });
    expect(`${stdout}${stderr}`).toBe('');
    const tpipe = ['tpipe', `in=${file}`, 'ofmt=csv', "cmd=keepcols 'short int long text instant'"];
    expect(execFileSync('stilts', tpipe, { encoding: 'utf8' })).toMatchInlineSnapshot(`
      "short,int,long,text,instant
      -32768,-2147483648,-9223372036854775808,,2016-01-01T00:00:00
      32767,2147483647,9223372036854775807,"<a href=""x"">'&amp;' ]]>",1999-12-31T23:59:59.999999
      0,0,9007199254740993,"back\\slash, ""quoted"" \\N",2016-06-30
      ,,,,
      -32768,,-9223372036854775808,,
      "
    `);
  });
});
