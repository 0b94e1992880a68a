/** What `schema/site-1.json` lets through: one file of the folder `registry`. */
export interface SiteDocument {
  readonly title: string;
  readonly shortName?: string;
  readonly description: string;
  readonly referenceURL?: string;
  readonly subjects?: readonly string[];
  readonly contact?: {
    readonly name: string;
    readonly email: string;
    readonly address?: string;
    readonly telephone?: string;
  };
  readonly ror?: string;
  readonly facility?: readonly string[];
  readonly instrument?: readonly string[];
}
