import { element, type XmlElement } from '../../format/xml/element.ts';
import type { RecordContent } from './record-content.ts';
import type { RecordDates } from './record-dates.ts';

const NAMESPACES = {
  'xmlns:oai_dc': 'http://www.openarchives.org/OAI/2.0/oai_dc/',
  'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
};

/** A record in the words of Dublin Core, which OAI-PMH asks of every repository (OAI-PMH 2.0 sec 2.5). */
export function dublinCore(content: RecordContent, { updated }: RecordDates): XmlElement {
  const { rights, relationships, source } = content;
  const said: readonly (readonly [name: string, ...values: readonly (string | undefined)[]])[] = [
    ['title', content.title],
    ['creator', ...content.creators.map(({ name }) => name)],
    ['subject', ...content.subjects],
    ['description', content.description],
    ['publisher', content.publisher.name],
    ['contributor', ...content.contributors.map(({ name }) => name)],
    ['date', updated.slice(0, 10)],
    ['type', ...content.contentTypes],
    ['identifier', content.ivoid, ...content.altIdentifiers, content.referenceURL],
    ['source', source?.value],
    [
      'relation',
      ...relationships.flatMap(({ related }) => related.map((one) => one.ivoid ?? one.altIdentifier ?? one.name)),
    ],
    ['rights', ...rights.flatMap(({ text, uri }) => (uri ? [text, uri] : [text]))],
  ];
  return element(
    'oai_dc:dc',
    NAMESPACES,
    ...said.flatMap(([name, ...values]) =>
      values.flatMap((value) => (value ? [element(`dc:${name}`, {}, value.replace(/\s+/g, ' ').trim())] : [])),
    ),
  );
}
