import { fail } from '../../../core/error.ts';
import { findRecord } from '../../../service/record-list.ts';
import { shorten } from '../../dali/parameters.ts';
import { metadataFormat } from '../metadata-format.ts';
import type { OaiVerb } from '../oai-verb.ts';
import { recordElement } from '../record.ts';

/** A tombstone is a record too: a header that says so. */
export const getRecord: OaiVerb = {
  name: 'GetRecord',
  required: ['identifier', 'metadataPrefix'],
  optional: [],
  async answer({ arguments: { identifier = '', metadataPrefix }, service }) {
    const format = metadataFormat(metadataPrefix);
    const record = await findRecord(service.database, identifier);
    if (!record) fail('R125', `there is no record ${shorten(identifier)}`, { hint: 'ListIdentifiers lists all.' });
    return { body: recordElement(record, format), at: new Date() };
  },
};
