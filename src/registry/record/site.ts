import type { Settings } from '../../config/settings.ts';
import { OWN_RECORDS } from '../../model/ivoid.ts';
import type { Site } from '../../model/site.ts';
import type { Contact, Named } from './record-content.ts';

/** Everything beside the catalogue that records are made from. */
export interface RegistrySite {
  readonly site: Site;
  readonly settings: Settings;
  /** The URL that clients see, without a slash at the end: that of the settings, or of the request where they have none. */
  readonly baseUrl: string;
}

/** The IVOID of what has this path under our authority; without a path, that of the authority. */
export function ivoidOf({ settings }: Pick<RegistrySite, 'settings'>, path?: string): string {
  return `ivo://${settings.authority}${path === undefined ? '' : `/${path}`}`;
}

export function publisherOf(site: RegistrySite): Named {
  const { title, ror } = site.site.organisation;
  return {
    name: title,
    ivoid: ivoidOf(site, OWN_RECORDS.organisation),
    ...(ror === undefined ? {} : { altIdentifier: ror }),
  };
}

export function contactOf({ site }: RegistrySite, own?: Contact): Contact {
  return own ?? site.organisation.contact;
}

/** The page for people about a published resource. */
export function resourcePageUrl({ baseUrl }: RegistrySite, id: string): string {
  return `${baseUrl}/resource/${id.split('/').map(encodeURIComponent).join('/')}`;
}
