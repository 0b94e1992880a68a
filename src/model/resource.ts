import type { Table } from './table.ts';

export interface Person {
  readonly name: string;
  readonly orcid?: string;
  readonly ror?: string;
  readonly role?: string;
  readonly email?: string;
}

export interface Example {
  readonly name: string;
  readonly description?: string;
  readonly adql: string;
  /** What its result must be like; held by `check`. */
  readonly check?: { readonly minRows?: number; readonly maxRows?: number; readonly maxSeconds?: number };
}

export interface Coverage {
  /** Terms of the vocabulary messenger: Neutrino, Gamma-ray ... */
  readonly messengers: readonly string[];
  /** ISO dates, from and to. */
  readonly temporal: readonly (readonly [string, string])[];
  /** Energies as written, such as `100 GeV` to `1 PeV`. */
  readonly energy: readonly (readonly [string, string])[];
  /** Degrees. */
  readonly regionOfRegard?: number;
  /** `auto` for "compute it after the load", or an ASCII MOC. */
  readonly spatial?: string;
}

export interface Relationship {
  /** A term of the vocabulary relationship_type. */
  readonly type: string;
  readonly id: string;
  readonly title?: string;
}

/** One published thing with its own registry record: the curation that its tables share (words of VOResource 1.2). */
export interface Resource {
  /** Path part of its IVOID, such as `antares/ps2017`. */
  readonly id: string;
  readonly title: string;
  readonly shortName?: string;
  readonly description: string;
  readonly type: string;
  readonly contentLevel: readonly string[];
  readonly subjects: readonly string[];
  readonly creators: readonly Person[];
  readonly contributors: readonly Person[];
  readonly publisher?: string;
  readonly contact?: Person;
  readonly dates: { readonly created?: string; readonly updated?: string };
  readonly version?: string;
  /** SPDX identifier. */
  readonly license: string;
  /** Terms that go beyond the licence, to be shown with the data. */
  readonly terms?: string;
  /** The sentence that users are asked to put in their papers. */
  readonly attribution?: string;
  readonly doi?: string;
  /** Bibcode or DOI of the paper to cite. */
  readonly source?: string;
  readonly referenceURL?: string;
  readonly facility: readonly string[];
  readonly instrument: readonly string[];
  readonly relationships: readonly Relationship[];
  readonly coverage: Coverage;
  /** True if the rows come from a simulation, not from nature: every page and result says so. */
  readonly simulated: boolean;
  readonly schema: { readonly name: string; readonly title?: string; readonly description?: string };
  readonly tables: readonly Table[];
  readonly examples: readonly Example[];
}
