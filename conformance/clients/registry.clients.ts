import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { findProgram, run } from '../program/run.ts';
import { canValidate, complaints } from '../registry/xml-schemas.ts';

const service = inject('service');
/** Debian's own, for which python3-pyvo is packaged. */
const python = findProgram('/usr/bin/python3');
const hasPyvo = python !== undefined && (await run(python, ['-c', 'import pyvo'])).code === 0;
if (!hasPyvo) console.warn('pyvo is not installed (Debian: python3-pyvo): its searches of the registry are skipped.');

async function script(path: string, ...words: readonly string[]): Promise<string> {
  const ended = await run(python ?? '', [join(import.meta.dirname, '..', path), ...words], { seconds: 240 });
  if (ended.code !== 0) throw new Error(ended.stderr);
  return ended.stdout;
}

describe.skipIf(!hasPyvo || service === '')('pyvo.registry finds the demonstration sets by', async () => {
  const run = hasPyvo && service !== '';
  const found = run ? (JSON.parse(await script('pyvo/registry.py', `${service}/tap`)) as Record<string, unknown>) : {};
  const paths = (name: string) =>
    (found[name] as readonly string[]).map((ivoid) => ivoid.replace(/^ivo:\/\/[^/]+\//, ''));

  test.each([
    ['keyword', ['antares/ps2017', 'icecube/ic86', 'icecube/txs0506']],
    ['keywords', ['antares/ps2017', 'fermi/fgl4', 'hess/dl3-dr1', 'icecube/ic86']],
    ['waveband', ['fermi/fgl4', 'fermi/lac4', 'hess/dl3-dr1', 'hess/hgps']],
    ['messenger', ['antares/ps2017', 'icecube/ic86', 'icecube/txs0506']],
    ['ucd', ['antares/ps2017', 'auger/uhecr2014', 'fermi/fgl4', 'hess/hgps', 'tycho2/stars']],
    ['ucd and word', ['fermi/fgl4']],
    ['position', ['hess/dl3-dr1']],
    ['region', ['hess/dl3-dr1']],
    ['time', ['gw/ogc4', 'icecube/txs0506']],
    ['energy', ['fermi/fgl4', 'hess/dl3-dr1']],
    ['creator', ['icecube/ic86']],
    ['doi', ['icecube/txs0506']],
    ['served by', ['shower/simulated', 'tycho2/stars']],
    ['cone searches', ['icecube/ic86']],
    ['services', ['tap']],
  ])('%s', (name, expected) => {
    expect(paths(name)).toEqual(expect.arrayContaining(expected));
  });

  test('nothing that does not fit', () => {
    expect(paths('all three')).toEqual(['hess/dl3-dr1']);
    expect(paths('waveband')).not.toContain('icecube/ic86');
    expect(paths('ucd and word')).not.toContain('hess/hgps');
    expect(paths('position')).not.toContain('hess/hgps');
    expect(paths('time')).not.toContain('tycho2/stars');
  });

  test('and asks what it found', () => {
    expect(found['rows of a cone search']).toBeGreaterThan(0);
    expect(found['tables of the service']).toBeGreaterThan(30);
  });
});

describe.skipIf(!python || service === '')('the collection', () => {
  test.each(['ivo_vor', 'oai_dc'])('is harvested as %s, every answer by its schema', async (prefix) => {
    const folder = mkdtempSync(join(tmpdir(), 'almagest-harvest-'));
    try {
      const words = [`${service}/oai`, join(folder, 'state.json'), '--prefix', prefix, '--keep', folder];
      const ended = JSON.parse(await script('harvest/harvest.py', ...words)) as { finished: boolean; got: string[] };
      expect(ended.finished).toBe(true);
      expect(ended.got.map((ivoid) => ivoid.replace(/^ivo:\/\/[^/]+/, ''))).toEqual(
        expect.arrayContaining(['', '/registry', '/organisation', '/tap', '/hess/dl3-dr1', '/tycho2/stars']),
      );
      const documents = readdirSync(folder).filter((file) => file.endsWith('.xml'));
      const texts = documents.map((file) => [file, readFileSync(join(folder, file), 'utf8')] as const);
      if (canValidate) expect(await complaints(Object.fromEntries(texts))).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
