import { answerList } from '../list.ts';
import type { OaiVerb } from '../oai-verb.ts';
import { recordElement } from '../record.ts';

export const listRecords: OaiVerb = {
  name: 'ListRecords',
  required: ['metadataPrefix'],
  optional: ['from', 'until', 'set'],
  exclusive: 'resumptionToken',
  answer: (request) => answerList(request, recordElement),
};
