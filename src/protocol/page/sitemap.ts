import { element, type XmlElement } from '../../format/xml/element.ts';
import { wholeTag } from '../../format/xml/tag.ts';
import type { Catalogue } from '../../model/catalogue.ts';
import { resourceUrl, type Site, tableUrl } from './site.ts';

/** Addresses that one sitemap may hold (sitemaps.org). */
const MOST_ADDRESSES = 50_000;

const XMLNS = 'http://www.sitemaps.org/schemas/sitemap/0.9';

/** Every page about what is published, for search engines; where they are too many for one document, a list of the parts. */
export function sitemap(catalogue: Catalogue, site: Site): string {
  const count = addresses(catalogue, site).length;
  if (count <= MOST_ADDRESSES) return sitemapPart(catalogue, site, 1);
  const parts = Array.from({ length: Math.ceil(count / MOST_ADDRESSES) }, (_, index) =>
    element('sitemap', {}, element('loc', {}, `${site.baseUrl}/sitemap/${index + 1}`)),
  );
  return document('sitemapindex', parts);
}

/** A part of it, counted from 1. */
export function sitemapPart(catalogue: Catalogue, site: Site, part: number): string {
  const start = (part - 1) * MOST_ADDRESSES;
  return document('urlset', addresses(catalogue, site).slice(start, start + MOST_ADDRESSES));
}

function addresses({ resources, changed }: Catalogue, site: Site): readonly XmlElement[] {
  const address = (url: string, day: string): XmlElement =>
    element('url', {}, element('loc', {}, url), element('lastmod', {}, day));
  const today = changed.slice(0, 10);
  return [
    address(`${site.baseUrl}/`, today),
    ...resources.flatMap((resource) => {
      const day = resource.dates.updated ?? resource.dates.created ?? today;
      return [
        address(resourceUrl(site, resource.id), day),
        ...resource.tables.map((table) => address(tableUrl(site, table), day)),
      ];
    }),
  ];
}

/** Pages that are made for each visitor are not for search engines. */
export function robots(site: Site): string {
  return `User-agent: *\nDisallow: /query\nDisallow: /tap/sync\nDisallow: /tap/async\n\nSitemap: ${site.baseUrl}/sitemap.xml\n`;
}

function document(name: string, children: readonly XmlElement[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${wholeTag(element(name, { xmlns: XMLNS }, ...children))}\n`;
}
