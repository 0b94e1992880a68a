/**
 * What passwords, tokens and signatures stand in, wherever the texts come from: addresses of databases and uploads, headers, and
 * messages of other programs that repeat them. No match goes beyond a quote or a backslash, so that a line of JSON stays one.
 */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/(\w:\/\/)[^\s/@"\\]*@/g, '$1***@'],
  [/\b(Basic|Bearer|Digest)\s+[\w.~+/=-]{6,}/gi, '$1 ***'],
  [/\b((?:[\w-]*(?:password|passwd|secret|token|signature|api[_-]?key))\s*=\s*)[^\s&"\\;,]+/gi, '$1***'],
];

/** The text with every secret that can be told by its form replaced by `***`. */
export function withoutSecrets(text: string): string {
  return SECRETS.reduce((shown, [secret, replacement]) => shown.replace(secret, replacement), text);
}
