import { type Html, html } from './html.ts';
import type { Site } from './site.ts';

/** Where a query is written. It is sent by GET, so that its result has an address. */
export function queryForm({ baseUrl }: Site, { adql, rows }: { readonly adql: string; readonly rows: number }): Html {
  // A line break right behind <textarea> is no part of the text (HTML sec 13.1.2.5), so one is written to keep the query's own.
  return html`<form action="${baseUrl}/query" method="get">
<label for="adql">Query in ADQL</label>
<textarea id="adql" name="adql" rows="${rows}" spellcheck="false" autocapitalize="off" autocomplete="off" required>
${adql}</textarea>
<p class="actions"><button>Run</button> <span class="aside">shows the first 100 rows; the whole result can be downloaded then</span></p>
</form>`;
}
