import { answerList } from '../list.ts';
import type { OaiVerb } from '../oai-verb.ts';
import { headerElement } from '../record.ts';

export const listIdentifiers: OaiVerb = {
  name: 'ListIdentifiers',
  required: ['metadataPrefix'],
  optional: ['from', 'until', 'set'],
  exclusive: 'resumptionToken',
  answer: (request) => answerList(request, headerElement),
};
