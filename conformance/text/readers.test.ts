import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ECSV } from '../../src/format/ecsv.ts';
import { copyBytes, type TestValue, writeDocument } from '../../src/format/testing.ts';
import { type Datatype, DOUBLE, fixedLength, isArray, isCharacter, isInteger } from '../../src/model/datatype.ts';
import type { ResultHeader } from '../../src/model/result.ts';
import { torture } from '../votable/torture.ts';

/** Debian's, where python3-astropy puts it; a Python of one's own seldom has it. */
const PYTHON = '/usr/bin/python3';
const NO_ASTROPY = spawnSync(PYTHON, ['-c', 'import astropy.table, yaml']).status !== 0;

const FOLDER = mkdtempSync(join(tmpdir(), 'almagest-text-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

interface Read {
  readonly columns: readonly {
    readonly name: string;
    readonly unit: string;
    readonly description: string;
    readonly meta: object;
    readonly values: readonly unknown[];
  }[];
  readonly meta: Readonly<Record<string, unknown>>;
}

function readWithAstropy(header: ResultHeader, rows: readonly (readonly TestValue[])[]): Read {
  const types = header.columns.map(({ datatype }) => datatype);
  const file = join(FOLDER, 'table.ecsv');
  writeFileSync(file, writeDocument(ECSV, header, copyBytes('text', types, rows)));
  const read = execFileSync(PYTHON, [join(import.meta.dirname, 'read.py'), file], { encoding: 'utf8' });
  return JSON.parse(read) as Read;
}

/** Numbers as Python prints them. An empty text is NULL to this reader, blanks at the ends of a text are nothing, and a NULL array of fixed size is one of NULLs. */
function asRead(datatype: Datatype, value: TestValue): unknown {
  if (isCharacter(datatype)) return typeof value === 'string' ? value.trim() || null : null;
  if (isArray(datatype)) {
    const size = fixedLength(datatype);
    if (value === null) return size === undefined ? [] : nested(datatype, new Array(size).fill(null));
    const items = (value as readonly TestValue[]).map((item) => asRead({ primitive: datatype.primitive }, item));
    // In an array of variable size, astropy makes NaN of NULL.
    if (size === undefined) return items.map((item) => item ?? 'nan');
    return nested(datatype, items);
  }
  if (value === null || typeof value === 'boolean') return value;
  if (isInteger(datatype)) return String(value);
  if (!Number.isFinite(value)) return String(value).replace('Infinity', 'inf').replace('NaN', 'nan');
  return Number.isInteger(value) && Math.abs(Number(value)) < 1e16 ? Number(value).toFixed(1) : String(value);
}

function nested({ arraysize }: Datatype, items: readonly unknown[]): readonly unknown[] {
  if (arraysize !== '2x3') return items;
  return [items.slice(0, 2), items.slice(2, 4), items.slice(4, 6)];
}

describe.skipIf(NO_ASTROPY)(`ecsv as ${PYTHON}'s astropy reads it`, () => {
  it('is what was written', () => {
    const { header, types, rows } = torture();
    const { columns, meta } = readWithAstropy(header, rows);
    expect(columns.map(({ name }) => name)).toEqual(header.columns.map(({ name }) => name));
    for (const [index, { name, values, unit, description, meta: more }] of columns.entries()) {
      const datatype = types[index] as Datatype;
      expect({ name, values }).toEqual({ name, values: rows.map((row) => asRead(datatype, row[index] ?? null)) });
      expect({ unit, description }).toEqual({ unit: 'deg', description: `The column "${name}" <&>` });
      expect(more).toEqual({ ucd: 'pos.eq.ra', ...(datatype.xtype && { xtype: datatype.xtype }) });
    }
    expect(meta).toEqual({
      description: header.description,
      query: header.infos[0]?.value,
      citation: 'doi:10.1/x: Cite & thank.',
    });
  });

  it('keeps names and words in any alphabet, and what is told twice', () => {
    const name = 'größe "x", 星 🌌: {a} # \\';
    const header: ResultHeader = {
      columns: [{ name, datatype: DOUBLE, description: '\u0085\u2028\ufeff\u007f\ud800 \t\n"\'' }],
      infos: ['Ana', 'Bo'].map((value) => ({ name: 'creator', value })),
    };
    const { columns, meta } = readWithAstropy(header, [[1]]);
    expect(columns[0]).toMatchObject({ name, values: ['1.0'] });
    expect(columns[0]?.description.replace('\ud800', '?')).toContain('\u0085\u2028\ufeff\u007f');
    expect(meta).toEqual({ creator: ['Ana', 'Bo'] });
  });

  it('has a row for every NULL of a single column', () => {
    const header = { columns: [{ name: 'x', datatype: DOUBLE }], infos: [] };
    expect(readWithAstropy(header, [[null], [1], [null]]).columns[0]?.values).toEqual([null, '1.0', null]);
  });
});
