import { fail } from '../../../core/error.ts';
import { element } from '../../../format/xml/element.ts';
import { wholeTag } from '../../../format/xml/tag.ts';
import { findRecord } from '../../../service/record-list.ts';
import { shorten } from '../../dali/parameters.ts';
import { METADATA_FORMATS } from '../metadata-format.ts';
import type { OaiVerb } from '../oai-verb.ts';

/** The same for every record. */
export const listMetadataFormats: OaiVerb = {
  name: 'ListMetadataFormats',
  required: [],
  optional: ['identifier'],
  async answer({ arguments: { identifier }, service }) {
    if (identifier !== undefined && !(await findRecord(service.database, identifier)))
      fail('R125', `there is no record ${shorten(identifier)}`, { hint: 'ListIdentifiers lists all.' });
    const formats = METADATA_FORMATS.map(({ prefix, schema, namespace }) =>
      element(
        'metadataFormat',
        {},
        element('metadataPrefix', {}, prefix),
        element('schema', {}, schema),
        element('metadataNamespace', {}, namespace),
      ),
    );
    return { body: formats.map(wholeTag).join(''), at: new Date() };
  },
};
