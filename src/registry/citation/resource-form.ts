import type { Resource } from '../../model/resource.ts';

/** Where a resource is published, and what else its forms tell beside what its descriptor says. */
export interface Publication {
  /** Title of the site. */
  readonly title: string;
  /** Address of the site, without a slash at the end. */
  readonly baseUrl: string;
  /** Authority part of its IVOIDs. */
  readonly authority: string;
  /** ISO 8601: when the catalogue last changed, for resources that give no date. */
  readonly changed: string;
  /** The resource's record in the registry, as XML. @throws AlmagestError R107 if there is none */
  record(resource: Resource): Promise<string>;
  /** The descriptor that the resource was published from. @throws AlmagestError R107 if there is none */
  descriptor(resource: Resource): Promise<string>;
}

/** One way to write down what a resource is. A file of this folder exports one, and `index.ts` lists it. */
export interface ResourceForm {
  /** What `almagest export --as` and `?format=` call it. */
  readonly name: string;
  readonly title: string;
  /** For file names, without a dot. */
  readonly extension: string;
  readonly mediaType: string;
  /** Other media types that ask for it. */
  readonly otherMediaTypes: readonly string[];
  write(resource: Resource, published: Publication): string | Promise<string>;
}
