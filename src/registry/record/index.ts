import type { Catalogue } from '../../model/catalogue.ts';
import { dataRecord } from './data-record.ts';
import { authorityRecord, organisationRecord, registryRecord, tapRecord } from './own-records.ts';
import type { RecordDraft } from './record-draft.ts';
import type { RegistrySite } from './site.ts';

/** Every record of the site, in a steady order: the registry itself first, as Identify of OAI-PMH shows it. */
export function recordDrafts(site: RegistrySite, catalogue: Catalogue): readonly RecordDraft[] {
  return [
    registryRecord(site),
    authorityRecord(site),
    organisationRecord(site),
    tapRecord(site, catalogue),
    ...catalogue.resources.map((resource) => dataRecord(site, resource, catalogue)),
  ];
}
