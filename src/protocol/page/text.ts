import { type Html, html } from './html.ts';

/** 1046156 as `1,046,156`. */
export const formatCount = (count: number): string => count.toLocaleString('en-US');

/** `1 row`, `2 rows`. */
export const counted = (count: number, noun: string): string =>
  `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;

/** The first sentence, for a list. */
export function firstSentence(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const sentence = /^.{20,}?[.!?](?=\s+["'(]?[A-Z0-9]|$)/.exec(line)?.[0] ?? line;
  return sentence.length <= 240 ? sentence : `${sentence.slice(0, 237).replace(/\s+\S*$/, '')} ...`;
}

/** Text with blank lines between its paragraphs, as a descriptor has it; web addresses become links. */
export function paragraphs(text: string): readonly Html[] {
  return text
    .trim()
    .split(/\n\s*\n/)
    .map((paragraph) => html`<p>${linked(paragraph)}</p>`);
}

function linked(text: string): readonly (Html | string)[] {
  // The parts at odd places are what the group caught; a full stop or bracket behind an address is not part of it.
  return text
    .split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:)\]])/)
    .map((part, index) => (index % 2 === 1 ? externalLink(part) : part));
}

/** A link out of the site, if the address is one of the web; else the words alone. */
export function externalLink(url: string, words: string = url): Html {
  return /^https?:\/\//i.test(url) ? html`<a href="${url}">${words}</a>` : html`${words}`;
}
