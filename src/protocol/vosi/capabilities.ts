import { element, type XmlElement } from '../../format/xml/element.ts';
import { writeXml } from '../../format/xml/write.ts';

/** The prefixes are those that the registry standards recommend: some clients know the types by them. */
const NAMESPACES = {
  'xmlns:vosi': 'http://www.ivoa.net/xml/VOSICapabilities/v1.0',
  'xmlns:vr': 'http://www.ivoa.net/xml/VOResource/v1.0',
  'xmlns:vs': 'http://www.ivoa.net/xml/VODataService/v1.1',
  'xmlns:tr': 'http://www.ivoa.net/xml/TAPRegExt/v1.0',
  'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
};

export function capabilitiesDocument(capabilities: readonly XmlElement[]): string {
  return writeXml(element('vosi:capabilities', NAMESPACES, ...capabilities));
}
