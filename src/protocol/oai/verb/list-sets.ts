import { fail } from '../../../core/error.ts';
import { element } from '../../../format/xml/element.ts';
import { wholeTag } from '../../../format/xml/tag.ts';
import type { OaiVerb } from '../oai-verb.ts';
import { OWN_SET } from '../record.ts';

/** One set, told at once: no token can be ours. */
export const listSets: OaiVerb = {
  name: 'ListSets',
  required: [],
  optional: [],
  exclusive: 'resumptionToken',
  answer({ arguments: { resumptionToken } }) {
    if (resumptionToken !== undefined)
      fail('R123', 'this registry gave no such resumption token', { hint: 'The list of sets comes as a whole.' });
    const { spec, name } = OWN_SET;
    const set = element('set', {}, element('setSpec', {}, spec), element('setName', {}, name));
    return { body: wholeTag(set), at: new Date() };
  },
};
