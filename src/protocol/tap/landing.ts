import { element, type XmlElement } from '../../format/xml/element.ts';
import { writeXml } from '../../format/xml/write.ts';

/** The page at the service's own address, for people who follow it (TAP 1.1 sec 2). */
export function landingPage(title: string, url: string): string {
  const row = (path: string, what: string): XmlElement =>
    element('li', {}, element('a', { href: `${url}/${path}` }, path), `: ${what}`);
  return writeXml(
    element(
      'html',
      { xmlns: 'http://www.w3.org/1999/xhtml', lang: 'en' },
      element('head', {}, element('title', {}, `TAP service: ${title}`)),
      element(
        'body',
        {},
        element('h1', {}, `TAP service: ${title}`),
        element('p', {}, 'Give this address to TOPCAT, Aladin, pyvo or another TAP client:'),
        element('pre', {}, url),
        element(
          'ul',
          {},
          row('sync', 'queries that are answered at once'),
          row('async', 'queries that run as jobs'),
          row('tables', 'the published tables'),
          row('examples', 'example queries'),
          row('capabilities', 'what the service offers'),
          row('availability', 'whether it is up'),
        ),
      ),
    ),
  );
}
