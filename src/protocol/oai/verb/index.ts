import type { OaiVerb } from '../oai-verb.ts';
import { getRecord } from './get-record.ts';
import { identify } from './identify.ts';
import { listIdentifiers } from './list-identifiers.ts';
import { listMetadataFormats } from './list-metadata-formats.ts';
import { listRecords } from './list-records.ts';
import { listSets } from './list-sets.ts';

/** OAI-PMH 2.0 sec 4. */
export const VERBS: readonly OaiVerb[] = [
  identify,
  listMetadataFormats,
  listSets,
  listIdentifiers,
  listRecords,
  getRecord,
];
