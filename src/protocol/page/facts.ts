import { type Html, html } from './html.ts';

/** A name and what is known under it; facts without content are left out. */
export type Fact = readonly [name: string, content: Html | string | false | undefined];

/** Facts as a list of definitions; undefined if there is none. */
export function facts(all: readonly Fact[]): Html | undefined {
  const known = all.filter(([, content]) => content);
  if (known.length === 0) return undefined;
  return html`<dl class="facts">
${known.map(([name, content]) => html`<dt>${name}</dt><dd>${content}</dd>\n`)}</dl>`;
}
