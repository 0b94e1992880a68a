import { element, type XmlElement } from '../../format/xml/element.ts';
import { RECORD_NAMESPACES } from './namespaces.ts';
import type { Contact, Named, RecordContent } from './record-content.ts';
import type { RecordDates } from './record-dates.ts';

/** The whole record as ri:Resource: what all types share, in the order of VOResource 1.2, then the details of its own type. */
export function resourceElement(
  content: RecordContent,
  details: readonly XmlElement[],
  { created, updated }: RecordDates,
): XmlElement {
  return element(
    'ri:Resource',
    { ...RECORD_NAMESPACES, created, updated, status: 'active', version: '1.2', 'xsi:type': content.type },
    token('title', content.title),
    token('shortName', content.shortName),
    token('identifier', content.ivoid),
    ...content.altIdentifiers.map((uri) => token('altIdentifier', anyUri(uri))),
    curation(content),
    contentElement(content),
    ...details,
  );
}

function curation({ publisher, creators, contributors, dates, version, contacts }: RecordContent): XmlElement {
  return element(
    'curation',
    {},
    named('publisher', publisher),
    ...creators.map(({ name, ivoid, altIdentifier }) =>
      element('creator', { 'ivo-id': ivoid }, token('name', name), uriOf(altIdentifier)),
    ),
    ...contributors.map((one) => named('contributor', one)),
    ...dates.map(({ role, date }) => element('date', { role }, date)),
    token('version', version),
    ...contacts.map(contact),
  );
}

function contact({ name, address, email, telephone, altIdentifier }: Contact): XmlElement {
  return element(
    'contact',
    {},
    token('name', name),
    token('address', address),
    token('email', email),
    token('telephone', telephone),
    uriOf(altIdentifier),
  );
}

function contentElement(content: RecordContent): XmlElement {
  const { source } = content;
  return element(
    'content',
    {},
    ...content.subjects.map((subject) => token('subject', subject)),
    element('description', {}, content.description),
    source && element('source', { format: source.format }, oneLine(source.value)),
    element('referenceURL', {}, anyUri(content.referenceURL)),
    ...content.contentTypes.map((type) => token('type', type)),
    ...content.contentLevels.map((level) => token('contentLevel', level)),
    ...content.relationships.map(({ type, related }) =>
      element(
        'relationship',
        {},
        token('relationshipType', type),
        ...related.map((one) => named('relatedResource', one)),
      ),
    ),
  );
}

function named(name: string, { name: text, ivoid, altIdentifier }: Named): XmlElement {
  return element(
    name,
    { 'ivo-id': ivoid, altIdentifier: altIdentifier === undefined ? undefined : anyUri(altIdentifier) },
    oneLine(text),
  );
}

const uriOf = (uri: string | undefined): XmlElement | undefined =>
  uri === undefined ? undefined : token('altIdentifier', anyUri(uri));

/** An element of one line; none without text. */
function token(name: string, value: string | undefined): XmlElement | undefined {
  const text = oneLine(value ?? '');
  return text === '' ? undefined : element(name, {}, text);
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** RFC 3986 sec 2: all but the characters that may stand in a URI, and percent signs that begin no escape. */
const NOT_IN_URIS = /[^A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]|%(?![0-9A-Fa-f]{2})/gu;

/** The text as a URI: what may not stand there is percent-encoded. */
function anyUri(text: string): string {
  return text
    .trim()
    .replace(NOT_IN_URIS, (found) => (found === '%' ? '%25' : encodeURIComponent(found.toWellFormed())));
}
