/** What the catalogue says that an example gives. It says so in prose: the result stands first. */
export type ExpectedResult =
  | { readonly kind: 'refused' }
  | { readonly kind: 'null' }
  /** One number, or those of an array, to one unit of the last digit that is given. */
  | { readonly kind: 'numbers'; readonly values: readonly number[]; readonly tolerance: number };

/** Doubles of several implementations agree up to this. */
const ROUNDING = 1e-12;

export function readExpected(prose: string): ExpectedResult {
  if (/^(an error|undefined)\b/.test(prose)) return { kind: 'refused' };
  if (/^NULL\b/.test(prose)) return { kind: 'null' };
  const [found] = /^(\[[^\]]*\]|[-+\d.]+)/.exec(prose) ?? [];
  const texts = found?.match(/[-+]?[\d.]*\d/g);
  if (!texts) throw new Error(`what result is meant by "${prose}"?`);
  const places = Math.min(...texts.map((text) => text.split('.')[1]?.length ?? 15));
  return { kind: 'numbers', values: texts.map(Number), tolerance: Math.max(1.01 * 10 ** -places, ROUNDING) };
}
