import { suggest } from '../core/suggest.ts';
import { REPLACED_UCDS, UCD_WORDS } from './vocabulary/ucd-words.ts';

export interface UcdProblem {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly hint?: string;
}

/** Checks a UCD against UCD1+ 1.6: its form, each word, and whether each may stand where it stands. Nothing wrong: no problems. */
export function checkUcd(ucd: string): readonly UcdProblem[] {
  const parts = ucd.split(';');
  const malformed = parts.find((part) => !/^([A-Za-z][\w-]*:)?[A-Za-z][\w-]*(\.[A-Za-z0-9][\w-]*)*$/.test(part));
  if (malformed !== undefined) return [formProblem(ucd, malformed)];
  return parts.flatMap((part, index) => checkWord(part, index, parts));
}

function formProblem(ucd: string, part: string): UcdProblem {
  const tidy = ucd
    .split(/[;,\s]+/)
    .filter((word) => word !== '')
    .join(';');
  return {
    severity: 'error',
    message: part === '' ? 'a word of the UCD is empty' : `"${part}" is not a word of a UCD`,
    hint:
      tidy !== ucd && tidy !== '' ? `Write it ${tidy}.` : 'A UCD is words joined by ;, each of parts joined by dots.',
  };
}

function checkWord(part: string, index: number, parts: readonly string[]): readonly UcdProblem[] {
  // A word of another namespace is not ours to judge (UCD 1.1 sec 2.3).
  if (/^(?!ivoa:)[\w-]+:/i.test(part)) return [];
  const bare = part.replace(/^ivoa:/i, '');
  const known = UCD_WORDS.get(bare.toLowerCase());
  if (!known) return [unknownWord(bare, index, parts)];
  if (index === 0 && known.flag === 'S')
    return [
      {
        severity: 'warning',
        message: `${bare} may not come first in a UCD`,
        hint: reordered(parts) ?? 'Put a word before it that says what kind of quantity this is.',
      },
    ];
  if (index > 0 && known.flag === 'P')
    return [
      {
        severity: 'warning',
        message: `${bare} may only come first in a UCD`,
        hint: reordered(parts) ?? 'Leave it out or put it first.',
      },
    ];
  return known.word === bare
    ? []
    : [{ severity: 'warning', message: `${bare} is spelt ${known.word}`, hint: `Write ${known.word}.` }];
}

function unknownWord(word: string, index: number, parts: readonly string[]): UcdProblem {
  const message = `${word} is not a word of UCD1+ 1.6`;
  const instead = REPLACED_UCDS.get(word.toLowerCase());
  if (instead !== undefined) {
    const whole = parts.map((part, other) => (other === index ? instead : part)).join(';');
    return { severity: 'warning', message, hint: `The list has replaced it: write ${whole}.` };
  }
  const names = [...UCD_WORDS.values()].map((known) => known.word);
  const near = [...new Set([...suggest(word, names), ...parents(word)])].slice(0, 3);
  return { severity: 'warning', message, ...(near.length > 0 ? { hint: `Did you mean ${near.join(' or ')}?` } : {}) };
}

/** The nearest known word that the unknown one would be a kind of. */
function parents(word: string): string[] {
  const levels = word.split('.');
  for (let depth = levels.length - 1; depth > 0; depth--) {
    const known = UCD_WORDS.get(levels.slice(0, depth).join('.').toLowerCase());
    if (known) return [known.word];
  }
  return [];
}

/** The same words with the one that must come first in front, if that makes a legal UCD. */
function reordered(parts: readonly string[]): string | undefined {
  for (const first of parts.slice(1)) {
    const order = [first, ...parts.filter((part) => part !== first)];
    const legal = order.every((part, index) => {
      const flag = UCD_WORDS.get(part.toLowerCase())?.flag;
      return flag !== undefined && (index === 0 ? flag !== 'S' : flag !== 'P');
    });
    if (legal) return `write ${order.join(';')}`;
  }
  return undefined;
}
