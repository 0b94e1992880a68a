import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countProblems, reportLines } from '../core/report.ts';
import { hasError, loadDescriptor, loadDescriptors } from './load.ts';

const bad = join(import.meta.dirname, 'testdata/bad');

/** A sound descriptor, with lines of one's own in place of its own or after them. */
function descriptor(changes: { readonly id?: string; readonly table?: string; readonly extra?: string } = {}): string {
  return `format: resource/1
id: ${changes.id ?? 'lab/survey'}
title: A survey of something
description: A table for the tests of the loader, with as little in it as the schema allows.
creators: [Someone]
contact: Help desk
source: 2020A&A...000A...1X
subjects: [surveys]
license: CC-BY-4.0
tables:
  - name: ${changes.table ?? 'objects'}
    description: One row for each object.
    source: {path: objects.csv}
    columns:
      - {name: id, type: long, ucd: meta.id;meta.main, description: Number}
examples: [{name: All, adql: SELECT id FROM lab.objects}]
${changes.extra ?? ''}`;
}

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'almagest-descriptor-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Writes a file and loads it; its problems as `severity code line:column message | hint`. */
async function problemsOf(name: string, content: string | Uint8Array): Promise<string[]> {
  const file = join(folder, name);
  await writeFile(file, content);
  const { problems } = await loadDescriptor(file);
  return problems.map(
    ({ severity, code, message, hint, place }) =>
      `${severity} ${code} ${place?.line ?? '-'}:${place?.column ?? '-'} ${message}${hint ? ` | ${hint}` : ''}`,
  );
}

// A new case is two files in testdata/bad: the descriptor, and the report beside it.
describe('bad descriptors are told everything that is wrong with them', async () => {
  for (const name of (await readdir(bad)).filter((file) => !file.endsWith('.txt')))
    it(name, async () => {
      const { problems, descriptor } = await loadDescriptor(join(bad, name));
      expect(descriptor).toBeUndefined();
      const report = [...reportLines(name, problems), `  ${countProblems(problems)}`, ''].join('\n');
      await expect(report).toMatchFileSnapshot(join(bad, `${name}.txt`));
    });
});

describe('whatever a file holds, the answer is problems', () => {
  it('nothing', async () => {
    expect(await problemsOf('empty.yaml', ' \n\n')).toEqual([
      'error D106 -:- the file is empty | a descriptor begins with format: resource/1',
    ]);
  });

  it('comments alone', async () => {
    expect(await problemsOf('comments.yaml', '# nothing\n')).toEqual([
      'error D105 1:1 the descriptor is empty; it must be a map',
    ]);
  });

  it('bytes that are no text', async () => {
    expect(await problemsOf('binary.yaml', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1, 2]))).toEqual([
      'error D106 -:- the file is not text | a descriptor is a YAML or JSON file in UTF-8',
    ]);
    expect(await problemsOf('latin1.yaml', Buffer.from('title: Høg', 'latin1'))).toEqual([
      'error D106 -:- the file is not UTF-8 text | a descriptor is a YAML or JSON file in UTF-8',
    ]);
  });

  it('too many bytes', async () => {
    expect(await problemsOf('large.yaml', `# ${'x'.repeat(10_000_000)}\n`)).toEqual([
      'error D106 -:- the file has 10000003 bytes; a descriptor may have 8388608 | a descriptor says where the data are, it does not hold them',
    ]);
  });

  it('aliases that would grow a million-fold', async () => {
    const levels = Array.from(
      { length: 9 },
      (_, n) =>
        `x-${n}: &l${n} [${Array(10)
          .fill(n === 0 ? 'lol' : `*l${n - 1}`)
          .join(', ')}]`,
    );
    const [first, ...others] = await problemsOf('bomb.yaml', levels.join('\n'));
    expect(first).toMatch(/^error D102 1:1 the file cannot be read as YAML: .*alias/i);
    expect(others).toEqual([]);
  });

  it('an alias of itself', async () => {
    expect((await problemsOf('loop.yaml', 'x-a: &a [*a]\n')).length).toBeGreaterThan(0);
  });

  it('a hundred thousand brackets', async () => {
    expect(await problemsOf('deep.yaml', '['.repeat(100_000))).toEqual([
      'error D102 1:1 the file is nested too deeply',
    ]);
    expect(await problemsOf('deep-maps.yaml', '{a: '.repeat(50_000))).toEqual([
      'error D102 1:1 the file is nested too deeply',
    ]);
  });

  it('two documents', async () => {
    expect(await problemsOf('two.yaml', `${descriptor()}---\n${descriptor()}`)).toEqual([
      'error D102 17:1 the file holds several documents | One file describes one resource: leave out the lines ---.',
    ]);
  });

  it('keys that JavaScript has a use for', async () => {
    const problems = await problemsOf(
      'prototype.yaml',
      descriptor({ extra: '__proto__: {a: 1}\nconstructor: 1\ntoString: x\n' }),
    );
    expect(problems.map((line) => line.replace(/ \|.*/, ''))).toEqual([
      'error D104 17:1 unknown key "__proto__" in a descriptor',
      'error D104 18:1 unknown key "constructor" in a descriptor',
      'error D104 19:1 unknown key "toString" in a descriptor',
    ]);
  });

  it('a utype that TAP_SCHEMA could not tell, its texts being ASCII but for descriptions', async () => {
    expect(await problemsOf('utype.yaml', descriptor().replace('columns:', 'utype: "é:b"\n    columns:'))).toEqual([
      'error D105 14:12 utype "é:b" has the wrong form | Write ASCII characters without blanks.',
    ]);
  });

  it('a folder, or nothing at all', async () => {
    expect((await loadDescriptor(folder)).problems).toMatchObject([
      { code: 'D106', message: 'this is a folder, not a descriptor' },
    ]);
    expect((await loadDescriptor(join(folder, 'none.yaml'))).problems).toMatchObject([
      { code: 'D106', message: 'there is no such file', place: { file: join(folder, 'none.yaml') } },
    ]);
  });

  it('a byte order mark and CRLF are read past', async () => {
    expect(await problemsOf('windows.yaml', `\uFEFF${descriptor().replaceAll('\n', '\r\n')}`)).toEqual([]);
  });

  it('noise never throws', async () => {
    let seed = 1;
    const next = () => {
      seed = (seed * 48271) % 2147483647;
      return seed / 2147483647;
    };
    const pieces = [
      '{',
      '}',
      '[',
      ']',
      ':',
      ' ',
      '\n',
      '- ',
      '"',
      "'",
      '|',
      '>',
      '*a',
      '&a',
      '!!x',
      '%',
      '#',
      'tables',
      '\t',
      '---',
      '?',
      '1e9',
      ',',
    ];
    for (let round = 0; round < 200; round++) {
      const text = Array.from({ length: 40 }, () => pieces[Math.floor(next() * pieces.length)]).join('');
      const file = join(folder, 'noise.yaml');
      await writeFile(file, text);
      expect(hasError((await loadDescriptor(file)).problems), JSON.stringify(text)).toBe(true);
    }
  });
});

describe('several descriptors together', () => {
  const write = async (files: Readonly<Record<string, string>>): Promise<string> => {
    const at = await mkdtemp(join(folder, 'several-'));
    for (const [name, content] of Object.entries(files)) {
      await mkdir(join(at, name, '..'), { recursive: true });
      await writeFile(join(at, name), content);
    }
    return at;
  };
  const lines = async (at: string) =>
    (await loadDescriptors(at)).map(
      ({ file, descriptor, problems }) =>
        `${file.slice(at.length + 1)} ${descriptor ? 'sound' : 'refused'} ${problems.map(({ code, message }) => `${code} ${message.replaceAll(at, '')}`).join('; ')}`,
    );

  it('are found at any depth, in the order of their names, but not in hidden folders', async () => {
    const at = await write({
      'b.yml': descriptor({ id: 'b/x' }),
      'a/z.yaml': descriptor({ id: 'a/z' }),
      'a/readme.txt': 'no',
      'c.json': '{}',
      '.git/d.yaml': 'no',
    });
    expect((await loadDescriptors(at)).map(({ file }) => file.slice(at.length + 1))).toEqual([
      'a/z.yaml',
      'b.yml',
      'c.json',
    ]);
  });

  it('may not claim one table or one id twice', async () => {
    const at = await write({
      '1.yaml': descriptor(),
      '2.yaml': descriptor({ id: 'lab/other', table: 'Objects' }),
      '3.yaml': descriptor({ id: 'LAB/survey', table: 'stars' }),
      '4.yaml': descriptor({ id: 'lab/fourth', table: 'planets' }),
    });
    expect(await lines(at)).toEqual([
      '1.yaml sound ',
      '2.yaml refused D202 the table lab.objects is claimed by /1.yaml:11:11 already',
      '3.yaml refused D202 the id LAB/survey is claimed by /1.yaml:1:1 already',
      '4.yaml sound ',
    ]);
  });

  it('are warned of keys that point at tables nobody describes', async () => {
    const key = 'foreignKeys: [{columns: id, reference: {table: lab.nights, columns: id}}]\n    columns:';
    const at = await write({ '1.yaml': descriptor().replace('columns:', key).replace('lab.nights', 'other.nights') });
    expect(await lines(at)).toEqual([
      '1.yaml sound D201 a foreign key of lab.objects points at other.nights, which no descriptor describes',
    ]);
  });
});

const design = join(import.meta.dirname, '../../../shared/design/ux.md');
it.skipIf(!existsSync(design))('reads the example of the design (needs ../shared/design)', async () => {
  const example = /```yaml\n(.*?)```/s.exec(await readFile(design, 'utf8'))?.[1] ?? '';
  expect(await problemsOf('example.yaml', example)).toEqual([
    'warning D213 13:26 contentLevel "University" is not in the vocabulary content_level | Use Research, Amateur, General.',
    "warning D231 17:37 the ORCID 0000-0000-0000-0000 is no one's: its last character does not fit the others | Look for a mistyped digit.",
    'note D301 64:7 this key has no effect | Every table with a position is offered for cone searches, and no other.',
  ]);
});

it('shows the text of the file, for those who point into it', async () => {
  const file = join(folder, 'text.yaml');
  await writeFile(file, descriptor());
  expect((await loadDescriptor(file)).text).toBe(await readFile(file, 'utf8'));
});
