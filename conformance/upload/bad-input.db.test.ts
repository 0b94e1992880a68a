import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../src/core/sql-text.ts';
import { openUploadKit, type UploadKit, uploadForm } from './upload-kit.ts';

let kit: UploadKit;
beforeAll(async () => {
  kit = await openUploadKit({ uploadBytes: 2_000_000, uploadRows: 1000 });
});
afterAll(() => kit.close());

const ALL = 'SELECT * FROM TAP_UPLOAD.mine';
const field = (attributes: string) => `<FIELD name="a" ${attributes}/>`;
const votable = (data: string, fields = field('datatype="int"')) =>
  `<VOTABLE version="1.4"><RESOURCE><TABLE>${fields}<DATA>${data}</DATA></TABLE></RESOURCE></VOTABLE>`;
const fits = (rows: number, format: string, count: string): Buffer => {
  const header = [
    'SIMPLE  =                    T',
    'BITPIX  =                    8',
    'NAXIS   =                    0',
    'END',
  ];
  const table = [
    "XTENSION= 'BINTABLE'",
    'BITPIX  =                    8',
    'NAXIS   =                    2',
    `NAXIS1  = ${String(rows).padStart(20)}`,
    `NAXIS2  = ${count.padStart(20)}`,
    'PCOUNT  =                    0',
    'GCOUNT  =                    1',
    'TFIELDS =                    1',
    `TFORM1  = '${format}'`,
    "TTYPE1  = 'a'",
    'END',
  ];
  const unit = (cards: string[]) =>
    cards
      .map((card) => card.padEnd(80))
      .join('')
      .padEnd(2880);
  return Buffer.from(unit(header) + unit(table), 'latin1');
};

/** Whatever comes, the answer is an error document with one of our codes, and nothing stays behind. */
describe('files that are not what they should be', () => {
  test.each<[string, string | Buffer, string, RegExp]>([
    ['nothing', '', 'U105', /is empty/],
    ['bytes without sense', Buffer.from([1, 0, 2, 0, 255]), 'U105', /none of the kinds/],
    ['a web page', '<!DOCTYPE html><html><body><p>Log in</p></body></html>', 'U105', /not a VOTable/],
    ['half a document', '<VOTABLE><RESOURCE><TABLE>', 'U105', /well-formed/],
    [
      'an XML bomb',
      `<!DOCTYPE v [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>${votable('<TABLEDATA><TR><TD>&b;</TD></TR></TABLEDATA>')}`,
      'U105',
      /entity|DOCTYPE|well-formed/i,
    ],
    [
      'an external entity',
      `<!DOCTYPE v [<!ENTITY x SYSTEM "file:///etc/passwd">]>${votable('<TABLEDATA><TR><TD>&x;</TD></TR></TABLEDATA>', field('datatype="char" arraysize="*"'))}`,
      'U105',
      /entity|well-formed/i,
    ],
    ['rows elsewhere', votable('<BINARY><STREAM href="file:///etc/passwd"/></BINARY>'), 'U105', /elsewhere/],
    ['a million of <', '<'.repeat(1_000_000), 'U105', /well-formed/],
    ['deep nesting', '<VOTABLE>'.repeat(100_000), 'U105', /deeper than/],
    [
      'base64 that breaks off',
      votable('<BINARY><STREAM encoding="base64">AAAAAQAAA</STREAM></BINARY>'),
      'U105',
      /base64/,
    ],
    [
      'a row that breaks off',
      votable('<BINARY><STREAM encoding="base64">AAAAAQAA</STREAM></BINARY>'),
      'U105',
      /no whole row/,
    ],
    [
      'a count that lies',
      votable('<BINARY><STREAM encoding="base64">/////w==</STREAM></BINARY>', field('datatype="long" arraysize="*"')),
      'U105',
      /more than 67108864 bytes/,
    ],
    [
      'a length that lies',
      votable('<BINARY/>', field('datatype="long" arraysize="999999999999"')),
      'U105',
      /makes no sense/,
    ],
    ['nrows that lies', votable('<TABLEDATA/>').replace('<TABLE>', '<TABLE nrows="7">'), 'U105', /should have 7 rows/],
    ['a FITS header that lies', fits(8, '1D', '99999999999'), 'U105', /truncated|ends in/],
    ['a FITS row that lies', fits(999_999_999, '1D', '1'), 'U105', /too long|columns take/],
    ['half a Parquet file', Buffer.from('PAR1\0\0\0\0\0\0\0\0\xff\xff\xff\x7fPAR1', 'latin1'), 'U105', /Parquet/],
    [
      'cells that are no numbers',
      votable('<TABLEDATA><TR><TD>x</TD></TR></TABLEDATA>'),
      'U105',
      /row 1, column a: "x"/,
    ],
    ['ragged CSV', 'a,b\n1,2\n3\n', 'U105', /line 3/],
    ['too many rows', `a\n${'1\n'.repeat(1001)}`, 'U103', /more than 1,?000 rows/],
    ['too many columns', `${'a,'.repeat(1000)}a\n${'1,'.repeat(1000)}1\n`, 'U103', /1001 columns/],
    ['too many bytes', Buffer.alloc(2_000_001, 'a'), 'U103', /2000000 bytes/],
    ['a gzip bomb', gzipSync(Buffer.alloc(50_000_000, ' ')), 'U103', /when it is unpacked/],
  ])('%s', async (_, content, code, message) => {
    const answer = await kit.query(ALL, {
      mine: new Blob([typeof content === 'string' ? content : new Uint8Array(content)]),
    });
    const text = await answer.text();
    expect(text).toContain(`QUERY_STATUS" value="ERROR">${code}: `);
    expect(text).toMatch(message);
    expect(text).not.toContain(kit.home);
    expect(answer.status).toBe(code === 'U103' ? 413 : 400);
  });

  test('and nothing of them stays', async () => {
    await expect.poll(() => readdir(join(kit.home, 'uploads')), { timeout: 20_000 }).toEqual([]);
    const tables = await kit.database.query(sql`SELECT tablename FROM pg_tables WHERE schemaname = 'almagest_upload'`);
    expect(tables).toEqual([]);
  });
});

describe('the parameter UPLOAD', () => {
  const table = new Blob(['a\n1\n']);
  test.each([
    ['no comma', 'mine', 'U101'],
    ['no name', ',param:mine', 'U101'],
    ['a path for a name', '../../mine,param:mine', 'U101'],
    ['SQL for a name', 'x"; DROP TABLE almagest.job; --,param:mine', 'U101'],
    ['a header for a name', 'a\r\nSet-Cookie: b,param:mine', 'U101'],
    ['a file of the server', 'mine,file:///etc/passwd', 'U101'],
    ['another scheme', 'mine,ftp://example.org/x', 'U101'],
    ['a name twice', 'mine,param:mine;MINE,param:mine', 'U101'],
    ['a part that is not there', 'mine,param:other', 'U102'],
    ['too many tables', Array.from({ length: 17 }, (_, index) => `t${index},param:mine`).join(';'), 'U101'],
  ])('%s', async (_, value, code) => {
    const form = uploadForm({ LANG: 'ADQL', QUERY: ALL, UPLOAD: value }, {});
    form.append('mine', table, '../../../etc/passwd\0\r\nX: y');
    const answer = await fetch(`${kit.url}/tap/sync`, { method: 'POST', body: form });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain(`ERROR">${code}: `);
    expect(answer.headers.get('set-cookie')).toBeNull();
  });

  test.each(['../../../etc/passwd', '/etc/passwd', 'a/../../b', '..', 'C:\\x', "é '; DROP TABLE x; --"])(
    'a part called %s is a part and no path, at once and in a job',
    async (part) => {
      const form = (more: Record<string, string>) => {
        const made = uploadForm({ LANG: 'ADQL', QUERY: ALL, FORMAT: 'csv', UPLOAD: `mine,param:${part}`, ...more }, {});
        made.append(part, table, 'x');
        return made;
      };
      const answer = await fetch(`${kit.url}/tap/sync`, { method: 'POST', body: form({}) });
      expect(await answer.text()).toBe('a\r\n1\r\n');
      const body = form({ PHASE: 'RUN' });
      const created = await fetch(`${kit.url}/tap/async`, { method: 'POST', body, redirect: 'manual' });
      const job = String(created.headers.get('location'));
      const phase = async () => (await fetch(`${job}/phase`)).text();
      await expect.poll(phase, { timeout: 30_000 }).toBe('COMPLETED');
      expect(await (await fetch(`${job}/results/result`)).text()).toBe('a\r\n1\r\n');
    },
  );

  test('the file may stand in a field, and in a form that is no multipart', async () => {
    const body = new URLSearchParams({
      LANG: 'ADQL',
      QUERY: ALL,
      FORMAT: 'csv',
      UPLOAD: 'mine,param:inline',
      inline: 'a\n1\n',
    });
    const answer = await fetch(`${kit.url}/tap/sync`, { method: 'POST', body });
    expect(await answer.text()).toBe('a\r\n1\r\n');
  });
});

describe('bodies', () => {
  /** Sends bytes as they are, and gives what comes back. */
  const send = (pieces: readonly string[]): Promise<string> =>
    new Promise((resolve, reject) => {
      const { port } = new URL(kit.url);
      const socket = connect(Number(port), '127.0.0.1');
      let answer = '';
      socket.setEncoding('utf8').on('data', (piece: string) => {
        answer += piece;
      });
      socket.on('error', reject).on('close', () => resolve(answer));
      for (const piece of pieces) socket.write(piece);
    });
  const head = (boundary: string) =>
    `POST /tap/sync HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\nContent-Type: multipart/form-data; boundary="${boundary}"\r\n\r\n`;
  const chunk = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;

  test("TOPCAT's: a quoted boundary of angle brackets, chunks, headers in another order", async () => {
    const boundary = '<><><><><><><><><><><>';
    const part = (name: string, text: string, type = 'text/plain') =>
      `--${boundary}\r\nContent-Type: ${type}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`;
    const answer = await send([
      head(boundary),
      chunk(`\r\n${part('REQUEST', 'doQuery')}${part('LANG', 'ADQL')}${part('FORMAT', 'csv')}`),
      chunk(part('QUERY', ALL) + part('UPLOAD', 'mine,param:mine')),
      chunk(
        part('mine', votable('<TABLEDATA><TR><TD>42</TD></TR></TABLEDATA>'), 'application/x-votable+xml').replace(
          'name="mine"',
          'name="mine"; filename="mine.vot"',
        ),
      ),
      chunk(`--${boundary}--\r\n`),
      '0\r\n\r\n',
    ]);
    expect(answer).toContain('200 OK');
    expect(answer).toMatch(/\r\n42\r\n/);
  });

  test('one that breaks off is told so, or cut off', async () => {
    const answer = await send([
      head('b'),
      chunk('--b\r\nContent-Disposition: form-data; name="mine"; filename="x"\r\n\r\na\n1'),
      '0\r\n\r\n',
    ]);
    expect(answer).toContain('400 Bad Request');
    expect(answer).toContain('R111');
  });
});
