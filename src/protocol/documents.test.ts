import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { problem } from '../core/error.ts';
import { childrenOf, textOf, type XmlElement } from '../format/xml/element.ts';
import { parseXml } from '../format/xml/parse.ts';
import type { Job } from '../jobs/job.ts';
import { allTables } from '../model/catalogue.ts';
import { makeTestService } from '../service/testing.ts';
import { tapCapabilitiesDocument } from './tap/capabilities.ts';
import { examplesDocument } from './tap/examples.ts';
import { jobDocument, jobListDocument, parametersDocument, resultsDocument } from './uws/document.ts';
import { availabilityDocument } from './vosi/availability.ts';
import { tableDocument, tablesetDocument } from './vosi/tableset.ts';

const SCHEMAS = new URL('../../../shared/standards/xsd/local/all.xsd', import.meta.url).pathname;

const service = makeTestService();
const catalogue = service.catalogue.current;
const tableset = (detail: 'min' | 'max'): string => [...tablesetDocument(catalogue, detail)].join('');

const job = (more: Partial<Job> = {}): Job => ({
  kind: 'query',
  id: '0123',
  phase: 'PENDING',
  parameters: [
    ['LANG', 'ADQL'],
    ['QUERY', "SELECT '<&>'\nFROM x"],
  ],
  created: new Date('2026-01-02T03:04:05.006Z'),
  executionDuration: 60,
  destruction: new Date('2026-01-09T03:04:05.006Z'),
  attempts: 0,
  ...more,
});
const URL_OF_JOB = 'http://x/tap/async/0123';
const failure = {
  transient: false,
  problems: [problem('Q201', 'no <such> table', { span: { start: 7, end: 8 } }), problem('Q203', 'no column')],
  text: 'SELECT x',
} as const;
const result = { key: '0123.1', mediaType: 'text/csv;header=present', bytes: 12, rows: 2 };

const [stars, odd] = allTables(catalogue);
if (!stars || !odd) throw new Error('the test resource has lost its tables');

const DOCUMENTS: readonly (readonly [string, string])[] = [
  ['capabilities', tapCapabilitiesDocument(service, 'http://x/tap')],
  ['availability', availabilityDocument({ available: false, upSince: new Date(), notes: ['a', 'b'] })],
  ['tables, max', tableset('max')],
  ['tables, min', tableset('min')],
  ['table', tableDocument(catalogue, stars)],
  ['table with an odd name', tableDocument(catalogue, odd)],
  ['job, pending', jobDocument(job({ runId: 'mine' }), URL_OF_JOB)],
  [
    'job, completed',
    jobDocument(job({ phase: 'COMPLETED', started: new Date(), ended: new Date(), result }), URL_OF_JOB),
  ],
  ['job, failed', jobDocument(job({ phase: 'ERROR', failure, owner: 'ada' }), URL_OF_JOB)],
  ['job list', jobListDocument([job(), job({ runId: 'b', owner: 'ada' })], 'http://x/tap/async')],
  ['parameters', parametersDocument(job())],
  ['results', resultsDocument(job({ phase: 'COMPLETED', result }), URL_OF_JOB)],
  ['results, none yet', resultsDocument(job(), URL_OF_JOB)],
];

describe.skipIf(!existsSync(SCHEMAS))('documents follow their XML schemas', () => {
  test.each(DOCUMENTS)('%s', (_, document) => {
    const complaint = validate(document);
    expect(complaint).toBe('');
  });
});

function validate(document: string): string {
  try {
    execFileSync('xmllint', ['--nonet', '--noout', '--schema', SCHEMAS, '-'], { input: document, stdio: 'pipe' });
    return '';
  } catch (error) {
    return String((error as { stderr?: Buffer }).stderr ?? error);
  }
}

/** The text of the elements that a path of local names leads to. */
function textsAt(document: string, ...path: readonly string[]): readonly string[] {
  const found = path.reduce<readonly XmlElement[]>(
    (elements, name) => elements.flatMap((parent) => childrenOf(parent, name)),
    [parseXml(document)],
  );
  return found.map(textOf);
}

describe('tables', () => {
  test('carry names as queries write them', () => {
    const document = tableset('max');
    expect(textsAt(document, 'schema', 'table', 'name')).toContain('test."A/b ""c"""');
    expect(textsAt(document, 'schema', 'table', 'column', 'name')).toContain('"size"');
    expect(textsAt(document, 'schema', 'name')).toEqual(['test', 'rr', 'TAP_SCHEMA']);
  });

  test('have no columns in the short form, and all but names in the long one', () => {
    expect(textsAt(tableset('min'), 'schema', 'table', 'column')).toEqual([]);
    expect(tableset('min')).toContain('<nrows>3</nrows>');
  });

  test('point only to tables that are there', () => {
    expect(textsAt(tableDocument(catalogue, odd), 'foreignKey', 'targetTable')).toEqual(['test.stars']);
  });

  test('have no empty elements, which would claim a unit or a UCD', () => {
    expect(tableset('max')).not.toMatch(/<(unit|ucd|utype|description)\s*\/>/);
  });
});

describe('capabilities', () => {
  const document = tapCapabilitiesDocument(service, 'http://x/tap');

  test('write feature types in lower case, and formats as Aladin knows them', () => {
    const features = [...document.matchAll(/languageFeatures type="([^"]+)"/g)].map(([, type]) => type);
    expect(features.length).toBeGreaterThan(0);
    expect(features.filter((type) => type !== type?.toLowerCase())).toEqual([]);
    expect(document).toContain('ivo-id="ivo://ivoa.net/std/TAPRegExt#output-votable-td"');
    expect(document).toContain('<mime>application/x-votable+xml;serialization=TABLEDATA</mime>');
    expect(document).toContain('xsi:type="tr:TableAccess"');
  });

  test('tell the limits of the settings and no upload method', () => {
    expect(textsAt(document, 'capability', 'outputLimit', 'hard')).toEqual(['5000']);
    expect(textsAt(document, 'capability', 'outputLimit', 'default')).toEqual(['1000']);
    expect(document.match(/TAPRegExt#upload-(?:inline|https?)"/g)).toHaveLength(3);
    expect(textsAt(document, 'capability', 'uploadLimit', 'hard')).toEqual(['1000000']);
  });
});

describe('examples', () => {
  test('have one name and one query each, and ids of their own', () => {
    const document = examplesDocument(catalogue, 'Test');
    const examples = childrenOf(childrenOf(parseXml(document), 'body')[0] as XmlElement, 'div');
    expect(examples.map(({ attributes }) => attributes)).toEqual([
      { typeof: 'example', id: 'e-test-stars-bright-near-1', resource: '#e-test-stars-bright-near-1' },
      { typeof: 'example', id: 'e-test-stars-all-2', resource: '#e-test-stars-all-2' },
    ]);
    expect(document.match(/vocab="http:\/\/www.ivoa.net\/rdf\/examples#"/g)).toHaveLength(1);
    expect(textsAt(document, 'body', 'div', 'pre')).toEqual([
      'SELECT id FROM test.stars WHERE ra < 3',
      'SELECT * FROM test.stars',
    ]);
  });

  test('are there even if no resource has any', () => {
    expect(examplesDocument({ ...catalogue, resources: [] }, 'Test')).toContain('TAP_SCHEMA.tables');
  });
});

describe('jobs', () => {
  test('sum up what went wrong, a line for each problem', () => {
    const document = jobDocument(job({ phase: 'ERROR', failure }), URL_OF_JOB);
    expect(textsAt(document, 'errorSummary', 'message')).toEqual([
      'Q201 at line 1, column 8: no <such> table\nQ203: no column',
    ]);
  });

  test('have times with a Z', () => {
    expect(textsAt(jobDocument(job(), URL_OF_JOB), 'destruction')).toEqual(['2026-01-09T03:04:05.006Z']);
  });
});
