import { fail } from '../../../core/error.ts';
import { element } from '../../../format/xml/element.ts';
import { wholeTag } from '../../../format/xml/tag.ts';
import type { Site } from '../../../model/site.ts';
import { earliestChange, findRegistryRecord } from '../../../service/record-list.ts';
import { datestamp } from '../../../service/record-store.ts';
import type { OaiVerb } from '../oai-verb.ts';

/** Who we are; the description is the record of the registry itself (Registry Interfaces 1.1 sec 2.5). */
export const identify: OaiVerb = {
  name: 'Identify',
  required: [],
  optional: [],
  async answer({ baseUrl, service: { database, site } }) {
    const registry = await findRegistryRecord(database);
    const earliest = await earliestChange(database);
    if (!registry?.vor || !earliest)
      fail('X102', 'the registry records are not written yet', { hint: 'Ask again in a minute.' });
    const facts: readonly (readonly [string, string])[] = [
      ['repositoryName', registry.title],
      ['baseURL', baseUrl],
      ['protocolVersion', '2.0'],
      ['adminEmail', adminEmail(site)],
      ['earliestDatestamp', datestamp(earliest)],
      ['deletedRecord', 'persistent'],
      ['granularity', 'YYYY-MM-DDThh:mm:ssZ'],
      ['compression', 'gzip'],
    ];
    const elements = facts.map(([name, text]) => wholeTag(element(name, {}, text))).join('');
    return { body: `${elements}<description>${registry.vor}</description>`, at: new Date() };
  },
};

/** The element must be there and have the form of an address; under .invalid nobody lives (RFC 2606). */
const NOBODY = 'nobody@unknown.invalid';

function adminEmail({ registry, organisation }: Site): string {
  const email = registry.contact?.email ?? organisation.contact.email;
  return email !== undefined && /^\S+@(\S+\.)+\S+$/.test(email) ? email : NOBODY;
}
