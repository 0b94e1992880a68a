import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { identifier, sql } from '../../core/sql-text.ts';
import { openTestDatabase, type TestDatabase } from '../../database/testing.ts';
import type { Descriptor } from '../../descriptor/descriptor.ts';
import { loadDescriptor } from '../../descriptor/load.ts';
import { type IngestInput, type IngestOutcome, ingestResource } from '../load.ts';

/** The parts of a descriptor that a test is about; the others are those of a CSV with id and x. */
export interface Wanted {
  readonly id?: string;
  readonly schema?: string;
  readonly table?: string;
  readonly source?: string;
  /** YAML. */
  readonly columns?: string;
  /** More keys of the table, as YAML. */
  readonly more?: string;
}

/** A database for the tests of a file, and a folder for each of them. */
export class LoadKit {
  #kit: TestDatabase | undefined;
  folder = '';

  constructor() {
    beforeAll(async () => {
      this.#kit = await openTestDatabase();
    });
    afterAll(() => this.#kit?.close());
    beforeEach(() => {
      this.folder = mkdtempSync(join(tmpdir(), 'almagest-load-'));
      return () => rmSync(this.folder, { recursive: true });
    });
  }

  get database(): TestDatabase['database'] {
    return this.#opened.database;
  }

  get url(): string {
    return this.#opened.url;
  }

  get #opened(): TestDatabase {
    if (!this.#kit) throw new Error('the database is opened before the first test, not earlier');
    return this.#kit;
  }

  readonly write = (name: string, content: string | Buffer): void => writeFileSync(join(this.folder, name), content);

  /** A descriptor with one table. */
  readonly describeTable = async ({
    id = 'test/one',
    schema = 'test',
    table = 'one',
    source = 'path: one.csv',
    columns,
    more = '',
  }: Wanted = {}): Promise<Descriptor> => {
    const file = `${id.replace('/', '-')}.yaml`;
    this.write(
      file,
      `format: resource/1
id: ${id}
title: A table to test with
description: A table that exists only to be loaded by a test, and to be dropped afterwards.
creators: [Nobody]
subjects: [astronomy]
license: CC0-1.0
schema: {name: ${schema}}
tables:
  - name: ${table}
    description: Rows of a test
    source: {${source}}
    primaryKey: id
    columns:
      - {name: id, type: int, description: Number of the row}
${columns ?? '      - {name: x, type: double, description: A number, range: [0, 10]}'}
${more}
`,
    );
    const { descriptor, problems } = await loadDescriptor(join(this.folder, file));
    if (!descriptor) throw new Error(problems.map(({ message }) => message).join('\n'));
    return descriptor;
  };

  readonly ingest = (descriptor: Descriptor, more: Partial<IngestInput> = {}): Promise<IngestOutcome> =>
    ingestResource({ descriptor, database: this.database, observe: () => {}, ...more });

  readonly rowsOf = (schema: string, table: string): Promise<readonly Record<string, unknown>[]> =>
    this.database.query(sql`SELECT * FROM ${identifier(schema, table)} ORDER BY 1`);

  /** The schemas of the program itself: those that a load leaves behind would be among them. */
  readonly schemas = async (): Promise<readonly string[]> => {
    const found = await this.database.query<{ name: string }>(
      sql`SELECT nspname AS name FROM pg_catalog.pg_namespace WHERE nspname LIKE 'almagest%' ORDER BY 1`,
    );
    return found.map(({ name }) => name);
  };
}
