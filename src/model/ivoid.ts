/**
 * True for the identifier of a registered resource (VOResource 1.2, vr:IdentifierURI): authority and path, without query and
 * fragment, which name parts of it.
 */
export function isResourceIdentifier(text: string): boolean {
  return /^ivo:\/\/[A-Za-z0-9][\w.!~*'()+=-]{2,}(\/[\w.!~*'()+=-]+)*$/i.test(text);
}

/** Paths under our authority of records that no descriptor describes: the registry, who runs it, and the TAP service. */
export const OWN_RECORDS = { registry: 'registry', organisation: 'organisation', tap: 'tap' } as const;
