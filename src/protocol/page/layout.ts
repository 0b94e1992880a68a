import { type Html, html } from './html.ts';
import type { Site } from './site.ts';

export interface PageContent {
  /** For the window and bookmarks; the site's own name is added. */
  readonly title: string;
  readonly description?: string;
  /** What programs read. */
  readonly head?: Html;
  readonly main: Html;
}

// Drawn here, so that no other request is needed: a ring with a star.
const ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="12" fill="none" stroke="#3d6fb4" stroke-width="3"/><circle cx="24" cy="8" r="5" fill="#e0a020"/></svg>',
)}`;

/** A whole page: what all have in common, around what this one says. */
export function renderPage({ title, description, head, main }: PageContent, site: Site): string {
  const { baseUrl } = site;
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title === site.title ? title : `${title} – ${site.title}`}</title>
${description && html`<meta name="description" content="${description}">`}
<link rel="stylesheet" href="${baseUrl}/style.css">
<link rel="icon" href="${ICON}">
${head}
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header>
<p class="site"><a href="${baseUrl}/">${site.title}</a></p>
<nav aria-label="Site">
<a href="${baseUrl}/#resources">Data</a>
<a href="${baseUrl}/query">Query</a>
<a href="${baseUrl}/#use">Use it from</a>
<a href="${baseUrl}/#addresses">Addresses</a>
</nav>
</header>
<main id="main">
${main}
</main>
<footer>
<p>Served by ${site.software} through the protocols of the <a href="https://www.ivoa.net/">International Virtual Observatory Alliance</a>.</p>
</footer>
</body>
</html>
`.markup;
}
