import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { AlmagestError, problem } from '../../core/error.ts';
import { type FakeDatabase, makeTestService, TEST_RESOURCE } from '../../service/testing.ts';
import { dispatch } from '../dispatch.ts';
import { PROTOCOLS } from '../index.ts';

const BASE = 'https://vo.example/data';

async function get(url: string, fake: FakeDatabase = {}, headers: Readonly<Record<string, string>> = {}) {
  const { pathname, searchParams } = new URL(url, 'http://x');
  const response = await dispatch(
    {
      method: 'GET',
      path: pathname,
      url,
      parameters: [...searchParams],
      headers,
      baseUrl: BASE,
      signal: new AbortController().signal,
      requestId: 'r-1',
    },
    makeTestService(fake),
    PROTOCOLS,
  );
  return { ...response, body: String(response.body) };
}

const ask = (adql: string): string => `/query?adql=${encodeURIComponent(adql)}`;
const rows = (text: string): FakeDatabase => ({ rows: () => Readable.from([Buffer.from(text)]) });

const VOID = new Set(['meta', 'link', 'br', 'wbr']);

const TAG = /<(\/?)([a-z][a-z0-9]*)(?:\s+[a-z-]+(?:="[^"<>]*")?)*\s*>/g;

/** Every element is closed in its turn, nothing but tags has their brackets, and every id is there once. */
function expectSound(body: string): void {
  const open: string[] = [];
  for (const [tag, close, name = ''] of body.matchAll(TAG)) {
    if (close) expect(open.pop(), tag).toBe(name);
    else if (!VOID.has(name)) open.push(name);
  }
  expect(open).toEqual([]);
  expect(body.replace(TAG, '').replace('<!DOCTYPE html>', '')).not.toMatch(/[<>]/);
  const ids = [...body.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
}

describe('pages about what is published', () => {
  test.each(['/', '/resource/test/stars', '/table/test.stars', '/table/TAP_SCHEMA.columns', '/query', '/nowhere'])(
    '%s is sound HTML that loads nothing from elsewhere and runs nothing',
    async (url) => {
      const { body, headers } = await get(url);
      expectSound(body);
      expect(headers['content-type']).toBe('text/html; charset=utf-8');
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(body.replace('<script type="application/ld+json">', '')).not.toMatch(/<script|\son[a-z]+=|javascript:/i);
      expect(body).toContain('lang="en"');
    },
  );

  test('the front page names resources, tables with their rows, and the addresses for clients', async () => {
    const { body, status } = await get('/');
    expect(status).toBe(200);
    for (const part of [
      'Stars &lt;bright &amp; faint&gt;',
      `<a href="${BASE}/resource/test/stars">`,
      '<code>test.stars</code>',
      '3 rows',
      `${BASE}/tap`,
      'TOPCAT',
      'Aladin',
      'pyvo.dal.TAPService(&quot;https://vo.example/data/tap&quot;)',
      'simulated',
    ])
      expect(body).toContain(part);
  });

  test('a resource shows its terms, licence, citation, and that it is simulated', async () => {
    const { body } = await get('/resource/test/stars');
    for (const part of [
      'Tell us of discoveries.',
      'Please cite Hypatia (400).',
      'https://spdx.org/licenses/CC-BY-4.0.html',
      'https://doi.org/10.5072/stars',
      '@misc{test-stars,',
      'Hypatia; Theon',
      'ivo://test.example/test/stars',
      'come from a simulation',
    ])
      expect(body).toContain(part);
  });

  test('a table shows its columns as a query must write them, units, UCDs, and its terms', async () => {
    const { body } = await get('/table/TEST.Stars');
    for (const part of [
      '<code>&quot;size&quot;</code>',
      'meta.id;<wbr>meta.main',
      'primary key',
      '<td>deg</td>',
      'Tell us of discoveries.',
    ])
      expect(body).toContain(part);
  });

  test('a table of any name has a page', async () => {
    const [, table] = TEST_RESOURCE.tables;
    const { body } = await get('/');
    const link = [...body.matchAll(/href="https:\/\/vo.example\/data(\/table\/[^"]*)"/g)].map(
      ([, path]) => path ?? '',
    )[1];
    const { status, body: page } = await get((link ?? '').replaceAll('&amp;', '&'));
    expect(status).toBe(200);
    expect(page).toContain(table?.name.replaceAll('"', '&quot;') ?? 'no table');
  });

  test('what is not there is said to be so, with the nearest', async () => {
    const resource = await get('/resource/test/star');
    expect(resource.status).toBe(404);
    expect(resource.body).toContain('Did you mean test/stars?');
    expect((await get('/table/test.stras')).body).toContain('Did you mean test.stars?');
    expect((await get('/nowhere')).status).toBe(404);
  });

  test('the stylesheet is served', async () => {
    expect(await get('/style.css')).toMatchObject({
      status: 200,
      headers: { 'content-type': 'text/css; charset=utf-8' },
    });
  });
});

describe('the query page', () => {
  test('shows rows, units, where they come from, and links to the whole result', async () => {
    const { body, status } = await get(
      ask('SELECT id, ra, "size" FROM test.stars'),
      rows('1\t2.5\ta<b\n2\t\\N\t\\N\n'),
    );
    expect(status).toBe(200);
    expectSound(body);
    for (const part of [
      '<td class="num">1</td><td class="num">2.5</td><td>a&lt;b</td>',
      '<td class="num">2</td><td class="num"></td><td></td>',
      '<span class="unit">deg</span>',
      '2 rows.',
      'come from a simulation',
      'Please cite Hypatia (400).',
      `${BASE}/tap/sync?LANG=ADQL&amp;RESPONSEFORMAT=csv&amp;QUERY=SELECT%20id`,
    ])
      expect(body).toContain(part);
  });

  test('says that there are more rows than it shows', async () => {
    const { body } = await get(ask('SELECT id FROM test.stars'), rows('1\n'.repeat(101)));
    expect(body).toContain('The first 100 rows; there are more.');
    expect(body.match(/<td/g)).toHaveLength(100);
  });

  test('keeps the text and points at what is wrong with it', async () => {
    const adql = '\n\nSELECT idd\nFROM test.stars <';
    const { body, status } = await get(ask(adql));
    expect(status).toBe(400);
    expectSound(body);
    // The first line break behind the tag is not part of the text.
    expect(body).toContain('\n\n\nSELECT idd\nFROM test.stars &lt;</textarea>');
    expect(body).toContain('Q101 at line 4, column 17');
    expect(body).toContain('role="alert"');
  });

  test('tells of a failure of the database as of any other', async () => {
    const fake: FakeDatabase = {
      rows: () => {
        throw new AlmagestError([problem('X101', 'the query took longer than 10 s')]);
      },
    };
    const { body, status } = await get(ask('SELECT id FROM test.stars'), fake);
    expect(status).toBe(408);
    expect(body).toContain('the query took longer than 10 s');
    expect(body).toContain('can run as a job');
  });

  test('without a query offers examples', async () => {
    expect((await get('/query')).body).toContain('<textarea');
  });
});

describe('other forms of a resource', () => {
  const accepting = (accept: string) => get('/resource/test/stars', {}, { accept });

  test('are at the same address, for those who ask for them', async () => {
    const { status, headers, body } = await accepting('application/ld+json');
    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'content-type': 'application/ld+json; charset=utf-8', vary: 'Accept' });
    expect(JSON.parse(body)).toMatchObject({ '@type': 'Dataset', '@id': 'https://doi.org/10.5072/stars' });
    expect((await accepting('application/x-bibtex')).body).toMatch(/^@misc/);
    expect((await accepting('text/html,application/xml;q=0.9')).headers['content-type']).toMatch(/^text\/html/);
  });

  test('and at addresses of their own, which page and headers name', async () => {
    const { body, headers } = await get('/resource/test/stars');
    const url = `${BASE}/resource/test/stars?format=datacite-xml`;
    expect(body).toContain(`href="${url}"`);
    expect(headers['link']).toContain(`<${url}>; rel="describedby"; type="application/vnd.datacite.datacite+xml"`);
    expect(headers['link']).toContain('<https://doi.org/10.5072/stars>; rel="cite-as"');
    expect((await get('/resource/test/stars?format=datacite-xml')).body).toContain('<publicationYear>2020<');
    expect((await get('/resource/test/stars?format=html', {}, { accept: 'text/xml' })).body).toContain(
      '<!DOCTYPE html>',
    );
    const unknown = await get('/resource/test/stars?format=bibtx');
    expect(unknown).toMatchObject({ status: 400, body: expect.stringContaining('Did you mean bibtex?') });
  });

  test('are sent only to those who do not have them', async () => {
    for (const url of ['/resource/test/stars', '/resource/test/stars?format=bibtex', '/tap/tables?detail=min']) {
      const { headers, status } = await get(url);
      expect(status).toBe(200);
      const etag = headers['etag'] ?? '';
      expect(await get(url, {}, { 'if-none-match': `"other", ${etag.replace('W/', '')}` })).toMatchObject({
        status: 304,
        body: '',
      });
      expect((await get(url, {}, { 'if-none-match': '"other"' })).status).toBe(200);
    }
  });

  test('stand in the page as data that nothing can break out of', async () => {
    const { body } = await get('/resource/test/stars');
    const [, json = ''] = /<script type="application\/ld\+json">(.*?)<\/script>/.exec(body) ?? [];
    expect(json).not.toMatch(/[<>&]/);
    expect(JSON.parse(json)).toMatchObject({ name: 'Stars <bright & faint>' });
  });
});

test('a resource has what the landing page of a DOI must have', async () => {
  const { body } = await get('/resource/test/stars');
  for (const part of [
    // The DOI as an address, a citation in full, who may do what with it, which version it is, and how to get at it.
    '<a href="https://doi.org/10.5072/stars">https://doi.org/10.5072/stars</a>',
    'Hypatia; Theon (2020). Stars &lt;bright &amp; faint&gt;. Version 1. Test &amp; Trial. Dataset.',
    '<dt>Licence</dt>',
    '<dt>Version</dt>',
    'RESPONSEFORMAT=csv&amp;MAXREC=3&amp;QUERY=SELECT%20*%20FROM%20test.stars',
    // And for programs: the same as data, and where to find its other forms.
    'application/ld+json',
    '<link rel="canonical"',
    'rel="alternate" type="application/vnd.datacite.datacite+json"',
  ])
    expect(body).toContain(part);
});

describe('for search engines', () => {
  test('the sitemap names every page about what is published', async () => {
    const { body, headers } = await get('/sitemap.xml');
    expect(headers['content-type']).toMatch(/^text\/xml/);
    for (const path of ['/', '/resource/test/stars', '/table/test.stars'])
      expect(body).toContain(`<url><loc>${BASE}${path}</loc><lastmod>`);
    expect((await get('/sitemap/1')).body).toBe(body);
    expect((await get('/sitemap/x')).status).toBe(404);
  });

  test('robots.txt leads there', async () => {
    expect((await get('/robots.txt')).body).toContain(`Sitemap: ${BASE}/sitemap.xml`);
  });
});
