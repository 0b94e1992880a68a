import type { Outcome, ResultHeader, ResultInfo } from '../../model/result.ts';
import { whatAllows } from '../overflow.ts';
import { element, type XmlElement } from '../xml/element.ts';
import { closeTag, openTag, wholeTag } from '../xml/tag.ts';
import { describeFields, type NullValueOf } from './field.ts';

/**
 * 1.4, not 1.5: validators of before 2025, Debian's among them, refuse the newer number, and nothing of 1.5 is used here.
 * The namespace has been the same since 1.3.
 */
export const VOTABLE_ATTRIBUTES = {
  version: '1.4',
  xmlns: 'http://www.ivoa.net/xml/VOTable/v1.3',
  'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
  'xsi:schemaLocation': 'http://www.ivoa.net/xml/VOTable/v1.3 http://www.ivoa.net/xml/VOTable/VOTable-1.4.xsd',
};

/** INFOs about the query, which stand directly under VOTABLE; all others are about the data (IVOA note Data Origin 1.1 sec 3). */
const QUERY_INFOS: ReadonlySet<string> = new Set([
  'publisher',
  'server_software',
  'service_protocol',
  'service_ivoid',
  'request',
  'query',
  'request_date',
  'contact',
]);

export function infoElement({ name, value, ucd, content }: ResultInfo): XmlElement {
  return element('INFO', { name, value, ucd }, content);
}

export function isQueryInfo({ name }: ResultInfo): boolean {
  return QUERY_INFOS.has(name);
}

/**
 * A result document up to its rows; `openData` is what opens them within DATA, and `nullValue` tells which value of a column stands for
 * NULL where the serialisation has no other way.
 */
export function documentHead(header: ResultHeader, openData: string, nullValue?: NullValueOf): string {
  return `${tableHead(header, nullValue)}${openTag('DATA')}\n${openData}`;
}

/** A document that describes the result without its rows, for formats that carry one beside theirs. */
export function documentWithoutRows(header: ResultHeader, outcome: Outcome): string {
  return `${tableHead(header)}${tableTail(outcome)}`;
}

function tableHead(header: ResultHeader, nullValue?: NullValueOf): string {
  const { systems, fields } = describeFields(header.columns, nullValue);
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    openTag('VOTABLE', VOTABLE_ATTRIBUTES),
    ...header.infos.filter(isQueryInfo).map((info) => wholeTag(infoElement(info))),
    openTag('RESOURCE', { type: 'results' }),
    // DALI 1.1 sec 4.4: the status so far; how it ends is told behind the table.
    wholeTag(infoElement({ name: 'QUERY_STATUS', value: 'OK' })),
    ...header.infos.filter((info) => !isQueryInfo(info)).map((info) => wholeTag(infoElement(info))),
    ...systems.map(wholeTag),
    openTag('TABLE'),
    ...(header.description ? [wholeTag(element('DESCRIPTION', {}, header.description))] : []),
    ...fields.map(wholeTag),
  ];
  return `${lines.join('\n')}\n`;
}

/** The rest of a result document; `closeData` closes what `openData` opened. */
export function documentTail(closeData: string, outcome: Outcome): string {
  return `${closeData}${closeTag('DATA')}\n${tableTail(outcome)}`;
}

function tableTail(outcome: Outcome): string {
  const status = statusInfo(outcome);
  const lines = [
    closeTag('TABLE'),
    ...(status ? [wholeTag(infoElement(status))] : []),
    closeTag('RESOURCE'),
    closeTag('VOTABLE'),
  ];
  return `${lines.join('\n')}\n`;
}

function statusInfo(outcome: Outcome): ResultInfo | undefined {
  if (outcome.kind === 'complete') return undefined;
  if (outcome.kind === 'failed') return { name: 'QUERY_STATUS', value: 'ERROR', content: outcome.message };
  const content =
    outcome.maxrec === 0 && outcome.bytes === undefined
      ? 'MAXREC=0 asks for the description of the columns alone.'
      : `There are more rows: ${whatAllows(outcome)}.`;
  return { name: 'QUERY_STATUS', value: 'OVERFLOW', content };
}
