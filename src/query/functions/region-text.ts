import { didYouMean } from '../../core/suggest.ts';
import { MOC, REGION } from '../../model/datatype.ts';
import { problemOf } from '../../model/sky/region.ts';
import { parseRegion } from '../../model/sky/region-text.ts';
import { meaning } from '../resolve-types.ts';
import type { RegionValue, TextValue } from '../typed.ts';
import type { Refusal } from './definition.ts';
import { readFrame } from './frame.ts';

const FORMS =
  "Regions are written as 'CIRCLE ICRS 10 20 0.5', 'POLYGON 10 20 11 20 11 21', 'BOX 10 20 1 1', 'UNION (...)', or as an ASCII MOC, '4/12 15-17'.";

const WORDS = ['POSITION', 'CIRCLE', 'POLYGON', 'BOX', 'UNION', 'ICRS', 'FK5', 'FK4', 'GALACTIC', 'ECLIPTIC'];

/** Reads a text literal as a region: STC-S, a shape of DALI, or an ASCII MOC. */
export function readRegion(literal: TextValue): RegionValue | Refusal {
  const { value: text, span } = literal;
  const read = parseRegion(text);
  if (read.kind === 'problem') {
    const [word = ''] = /^[^\s,()]*/.exec(text.slice(read.at)) ?? [];
    const hint = (/^[a-z_]+$/i.test(word) ? didYouMean(word, WORDS) : undefined) ?? FORMS;
    // Exact as long as the literal has no doubled quotes, and a region has none.
    const start = span.start + 1 + read.at;
    return { refused: read.problem, span: word === '' ? span : { start, end: start + word.length }, hint };
  }
  const problem = problemOf(read.region);
  if (problem !== undefined) return { refused: problem, span };
  const frame = readFrame(read.frame ?? '');
  if (typeof frame !== 'string') return { ...frame, span };
  const datatype = read.region.kind === 'moc' ? MOC : REGION;
  return {
    kind: 'region',
    region: read.region,
    text,
    span,
    ...meaning(datatype, undefined, 'pos.outline'),
    ...(frame !== '' && { frame }),
  };
}
