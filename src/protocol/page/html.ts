declare const brand: unique symbol;

/** Markup whose every inserted value was escaped. Only this file makes it. */
export interface Html {
  readonly markup: string;
  readonly [brand]: true;
}

/** What can stand between `${` and `}`: text is escaped, markup is not, of a list each, and nothing for what is missing. */
export type Insert = Html | string | number | undefined | false | readonly Insert[];

export function html(parts: TemplateStringsArray, ...inserts: readonly Insert[]): Html {
  const markup = parts.map((part, index) => part + write(inserts[index])).join('');
  return { markup } as Html;
}

function write(insert: Insert): string {
  if (insert === undefined || insert === false) return '';
  if (typeof insert === 'string' || typeof insert === 'number') return escapeHtml(String(insert));
  return 'markup' in insert ? insert.markup : insert.map(write).join('');
}

/** Data for programs that read pages. It is not JavaScript, and nothing in it can end the element early. */
export function jsonLd(data: object): Html {
  const json = JSON.stringify(data).replace(/[<>&]/g, (found) => `\\u00${found.charCodeAt(0).toString(16)}`);
  return { markup: `<script type="application/ld+json">${json}</script>` } as Html;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

// Safe in text and between the quotes of an attribute; every attribute of these pages stands in quotes.
function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (found) => ESCAPES[found] ?? found);
}
