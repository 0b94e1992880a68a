import { expect, test } from 'vitest';
import { html } from './html.ts';

test('text is escaped, in content and in attributes; markup is not escaped again', () => {
  const hostile = `<script>alert("x") & 'y'</script>`;
  const inner = html`<b title="${hostile}">${hostile}</b>`;
  const escaped = '&lt;script&gt;alert(&quot;x&quot;) &amp; &#39;y&#39;&lt;/script&gt;';
  expect(html`<p>${inner}</p>`.markup).toBe(`<p><b title="${escaped}">${escaped}</b></p>`);
});

test('lists are joined, what is missing leaves nothing, zero is something', () => {
  expect(html`${[html`<i>a</i>`, 'b&', [1, undefined]]}${undefined}${false}${0}`.markup).toBe('<i>a</i>b&amp;10');
});
