import { element, type XmlElement } from '../../format/xml/element.ts';

/** That a resource can be queried at the TAP service of this address (IVOA note Discovering Data Collections 1.1 sec 4.2). */
export function auxiliaryTap(url: string): XmlElement {
  return element(
    'capability',
    { standardID: 'ivo://ivoa.net/std/TAP#aux' },
    element(
      'interface',
      { 'xsi:type': 'vs:ParamHTTP', role: 'std', version: '1.1' },
      element('accessURL', { use: 'base' }, url),
    ),
  );
}
