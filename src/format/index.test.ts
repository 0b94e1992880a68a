import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_FORMAT, findFormat, OUTPUT_FORMATS } from './index.ts';

describe('OUTPUT_FORMATS', () => {
  it('lists every format of this folder', async () => {
    const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'index.ts',
    );
    const modules = await Promise.all(
      files.map(
        (file) => import(/* @vite-ignore */ join(import.meta.dirname, file)) as Promise<Record<string, unknown>>,
      ),
    );
    const formats = modules
      .flatMap((module) => Object.values(module))
      .filter((value) => typeof value === 'object' && value !== null && 'delivery' in value);
    expect(new Set(formats)).toEqual(new Set(OUTPUT_FORMATS));
  });

  it('gives no name and no media type to two formats', () => {
    // The preferred short name of a format may be its id.
    const names = OUTPUT_FORMATS.flatMap(({ id, mediaType, otherMediaTypes, shortNames }) => [
      ...new Set([id, mediaType, ...otherMediaTypes, ...shortNames].map((name) => name.toLowerCase())),
    ]);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('is found by all that it declares', () => {
    for (const format of OUTPUT_FORMATS) {
      for (const name of format.shortNames) expect(findFormat(name)).toEqual({ format, mediaType: format.mediaType });
      for (const mediaType of [format.mediaType, ...format.otherMediaTypes])
        expect(findFormat(mediaType)).toEqual({ format, mediaType });
    }
  });
});

describe('findFormat', () => {
  const found = (requested: string): readonly (string | undefined)[] => {
    const choice = findFormat(requested);
    return [choice?.format.id, choice?.mediaType];
  };

  it('takes short names in any case', () => {
    expect(found('VOTable')).toEqual(['votable-binary2', 'application/x-votable+xml']);
    expect(found(' CSV ')).toEqual(['csv', 'text/csv;header=present']);
    expect(found('votable/TD')).toEqual(['votable-tabledata', 'application/x-votable+xml;serialization=TABLEDATA']);
    expect(DEFAULT_FORMAT.id).toBe('votable-binary2');
  });

  it('knows the short names of DALI 1.1 sec 3.4.3', () => {
    for (const name of ['votable', 'csv', 'tsv', 'fits', 'text', 'html']) expect(findFormat(name)).toBeDefined();
  });

  it('repeats the media type asked for', () => {
    expect(found('text/plain')).toEqual(['text', 'text/plain']);
    expect(found('text/html')).toEqual(['html', 'text/html']);
    expect(found('application/json')).toEqual(['json', 'application/json']);
    expect(found('application/json; layout=columns')).toEqual(['json-columns', 'application/json; layout=columns']);
    expect(found('text/xml')).toEqual(['votable-tabledata', 'text/xml']);
    expect(found('text/csv')).toEqual(['csv', 'text/csv']);
    expect(found('Application/X-VOTable+XML; Serialization="tabledata"')).toEqual([
      'votable-tabledata',
      'Application/X-VOTable+XML; Serialization="tabledata"',
    ]);
    expect(found('text/csv; charset=UTF-8;header=present')).toEqual(['csv', 'text/csv; charset=UTF-8;header=present']);
  });

  it('takes a blank for a plus sign that was lost in a URL', () => {
    expect(found('application/x-votable xml;serialization=BINARY2')).toEqual([
      'votable-binary2',
      'application/x-votable+xml;serialization=BINARY2',
    ]);
  });

  it('does not find what is not offered', () => {
    for (const requested of [
      '',
      'votable/xls',
      'application/pdf',
      'text/csv;header=absent',
      'application/x-votable+xml;serialization=XLS',
      'text/csv;;',
      'text/csv;header',
      'text/csv\r\nX: y',
      'text/csv;header="present\n"',
    ])
      expect(findFormat(requested)).toBeUndefined();
  });
});
