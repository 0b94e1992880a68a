import { degrade, type Moc } from './moc.ts';
import { writeMoc } from './moc-text.ts';

/** Records must stay short (VODataService 1.2 sec 3.2: a few dozen kB), but be of order 6 at least where that can be. */
const LONGEST = { fine: 20_000, coarse: 40_000 };
const COARSE_ORDER = 6;

/** The map in cells so large that its text is no longer than that, as far as they stay finer than `coarsest`. */
export function shortenMoc(moc: Moc, longest: number, coarsest = 0): Moc {
  if (moc.order <= coarsest || writeMoc(moc).length <= longest) return moc;
  return shortenMoc(degrade(moc, moc.order - 1), longest, coarsest);
}

/** The map in cells so large that a registry record can hold its text. */
export function shortenForRecord(moc: Moc): Moc {
  return shortenMoc(shortenMoc(moc, LONGEST.fine, COARSE_ORDER), LONGEST.coarse);
}
