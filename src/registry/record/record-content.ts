/** The types of record that are written, with the prefixes that registry standards recommend. */
export type RecordType =
  | 'vg:Registry'
  | 'vg:Authority'
  | 'vr:Organisation'
  | 'vs:CatalogService'
  | 'vs:CatalogResource';

/** A name, and who or what it is (VOResource 1.2, vr:ResourceName). */
export interface Named {
  readonly name: string;
  readonly ivoid?: string;
  /** A URI in another scheme: ORCID, ROR, DOI ... */
  readonly altIdentifier?: string;
}

export interface Contact {
  readonly name: string;
  readonly email?: string;
  readonly address?: string;
  readonly telephone?: string;
  readonly altIdentifier?: string;
}

/** What stands in every record (VOResource 1.2 sec 3.1), as data: VOResource, Dublin Core and searchable tables are made from it. */
export interface RecordContent {
  readonly ivoid: string;
  readonly type: RecordType;
  readonly title: string;
  /** At most 16 characters. */
  readonly shortName?: string;
  /** URIs in other schemes, such as `doi:10.5281/zenodo.1421098`. */
  readonly altIdentifiers: readonly string[];
  readonly publisher: Named;
  readonly creators: readonly Named[];
  readonly contributors: readonly Named[];
  /** ISO dates, with a term of the vocabulary date_role. */
  readonly dates: readonly { readonly role: string; readonly date: string }[];
  readonly version?: string;
  readonly contacts: readonly Contact[];
  readonly subjects: readonly string[];
  readonly description: string;
  readonly source?: { readonly format?: 'bibcode' | 'doi'; readonly value: string };
  readonly referenceURL: string;
  readonly contentTypes: readonly string[];
  readonly contentLevels: readonly string[];
  readonly relationships: readonly { readonly type: string; readonly related: readonly Named[] }[];
  /** Conditions of use; the first has the licence's URI where there is one. */
  readonly rights: readonly { readonly text: string; readonly uri?: string }[];
  readonly facilities: readonly string[];
  readonly instruments: readonly string[];
}
