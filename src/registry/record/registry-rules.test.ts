import { describe, expect, test } from 'vitest';
import { defaultSite } from '../../descriptor/site/default-site.ts';
import { element } from '../../format/xml/element.ts';
import type { Resource } from '../../model/resource.ts';
import { makeCatalogue } from '../../service/catalogue-cache.ts';
import { TEST_RESOURCE, TEST_SETTINGS } from '../../service/testing.ts';
import { recordDrafts } from './index.ts';
import type { RecordDraft } from './record-draft.ts';
import { checkReach, checkRecords } from './registry-rules.ts';

const NOW = new Date('2026-01-02T03:04:05Z');
const contact = { name: 'Help desk', email: 'help@test.example' };

function drafts(resource: Partial<Resource> = {}): readonly RecordDraft[] {
  const site = defaultSite('Test');
  const organisation = { ...site.organisation, contact };
  return recordDrafts(
    { site: { ...site, organisation }, settings: TEST_SETTINGS, baseUrl: 'https://vo.test.example' },
    makeCatalogue([{ ...TEST_RESOURCE, ...resource }], NOW),
  );
}

const messages = (records: readonly RecordDraft[]) => checkRecords(records, NOW).map(({ message }) => message);
const find = (kind: RecordDraft['kind']): RecordDraft => {
  const found = drafts().find((draft) => draft.kind === kind);
  if (!found) throw new Error(`there is no record of kind ${kind}`);
  return found;
};
/** The record with other elements in it. */
function rewritten(draft: RecordDraft, name: string, ...instead: Parameters<typeof element>[]): RecordDraft {
  return {
    ...draft,
    makeVor(dates) {
      const root = draft.makeVor(dates);
      const others = root.children.filter((child) => typeof child === 'string' || child.name !== name);
      return { ...root, children: [...others, ...instead.map((one) => element(...one))] };
    },
  };
}
const withRegistry = (registry: RecordDraft) => drafts().map((one) => (one.kind === 'registry' ? registry : one));
const withData = (data: RecordDraft) => drafts().map((one) => (one.kind === 'resource' ? data : one));

describe('the rules of registries', () => {
  test('are kept by our own records', () => {
    expect(messages(drafts())).toEqual([]);
  });

  test('want one registry that can be harvested', () => {
    expect(messages(drafts().slice(1))).toContain('there must be one record of a registry, and there are 0');
    expect(messages(withRegistry(rewritten(find('registry'), 'capability')))).toContain(
      'ivo://test.example/registry: no vg:Harvest capability has a standard interface vg:OAIHTTP',
    );
  });

  test('want a record of each authority, and no record of another one', () => {
    const messagesOf = messages(
      withRegistry(rewritten(find('registry'), 'managedAuthority', ['managedAuthority', {}, 'other.example'])),
    );
    expect(messagesOf).toContain(
      'ivo://test.example/registry: the authority other.example that it manages has no record',
    );
    expect(messagesOf).toContain('ivo://test.example/tap: its authority is not managed by the registry');
  });

  test('want identifiers that lead somewhere, each to one record', () => {
    const relationships = [{ type: 'Cites', id: 'ivo://test.example/gone' }];
    expect(messages(drafts({ relationships }))).toEqual([
      'ivo://test.example/test/stars: it names ivo://test.example/gone, which has no record here',
    ]);
    expect(messages([...drafts(), find('tap')])).toEqual([
      'ivo://test.example/tap: another record has the same identifier',
    ]);
  });

  test('want someone to ask, and dates of the past', () => {
    expect(messages(drafts({ contact: { name: 'Nobody' } }))).toEqual([
      'ivo://test.example/test/stars: its contact has no e-mail address',
    ]);
    expect(messages(drafts({ dates: { created: '2027-01-01' } }))).toEqual([
      'ivo://test.example/test/stars: its date Created, 2027-01-01, lies in the future',
    ]);
  });

  test('want one address for each way to a service', () => {
    const bare = rewritten(find('resource'), 'capability', ['capability', { standardID: 'ivo://x/y' }]);
    expect(messages(withData(bare))).toEqual(['ivo://test.example/test/stars: ivo://x/y has no interface']);
    expect(messages(withData(rewritten(find('resource'), 'capability')))).toEqual([
      'ivo://test.example/test/stars: a service has a capability, and it has none',
    ]);
    const nowhere = element('interface', {}, element('accessURL', {}, 'here'));
    const lost = rewritten(find('resource'), 'capability', ['capability', {}, nowhere]);
    expect(messages(withData(lost))).toEqual([
      'ivo://test.example/test/stars: a capability without standardID needs one http or https address for each interface',
    ]);
  });
});

test.each([
  ['vo.astro.uni.edu', 'https://vo.astro.uni.edu', []],
  ['almagest.example', 'https://vo.astro.uni.edu', ['the authority almagest.example is a name for examples']],
  ['astro.uni.edu', undefined, ['the address under which others see this site is not set']],
  ['astro.uni.edu', 'http://localhost:8080', ['others cannot reach http://localhost:8080']],
])('the authority %s at %s can be registered, or not', (authority, publicUrl, expected) => {
  expect(checkReach(authority, publicUrl).map(({ message }) => message)).toEqual(expected);
});
