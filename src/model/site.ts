/** Who can be asked, and how. */
export interface SiteContact {
  readonly name: string;
  readonly email?: string;
  readonly address?: string;
  readonly telephone?: string;
}

/** What the operator says of one part of the site, for its registry record and for pages. */
export interface SitePart {
  readonly title: string;
  /** At most 16 characters. */
  readonly shortName?: string;
  readonly description: string;
  /** A page for people; absent: the root page of the site. */
  readonly referenceURL?: string;
  /** Concepts of the Unified Astronomy Thesaurus. */
  readonly subjects: readonly string[];
  /** Absent: that of the organisation. */
  readonly contact?: SiteContact;
}

/** The organisation that publishes, and can always be asked. */
export interface Organisation extends SitePart {
  /** Identifier in the Research Organization Registry, such as `https://ror.org/02mks6v46`. */
  readonly ror?: string;
  readonly facility: readonly string[];
  readonly instrument: readonly string[];
  readonly contact: SiteContact;
}

/** Who publishes here: what stands in `registry/*.yaml`. */
export interface Site {
  readonly organisation: Organisation;
  /** The naming authority: who decides on IVOIDs that begin with the authority of the settings. */
  readonly authority: SitePart;
  /** The publishing registry: the records themselves. */
  readonly registry: SitePart;
  /** The TAP service. */
  readonly service: SitePart;
}
