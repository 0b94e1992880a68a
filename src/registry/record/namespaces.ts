/**
 * The namespaces of records. Each record declares those that it uses on its own root, so that it stays whole where OAI-PMH embeds
 * it; the prefixes are those that the standards recommend, as some registries know the types by them (Registry Interfaces 1.1).
 */
const NAMESPACES: Readonly<Record<string, string>> = {
  ri: 'http://www.ivoa.net/xml/RegistryInterface/v1.0',
  xsi: 'http://www.w3.org/2001/XMLSchema-instance',
  vr: 'http://www.ivoa.net/xml/VOResource/v1.0',
  vs: 'http://www.ivoa.net/xml/VODataService/v1.1',
  vg: 'http://www.ivoa.net/xml/VORegistry/v1.0',
  tr: 'http://www.ivoa.net/xml/TAPRegExt/v1.0',
  cs: 'http://www.ivoa.net/xml/ConeSearch/v1.0',
};

/**
 * Attributes that declare all of them: a type named in an xsi:type needs its prefix as well. Elements without prefix are in no
 * namespace (VOResource 1.2 sec 2.2), whatever the document around the record says.
 */
export const RECORD_NAMESPACES: Readonly<Record<string, string>> = {
  xmlns: '',
  ...Object.fromEntries(Object.entries(NAMESPACES).map(([prefix, uri]) => [`xmlns:${prefix}`, uri])),
};
