import type { Resource } from '../../model/resource.ts';
import { type Html, html } from './html.ts';
import { paragraphs } from './text.ts';

/** The mark of everything that was not observed. */
export const simulatedBadge = ({ simulated }: Pick<Resource, 'simulated'>): Html | undefined =>
  simulated ? html` <strong class="badge">simulated</strong>` : undefined;

/** Said of simulated data wherever they are shown. */
export function simulatedNotice({ simulated }: Resource): Html | undefined {
  if (!simulated) return undefined;
  return html`<aside class="notice warning" aria-label="Simulated data">
<p><strong>Simulated data.</strong> These rows come from a simulation, not from nature. Do not present them as observations.</p>
</aside>`;
}

/** The terms, and the sentence to put in a paper. */
export function termsNotice({ terms, attribution }: Resource): Html | undefined {
  if (!terms && !attribution) return undefined;
  return html`<aside class="notice" aria-label="Terms of use">
${terms && html`<h2>Terms of use</h2>${paragraphs(terms)}`}
${attribution && html`<p>Please put this sentence in your work:</p><blockquote>${attribution.trim()}</blockquote>`}
</aside>`;
}
