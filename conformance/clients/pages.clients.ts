import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { findProgram, run } from '../program/run.ts';

const service = inject('service');
const chromium = findProgram('chromium');
if (chromium === undefined) console.warn('chromium is not installed: the pages are not looked at.');

describe.skipIf(chromium === undefined || service === '')('pages in a browser', () => {
  test('the root page lists every table, and the addresses to paste', async () => {
    const page = await show('/');
    for (const table of ['antares.events', 'hess.events', 'tycho2.stars']) expect(page).toContain(table);
    expect(page).toContain(`${service}/tap`);
  });

  test('the page of a table shows columns with unit and UCD', async () => {
    const page = await show('/table/hess.hdu_index');
    for (const text of ['file_name', 'size', 'meta.']) expect(page).toContain(text);
  });
});

/** The document as the browser has it once it is shown. */
async function show(path: string): Promise<string> {
  const profile = await mkdtemp(join(tmpdir(), 'almagest-browser-'));
  try {
    const { code, stdout, stderr } = await run(
      chromium ?? '',
      [
        '--headless',
        '--no-sandbox', // root may not have one
        '--disable-gpu',
        '--disable-quic',
        '--disable-sync',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        `--user-data-dir=${profile}`,
        '--dump-dom',
        `${service}${path}`,
      ],
      { seconds: 60 },
    );
    if (code !== 0) throw new Error(`chromium ended with ${code}: ${stderr}`);
    return stdout;
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 3 });
  }
}
