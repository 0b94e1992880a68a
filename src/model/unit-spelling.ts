import { UNIT_SPELLINGS } from './vocabulary/known-units.ts';

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/**
 * Rewrites a unit from the habits of FITS, CDS, OGIP and papers (`erg cm^-2 s^-1`, `cm-2`, `km/s/Mpc`, `µm`) to VOUnits, as a
 * suggestion for a person to look at; nothing if there is nothing to change. The result need not be legal.
 */
export function respellUnit(text: string): string | undefined {
  const whole = UNIT_SPELLINGS.get(text.trim().toLowerCase());
  if (whole !== undefined) return whole;
  if (/^[-\s]*$/.test(text)) return '';
  const plain = text
    .trim()
    .replace(/[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+/g, (power) => `**${plainPower(power)}`)
    .replace(/[µμ]/g, 'u')
    .replace(/[·⋅×]/g, '.')
    .replace(/\s*(?:\*\*|\^)\s*/g, '**')
    .replace(/\s*\/\s*/g, '/')
    .replace(/(?<!\*)\s*\*\s*(?!\*)/g, '.')
    .replace(/\s+/g, '.')
    // A number in front is a scale factor, not a factor of the product.
    .replace(/^(\d[\d.]*(?:[eE][+-]?\d+)?|10\*\*[+-]?\d+)\.(?=[A-Za-z(])/, '$1')
    .replace(/\*\*[{(]([+-]?\d+)[)}]/g, '**$1')
    .replace(/\*\*([+-]?\d+\.\d+)/g, '**($1)')
    .replace(/([A-Za-z])([+-]?\d+)/g, '$1**$2')
    .replace(/[A-Za-z_°å"]+/gi, (word) => UNIT_SPELLINGS.get(word.toLowerCase()) ?? word);
  const better = withoutDivisions(plain);
  return better === text ? undefined : better;
}

function plainPower(power: string): string {
  return [...power].map((sign) => (sign === '⁻' ? '-' : sign === '⁺' ? '' : SUPERSCRIPTS.indexOf(sign))).join('');
}

/** `a/b/c`, `/b`, `1/b` and `1/(b c)` have no place in VOUnits; negative powers have. */
function withoutDivisions(text: string): string {
  const inverse = /^1?\/\(([^()]+)\)$/.exec(text)?.[1];
  if (inverse !== undefined) return inverse.split('.').map(invert).join('.');
  const [numerator = '', ...denominators] = text.split('/');
  const simple = denominators.length === 1 && numerator !== '' && numerator !== '1';
  if (denominators.length === 0 || simple || text.includes('(')) return text;
  const inverted = denominators.flatMap((part) => part.split('.')).map(invert);
  return [...(numerator === '' || numerator === '1' ? [] : [numerator]), ...inverted].join('.');
}

function invert(factor: string): string {
  const [symbol = '', power = '1'] = factor.split('**');
  return `${symbol}**${power.startsWith('-') ? power.slice(1) : `-${power.replace('+', '')}`}`;
}
