/** All but the characters of XML 1.0 sec 2.2: these stand in no document, not even as a reference. Lone surrogates are among them. */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const REPLACEMENT = '\ufffd';

const TEXT_ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };

// A reader turns raw line breaks and tabs in an attribute into blanks (XML 1.0 sec 3.3.3); references to them survive.
const ATTRIBUTE_ESCAPES: Readonly<Record<string, string>> = {
  ...TEXT_ESCAPES,
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
};

/** Most texts are of these characters alone, which stand for themselves anywhere. */
const PLAIN = /^[ !#-%'-;=?-~]*$/;

/** True if XML 1.0 can hold the text. */
export function isLegalXml(text: string): boolean {
  return text.search(FORBIDDEN) < 0;
}

/** The text with every character that XML 1.0 forbids replaced by U+FFFD. */
export function legalXml(text: string): string {
  return text.replace(FORBIDDEN, REPLACEMENT);
}

/** Text as it stands between tags. */
export function escapeText(text: string): string {
  if (PLAIN.test(text)) return text;
  return legalXml(text).replace(/[&<>\r]/g, (found) => TEXT_ESCAPES[found] ?? found);
}

/** Text as it stands between the double quotes of an attribute. */
export function escapeAttribute(text: string): string {
  if (PLAIN.test(text)) return text;
  return legalXml(text).replace(/[&<>"\t\n\r]/g, (found) => ATTRIBUTE_ESCAPES[found] ?? found);
}
