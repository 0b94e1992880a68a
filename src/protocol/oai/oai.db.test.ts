import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canValidate, complaints } from '../../../conformance/registry/xml-schemas.ts';
import { openTestDatabase, type TestDatabase } from '../../database/testing.ts';
import { childrenOf, localName, textOf, type XmlElement } from '../../format/xml/element.ts';
import { parseXml } from '../../format/xml/parse.ts';
import type { Parameter } from '../../model/parameter.ts';
import { recordDrafts } from '../../registry/record/index.ts';
import { makeCatalogue } from '../../service/catalogue-cache.ts';
import { findRecord } from '../../service/record-list.ts';
import { datestamp, keepRecords } from '../../service/record-store.ts';
import { makeTestService, TEST_RESOURCE, TEST_SETTINGS } from '../../service/testing.ts';
import { dispatch } from '../dispatch.ts';
import { PROTOCOLS } from '../index.ts';
import type { ProtocolResponse } from '../protocol.ts';

const IVOID = 'ivo://test.example/test/stars';
const OWN = ['registry', 'organisation', 'tap'].map((path) => `ivo://test.example/${path}`);
const GONE = 'ivo://test.example/gone';
const service = makeTestService();

let kit: TestDatabase;
let stamp: string;
beforeAll(async () => {
  kit = await openTestDatabase();
  const gone = { ...TEST_RESOURCE, id: 'gone', tables: [] };
  for (const resources of [[TEST_RESOURCE, gone], [TEST_RESOURCE]])
    await keepRecords(
      kit.database,
      recordDrafts(
        { site: service.site, settings: TEST_SETTINGS, baseUrl: 'http://x' },
        makeCatalogue(resources, new Date(0)),
      ),
    );
  stamp = datestamp((await findRecord(kit.database, IVOID))?.updated ?? new Date(0));
});
afterAll(() => kit?.close());

function send(parameters: readonly Parameter[], method = 'GET'): Promise<ProtocolResponse> {
  const arrival = {
    method,
    path: '/oai',
    parameters,
    headers: {},
    baseUrl: 'http://x',
    url: '/oai',
    signal: new AbortController().signal,
    requestId: 'r',
  };
  return dispatch(arrival, { ...service, database: kit.database }, PROTOCOLS);
}

/** The document, which must follow its schemas. */
async function ask(...parameters: readonly Parameter[]): Promise<XmlElement> {
  const { status, headers, body } = await send(parameters);
  expect(status).toBe(200);
  expect(headers['content-type']).toBe('text/xml; charset=utf-8');
  if (canValidate) expect(await complaints({ answer: String(body) })).toEqual([]);
  return parseXml(String(body));
}

const at = (root: XmlElement, ...path: readonly string[]): readonly XmlElement[] =>
  path.reduce<readonly XmlElement[]>((found, name) => found.flatMap((parent) => childrenOf(parent, name)), [root]);
const texts = (root: XmlElement, ...path: readonly string[]): readonly string[] => at(root, ...path).map(textOf);

describe('the six verbs', () => {
  test('Identify tells who we are, with the record of the registry', async () => {
    const document = await ask(['verb', 'Identify']);
    const [identify] = at(document, 'Identify');
    if (!identify) throw new Error('no Identify');
    expect(texts(identify, 'baseURL')).toEqual(['http://x/oai']);
    expect(texts(identify, 'deletedRecord')).toEqual(['persistent']);
    expect(texts(identify, 'granularity')).toEqual(['YYYY-MM-DDThh:mm:ssZ']);
    expect(texts(identify, 'adminEmail')[0]).toMatch(/^\S+@\S+\.\S+$/);
    const [registry] = at(identify, 'description', 'Resource');
    expect(registry?.attributes['xsi:type']).toBe('vg:Registry');
    expect(texts(document, 'request')).toEqual(['http://x/oai']);
  });

  test('ListMetadataFormats has VOResource and Dublin Core, for each record too', async () => {
    for (const more of [[], [['identifier', IVOID] as const], [['identifier', GONE] as const]]) {
      const document = await ask(['verb', 'ListMetadataFormats'], ...more);
      expect(texts(document, 'ListMetadataFormats', 'metadataFormat', 'metadataPrefix')).toEqual(['ivo_vor', 'oai_dc']);
    }
  });

  test('ListSets has the one set of registries, and no other that begins with ivo_', async () => {
    const document = await ask(['verb', 'ListSets']);
    expect(texts(document, 'ListSets', 'set', 'setSpec')).toEqual(['ivo_managed']);
  });

  test.each(['ivo_vor', 'oai_dc'])('ListRecords has every record as %s, tombstones without one', async (prefix) => {
    const document = await ask(['verb', 'ListRecords'], ['metadataPrefix', prefix]);
    const records = at(document, 'ListRecords', 'record');
    const told = records.map((record) => ({
      id: texts(record, 'header', 'identifier')[0],
      sets: texts(record, 'header', 'setSpec'),
      deleted: at(record, 'header')[0]?.attributes['status'] === 'deleted',
      metadata: at(record, 'metadata').flatMap(({ children }) =>
        children.flatMap((child) => (typeof child === 'string' ? [] : [localName(child.name)])),
      ),
    }));
    const form = [prefix === 'ivo_vor' ? 'Resource' : 'dc'];
    const live = ['ivo://test.example', ...OWN, IVOID].map((id) => ({
      id,
      sets: ['ivo_managed'],
      deleted: false,
      metadata: form,
    }));
    const expected = [...live, { id: GONE, sets: ['ivo_managed'], deleted: true, metadata: [] }];
    expect(told).toHaveLength(expected.length);
    expect(told).toEqual(expect.arrayContaining(expected));
    expect(at(document, 'ListRecords', 'resumptionToken')).toEqual([]);
  });

  test('ListIdentifiers has their headers', async () => {
    const document = await ask(['verb', 'ListIdentifiers'], ['metadataPrefix', 'ivo_vor'], ['set', 'ivo_managed']);
    expect(texts(document, 'ListIdentifiers', 'header', 'identifier')).toEqual(expect.arrayContaining([IVOID, GONE]));
  });

  test('GetRecord has one, whatever the case of its identifier', async () => {
    for (const id of [IVOID, 'ivo://TEST.example/test/STARS']) {
      const document = await ask(['verb', 'GetRecord'], ['identifier', id], ['metadataPrefix', 'ivo_vor']);
      const [record] = at(document, 'GetRecord', 'record');
      expect(record && texts(record, 'header', 'datestamp')).toEqual([stamp]);
      expect(record && at(record, 'metadata', 'Resource')[0]?.attributes['updated']).toBe(stamp);
      expect(record && texts(record, 'metadata', 'Resource', 'identifier')).toEqual([IVOID]);
    }
    const document = await ask(['verb', 'GetRecord'], ['identifier', GONE], ['metadataPrefix', 'oai_dc']);
    expect(at(document, 'GetRecord', 'record', 'header')[0]?.attributes['status']).toBe('deleted');
    expect(at(document, 'GetRecord', 'record', 'metadata')).toEqual([]);
  });

  test('come by POST as well', async () => {
    const { body } = await send([['verb', 'Identify']], 'POST');
    expect(String(body)).toContain('<Identify>');
  });
});

describe('ranges of time', () => {
  const found = async (...range: readonly Parameter[]) => {
    const document = await ask(['verb', 'ListIdentifiers'], ['metadataPrefix', 'ivo_vor'], ...range);
    return texts(document, 'ListIdentifiers', 'header', 'identifier');
  };
  test('have both ends in them, to the second and by the day', async () => {
    const day = stamp.slice(0, 10);
    expect(await found(['from', stamp], ['until', stamp])).toContain(IVOID);
    expect(await found(['from', day], ['until', day])).toContain(IVOID);
    const after = datestamp(new Date(Date.parse(stamp) + 1000));
    expect(await found(['from', after])).not.toContain(IVOID);
  });
});

describe('what is wrong with a question is told by its name', () => {
  const list: Parameter = ['verb', 'ListRecords'];
  const vor: Parameter = ['metadataPrefix', 'ivo_vor'];
  const get: Parameter = ['verb', 'GetRecord'];
  const token = (text: string): Parameter => ['resumptionToken', Buffer.from(text).toString('base64url')];

  test.each<readonly [string, readonly Parameter[], string]>([
    ['no verb', [], 'badVerb'],
    ['an unknown verb', [['verb', 'Listrecords']], 'badVerb'],
    ['two verbs', [list, list, vor], 'badVerb'],
    ['an empty verb', [['verb', '']], 'badVerb'],
    [
      'an unknown argument',
      [
        ['verb', 'Identify'],
        ['verbose', '1'],
      ],
      'badArgument',
    ],
    ['an argument that another verb has', [['verb', 'ListSets'], vor], 'badArgument'],
    ['a missing argument', [list], 'badArgument'],
    ['a missing identifier', [get, vor], 'badArgument'],
    ['an argument twice', [list, vor, vor], 'badArgument'],
    ['an argument in another case', [list, vor, ['From', '2026-02-03']], 'badArgument'],
    ['an empty argument', [list, vor, ['from', '']], 'badArgument'],
    ['a token with other arguments', [list, vor, token('x')], 'badArgument'],
    ['a month that there is not', [list, vor, ['from', '2026-13-01']], 'badArgument'],
    ['a day that there is not', [list, vor, ['until', '2026-02-30']], 'badArgument'],
    ['an hour that there is not', [list, vor, ['from', '2026-02-03T24:00:00Z']], 'badArgument'],
    ['a time without zone', [list, vor, ['from', '2026-02-03T04:05:06']], 'badArgument'],
    ['fractions of seconds', [list, vor, ['from', '2026-02-03T04:05:06.7Z']], 'badArgument'],
    ['a word for a time', [list, vor, ['from', 'yesterday']], 'badArgument'],
    ['two granularities', [list, vor, ['from', '2026-02-03'], ['until', '2026-02-04T00:00:00Z']], 'badArgument'],
    ['a range from behind', [list, vor, ['from', '2026-02-03'], ['until', '2026-02-02']], 'badArgument'],
    ['a set that cannot be', [list, vor, ['set', 'a b']], 'badArgument'],
    ['a set that there is not', [list, vor, ['set', 'ivo_other']], 'noRecordsMatch'],
    ['a range before the first record', [list, vor, ['until', '1999-12-31']], 'noRecordsMatch'],
    ['a range in the future', [list, vor, ['from', '2999-12-31T00:00:00Z']], 'noRecordsMatch'],
    ['an unknown format', [list, ['metadataPrefix', 'marc21']], 'cannotDisseminateFormat'],
    ['an unknown format of a record', [get, ['identifier', IVOID], ['metadataPrefix', 'x']], 'cannotDisseminateFormat'],
    ['an unknown record', [get, vor, ['identifier', 'ivo://test.example/none']], 'idDoesNotExist'],
    ['what is no identifier', [get, vor, ['identifier', 'A <&> "B"']], 'idDoesNotExist'],
    [
      'formats of an unknown record',
      [
        ['verb', 'ListMetadataFormats'],
        ['identifier', 'x'],
      ],
      'idDoesNotExist',
    ],
    ['a token that is none', [list, ['resumptionToken', '§§']], 'badResumptionToken'],
    ['a token of another verb', [list, token('ListIdentifiers ivo_vor   1 1')], 'badResumptionToken'],
    ['a token for a list of sets', [['verb', 'ListSets'], token('ListSets ivo_vor   1 1')], 'badResumptionToken'],
  ])('%s', async (_, parameters, code) => {
    const document = await ask(...parameters);
    const errors = at(document, 'error');
    expect(errors.map(({ attributes }) => attributes['code'])).toEqual([code]);
    expect(errors.map(textOf)[0]).toMatch(/\w/);
    const [request] = at(document, 'request');
    if (code === 'badVerb' || code === 'badArgument') expect(request?.attributes).toEqual({});
    else expect(request?.attributes['verb']).toBe(parameters[0]?.[1]);
  });

  test('everything at once', async () => {
    const document = await ask(list, ['until', ''], ['colour', 'red']);
    expect(texts(document, 'error')).toHaveLength(3);
  });

  test('but what is wrong with HTTP or with us is told by the status', async () => {
    expect((await send([], 'DELETE')).status).toBe(405);
    const empty = await openTestDatabase();
    try {
      const arrival = {
        method: 'GET',
        path: '/oai',
        parameters: [['verb', 'Identify']] as const,
        headers: {},
        baseUrl: 'http://x',
        url: '/oai',
        signal: new AbortController().signal,
        requestId: 'r',
      };
      const answer = await dispatch(arrival, { ...service, database: empty.database }, PROTOCOLS);
      expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '30' } });
    } finally {
      await empty.close();
    }
  });
});
