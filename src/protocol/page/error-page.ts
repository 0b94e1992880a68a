import { type AlmagestError, renderError } from '../../core/error.ts';
import { html } from './html.ts';
import { renderPage } from './layout.ts';
import type { Site } from './site.ts';

const TITLES: ReadonlyMap<number, string> = new Map([
  [404, 'Not found'],
  [410, 'Withdrawn'],
]);

/** What went wrong with a request for a page, and where to go from there. */
export function errorPage(error: AlmagestError, requestId: string, site: Site): string {
  const title = TITLES.get(error.status) ?? 'This did not work';
  const main = html`
<h1>${title}</h1>
<div class="notice error" role="alert"><pre>${renderError(error)}</pre></div>
<p><a href="${site.baseUrl}/">See what there is</a></p>
<p class="aside">Request ${requestId}</p>`;
  return renderPage({ title, main }, site);
}
