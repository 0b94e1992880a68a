import type { Example } from '../../model/resource.ts';
import { type Html, html } from './html.ts';
import { queryUrl, type Site } from './site.ts';
import { paragraphs } from './text.ts';

/** Example queries, each with a link that runs it; undefined if there is none. */
export function exampleQueries(examples: readonly Example[], site: Site): Html | undefined {
  if (examples.length === 0) return undefined;
  return html`<h2>Example queries</h2>
${examples.map(
  ({ name, description, adql }) => html`<h3><a href="${queryUrl(site, adql)}">${name}</a></h3>
${description && paragraphs(description)}
<details><summary>The query</summary><pre tabindex="0" aria-label="${name}">${adql.trim()}</pre></details>
`,
)}`;
}
