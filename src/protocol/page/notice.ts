import type { Resource } from '../../model/resource.ts';
import { type Html, html } from './html.ts';
import { paragraphs } from './text.ts';

/** The mark of everything that was not observed. */
export const simulatedBadge = ({ simulated }: Pick<Resource, 'simulated'>): Html | undefined =>
  simulated ? html` <strong class="badge">simulated</strong>` : undefined;

/** What anyone must know before using the data: that they are simulated, the terms, the sentence to put in a paper. */
export function notices(resource: Resource): Html {
  return html`${simulatedNotice(resource)}${termsNotice(resource)}`;
}

export function simulatedNotice({ simulated }: Resource): Html | undefined {
  if (!simulated) return undefined;
  return html`<aside class="notice warning" aria-label="Simulated data">
<p><strong>Simulated data.</strong> These rows come from a simulation, not from nature. Do not present them as observations.</p>
</aside>`;
}

export function termsNotice({ terms, attribution }: Resource): Html | undefined {
  if (!terms && !attribution) return undefined;
  return html`<aside class="notice" aria-label="Terms of use">
${terms && html`<h2>Terms of use</h2>${paragraphs(terms)}`}
${attribution && html`<p>Please put this sentence in your work:</p><blockquote>${attribution.trim()}</blockquote>`}
</aside>`;
}
