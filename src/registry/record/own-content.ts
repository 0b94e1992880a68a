import type { SitePart } from '../../model/site.ts';
import type { RecordContent, RecordType } from './record-content.ts';
import { contactOf, publisherOf, type RegistrySite } from './site.ts';

interface OwnPart {
  readonly ivoid: string;
  readonly type: RecordType;
  readonly part: SitePart;
  /** A term of the vocabulary content_type. */
  readonly contentType: string;
  /** The page for people, where the operator names none. */
  readonly page: string;
}

/** What the records of the site itself share: the organisation has made them, and publishes them. */
export function ownContent(site: RegistrySite, { ivoid, type, part, contentType, page }: OwnPart): RecordContent {
  const { title, shortName, description, referenceURL, subjects, contact } = part;
  const publisher = publisherOf(site);
  return {
    ivoid,
    type,
    title,
    ...(shortName === undefined ? {} : { shortName }),
    altIdentifiers: [],
    publisher,
    creators: [publisher],
    contributors: [],
    dates: [],
    contacts: [contactOf(site, contact)],
    subjects,
    description,
    referenceURL: referenceURL ?? page,
    contentTypes: [contentType],
    contentLevels: ['Research'],
    relationships: [],
    rights: [],
    facilities: [],
    instruments: [],
  };
}
