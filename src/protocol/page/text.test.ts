import { expect, test } from 'vitest';
import { html } from './html.ts';
import { counted, firstSentence, paragraphs } from './text.ts';

test('the first sentence ends where a new one begins', () => {
  expect(firstSentence('The H.E.S.S. telescopes see\n  gamma rays of 0.1 TeV. More is known.')).toBe(
    'The H.E.S.S. telescopes see gamma rays of 0.1 TeV.',
  );
  expect(firstSentence('Short')).toBe('Short');
  expect(firstSentence(`${'word '.repeat(100)}`)).toMatch(/^(word ){40,60}\.\.\.$/);
});

test('numbers agree with their nouns', () => {
  expect([counted(1, 'row'), counted(0, 'row'), counted(1046156, 'row')]).toEqual([
    '1 row',
    '0 rows',
    '1,046,156 rows',
  ]);
});

test('paragraphs keep their text, and web addresses become links without the stop behind them', () => {
  const { markup } = html`${paragraphs('See https://example.org/a?b=1&c.\n\nOr (http://example.org/x) <b>')}`;
  expect(markup).toBe(
    '<p>See <a href="https://example.org/a?b=1&amp;c">https://example.org/a?b=1&amp;c</a>.</p>' +
      '<p>Or (<a href="http://example.org/x">http://example.org/x</a>) &lt;b&gt;</p>',
  );
});
