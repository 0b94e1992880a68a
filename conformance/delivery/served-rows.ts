import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { integer, sql } from '../../src/core/sql-text.ts';
import { Database } from '../../src/database/database.ts';
import { type Serving, serve, temporaryHome } from '../program/almagest.ts';

/** A server in a process of its own, with one table of made-up rows: what a result costs depends on nothing else. */
export interface ServedRows extends Serving {
  readonly home: string;
  /** Asks it to end, and leaves nothing behind. */
  close(): Promise<void>;
}

/** A long, five doubles, three floats of which 60 % are NULL, a text. */
export const WIDE = 'speed.wide';

const DESCRIPTOR = `
format: resource/1
id: speed/rows
title: Made-up rows
description: Made-up rows, to see how fast they are delivered.
creators: [Almagest]
subjects: [methods]
license: CC0-1.0
tables:
  - name: wide
    description: A long, five doubles, three floats of which most are NULL, a text.
    source: {path: wide.csv}
    columns:
      - {name: id, type: long, ucd: meta.id, description: Number of the row}
      - {name: ra, type: double, unit: deg, ucd: pos.eq.ra, description: Right ascension}
      - {name: de, type: double, unit: deg, ucd: pos.eq.dec, description: Declination}
      - {name: x, type: double, description: A number}
      - {name: y, type: double, description: A number}
      - {name: z, type: double, description: A number}
      - {name: f, type: float, unit: mag, description: A number or none}
      - {name: g, type: float, unit: mag, description: A number or none}
      - {name: h, type: float, unit: mag, description: A number or none}
      - {name: name, type: char, description: A text}
`;
const FIRST_ROW = 'id,ra,de,x,y,z,f,g,h,name\n1,1,1,1,1,1,,,,source 1\n';

/** Publishes the table on the database at `databaseUrl`, fills it up to so many rows, and serves it. */
export async function serveRows(databaseUrl: string, rows: number, words: readonly string[] = []): Promise<ServedRows> {
  const home = await temporaryHome();
  const descriptors = join(home.path, 'descriptors');
  await mkdir(descriptors);
  await writeFile(join(descriptors, 'rows.yaml'), DESCRIPTOR);
  await writeFile(join(descriptors, 'wide.csv'), FIRST_ROW);
  try {
    const serving = await serve(['--port', '0', '--host', '127.0.0.1', '--descriptors', descriptors, ...words], {
      ALMAGEST_HOME: home.path,
      DATABASE_URL: databaseUrl,
    });
    await fill(databaseUrl, rows).catch(async (error) => {
      await serving.stop();
      throw error;
    });
    return {
      ...serving,
      home: home.path,
      async close() {
        await serving.stop();
        await home.remove();
      },
    };
  } catch (error) {
    await home.remove();
    throw error;
  }
}

async function fill(url: string, rows: number): Promise<void> {
  const database = await Database.open({ url, observe: () => {} });
  try {
    // Twice filled is filled once: several servers may share the table.
    await database.query(sql`
      INSERT INTO speed.wide
      SELECT n, n * 7919 % 360000000 / 1000000.0, n * 104729 % 180000000 / 1000000.0 - 90,
             sqrt(n), ln(n), sin(n),
             CASE WHEN n % 10 > 5 THEN n % 9973 / 7.0 END, CASE WHEN n % 10 < 4 THEN n % 9967 / 7.0 END,
             CASE WHEN n % 5 > 2 THEN n % 9949 / 7.0 END, 'source ' || n % 100003
      FROM generate_series((SELECT max(id) + 1 FROM speed.wide), ${integer(rows)}) AS n`);
    await database.query(sql`VACUUM ANALYZE speed.wide`);
  } finally {
    await database.close();
  }
}
