import { element, type XmlElement } from '../../format/xml/element.ts';
import { writeXml } from '../../format/xml/write.ts';
import type { Catalogue } from '../../model/catalogue.ts';
import type { Example, Resource } from '../../model/resource.ts';

/**
 * DALI 1.1 sec 2.3: XHTML with RDFa. Each example has one name and one query in plain text; both are read by programs (TOPCAT's
 * menu, pyvo's `examples`) and by people.
 */
export function examplesDocument(catalogue: Catalogue, title: string): string {
  const found = catalogue.resources.flatMap((resource) => resource.examples.map((example) => ({ resource, example })));
  return writeXml(
    element(
      'html',
      { xmlns: 'http://www.w3.org/1999/xhtml' },
      element('head', {}, element('title', {}, `Example queries: ${title}`)),
      element(
        'body',
        { vocab: 'http://www.ivoa.net/rdf/examples#' },
        element('h1', {}, `Example queries: ${title}`),
        ...found.map(({ resource, example }, index) => exampleElement(resource, example, index + 1)),
        ...(found.length === 0 ? [generalExample()] : []),
      ),
    ),
  );
}

function exampleElement(resource: Resource, { name, description, adql }: Example, number: number): XmlElement {
  return exampleBlock(`${slug(`${resource.id}-${name}`)}-${number}`, name, description ?? resource.title, adql);
}

/** A service without any example would have to leave the document away (TAP 1.1 sec 2.4). */
function generalExample(): XmlElement {
  return exampleBlock(
    'tables',
    'What is there?',
    'Lists the published tables.',
    'SELECT table_name, description FROM TAP_SCHEMA.tables ORDER BY table_name',
  );
}

function exampleBlock(id: string, name: string, description: string, adql: string): XmlElement {
  return element(
    'div',
    { typeof: 'example', id, resource: `#${id}` },
    element('h2', { property: 'name' }, name),
    element('p', {}, description),
    element('pre', { property: 'query' }, adql.trim()),
  );
}

/** An XML name made from any words. */
function slug(words: string): string {
  return `e-${words
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')}`;
}
