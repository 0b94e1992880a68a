import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/core/sql-text.ts';
import { compileQuery } from '../../src/service/compile-query.ts';
import { loadUploads, withUploads } from '../../src/service/load-uploads.ts';
import { copyStatement } from '../../src/sql/copy-statement.ts';
import { openUploadKit, type UploadKit } from './upload-kit.ts';

let kit: UploadKit;
beforeAll(async () => {
  kit = await openUploadKit();
});
afterAll(() => kit.close());

/** Positions all over the sky, as a VOTable with UCDs or as CSV with the usual names. */
const positions = (count: number, seed: number) =>
  Array.from({ length: count }, (_, index) => {
    const turn = (index * 0.618033988749895 + seed) % 1;
    return [360 * turn, (Math.asin((2 * (index + 0.5)) / count - 1) * 180) / Math.PI] as const;
  });
const votable = (rows: readonly (readonly [number, number])[]) =>
  `<VOTABLE><RESOURCE><TABLE><FIELD name="long one" datatype="double" ucd="pos.eq.ra;meta.main" unit="deg"/><FIELD name="b" datatype="double" ucd="pos.eq.dec;meta.main" unit="deg"/><DATA><TABLEDATA>${rows
    .map(([ra, dec]) => `<TR><TD>${ra}</TD><TD>${dec}</TD></TR>`)
    .join('')}</TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>`;
const csv = (rows: readonly (readonly [number, number])[]) =>
  `RAJ2000,DEJ2000\n${rows.map((row) => row.join(',')).join('\n')}\n`;

const MATCH = `SELECT COUNT(*) AS n FROM TAP_UPLOAD.few AS a JOIN TAP_UPLOAD.many AS b
  ON DISTANCE(POINT(a."long one", a.b), POINT(b.raj2000, b.dej2000)) < 0.01`;

test('a crossmatch finds what it should, by the index of the upload', async () => {
  const many = positions(20_000, 0);
  const few = many
    .filter((_, index) => index % 100 === 0)
    .map(([ra, dec]) => [ra, dec + (dec > 0 ? -0.005 : 0.005)] as const);
  const uploads = { few: new Blob([votable(few)]), many: new Blob([csv(many)]) };
  const answer = await kit.query(MATCH, uploads, { FORMAT: 'csv' });
  expect(await answer.text()).toBe('n\r\n200\r\n');

  const signal = new AbortController().signal;
  const path = async (name: 'few' | 'many') => {
    const file = join(kit.home, name);
    await writeFile(file, name === 'few' ? votable(few) : csv(many));
    return file;
  };
  const loaded = await loadUploads(
    kit.service,
    {
      orders: (['few', 'many'] as const).map((name) => ({ name, from: { kind: 'inline', parameter: name } })),
      inlineFile: (parameter) => path(parameter === 'few' ? 'few' : 'many'),
    },
    { seconds: 60, signal },
  );
  const catalogue = withUploads(kit.service.catalogue.current, loaded);
  const typed = await compileQuery(MATCH, catalogue, kit.service.settings, signal);
  const { text } = copyStatement(typed, { maxrec: 10, encoding: 'text' });
  const plan = await kit.database.explain({ ...sql``, text: /^COPY \((.*)\) TO STDOUT/s.exec(text)?.[1] ?? '' });
  expect(plan).toMatch(/Index (?:Only )?Scan|Bitmap Index Scan/);
  expect(plan).toMatch(/Index Cond: .*cell/);
  await loaded.drop();
});
