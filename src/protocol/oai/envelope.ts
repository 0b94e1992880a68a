import type { AlmagestError } from '../../core/error.ts';
import type { ErrorCode } from '../../core/error-table.ts';
import { element } from '../../format/xml/element.ts';
import { isLegalXml } from '../../format/xml/escape.ts';
import { closeTag, openTag, wholeTag } from '../../format/xml/tag.ts';
import type { Parameter } from '../../model/parameter.ts';
import { datestamp } from '../../service/record-store.ts';
import type { OaiAnswer } from './oai-verb.ts';

const NAMESPACES = {
  xmlns: 'http://www.openarchives.org/OAI/2.0/',
  'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
  'xsi:schemaLocation': 'http://www.openarchives.org/OAI/2.0/ http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd',
};

/** The names that OAI-PMH 2.0 sec 3.6 gives to what can be wrong with a question. */
const CONDITIONS: Partial<Record<ErrorCode, string>> = {
  R121: 'badVerb',
  R122: 'badArgument',
  R123: 'badResumptionToken',
  R124: 'cannotDisseminateFormat',
  R125: 'idDoesNotExist',
  R126: 'noRecordsMatch',
};

/** True for errors that OAI-PMH has a name for, which are told within the document. */
export function isInBand({ problems }: AlmagestError): boolean {
  return problems.every(({ code }) => code in CONDITIONS);
}

export function answerDocument(
  verb: string,
  asked: Readonly<Record<string, string>>,
  baseUrl: string,
  { body, at }: OaiAnswer,
): string {
  return wrap(at, requestElement(baseUrl, { verb, ...asked }), `${openTag(verb)}${body}${closeTag(verb)}`);
}

export function errorDocument(error: AlmagestError, parameters: readonly Parameter[], baseUrl: string): string {
  const errors = error.problems.map(({ code, message, hint }) =>
    wholeTag(element('error', { code: CONDITIONS[code] }, hint === undefined ? message : `${message}. ${hint}`)),
  );
  // What could not be understood is not repeated (OAI-PMH 2.0 sec 3.2).
  const misunderstood = error.problems.some(({ code }) => code === 'R121' || code === 'R122');
  const asked = misunderstood ? {} : Object.fromEntries(parameters);
  return wrap(new Date(), requestElement(baseUrl, asked), errors.join(''));
}

function wrap(at: Date, request: string, content: string): string {
  const head = `<?xml version="1.0" encoding="UTF-8"?>\n${openTag('OAI-PMH', NAMESPACES)}`;
  const date = wholeTag(element('responseDate', {}, datestamp(at)));
  return `${head}${date}${request}${content}${closeTag('OAI-PMH')}\n`;
}

function requestElement(baseUrl: string, asked: Readonly<Record<string, string>>): string {
  const legal = Object.entries(asked).filter(([, value]) => isLegalXml(value));
  return wholeTag(element('request', Object.fromEntries(legal), baseUrl));
}
