import { expect, test } from 'vitest';
import { chooseOffer } from './accept.ts';

const choose = (accept?: string): string =>
  chooseOffer(accept, [
    { thing: 'page', mediaTypes: ['text/html', 'application/xhtml+xml'] },
    { thing: 'json', mediaTypes: ['application/ld+json'] },
    { thing: 'xml', mediaTypes: ['application/xml', 'text/xml'] },
  ]);

test.each([
  [undefined, 'page'],
  ['', 'page'],
  ['*/*', 'page'],
  ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'page'],
  ['application/ld+json', 'json'],
  ['Application/LD+JSON; q=1.0', 'json'],
  ['text/xml', 'xml'],
  ['application/*', 'page'],
  ['application/ld+json;q=0.5, text/xml;q=0.7', 'xml'],
  ['text/html;q=0, */*;q=0.1', 'page'],
  ['text/html;q=0, application/xhtml+xml;q=0, */*;q=0.1', 'json'],
  ['image/png', 'page'],
  [',;,q=3', 'page'],
])('%s is answered with %s', (accept, thing) => {
  expect(choose(accept)).toBe(thing);
});
