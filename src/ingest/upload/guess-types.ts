import { BOOLEAN, type Datatype, DOUBLE, LONG, TEXT, TIMESTAMP } from '../../model/datatype.ts';
import { readNumber, readShortWhole, readTimestamp, readWhole } from '../convert/read-text.ts';
import type { RowSource, SourceColumn } from '../source.ts';

type Guess = 'boolean' | 'long' | 'double' | 'timestamp' | 'text';

const DATATYPES: Readonly<Record<Guess, Datatype>> = {
  boolean: BOOLEAN,
  long: LONG,
  double: DOUBLE,
  timestamp: TIMESTAMP,
  text: TEXT,
};

/** The columns with a type for each: where the file tells none, the narrowest one that all of the column's cells fit. */
export async function guessTypes(source: RowSource): Promise<readonly SourceColumn[]> {
  const untyped = source.columns.flatMap(({ datatype, unsupported }, index) =>
    datatype === undefined && unsupported === undefined ? [index] : [],
  );
  if (untyped.length === 0) return source.columns;
  const guesses = new Map<number, Guess>();
  for await (const { vectors } of source.batches(untyped)) {
    for (const [place, vector] of vectors.entries()) {
      if (vector.kind !== 'text') continue;
      const index = untyped[place] ?? 0;
      let guess = guesses.get(index);
      for (const text of vector.values) {
        if (guess === 'text') break;
        if (text !== null) guess = guess === undefined ? guessOf(text) : widen(guess, text);
      }
      if (guess) guesses.set(index, guess);
    }
  }
  return source.columns.map((column, index) =>
    untyped.includes(index) ? { ...column, datatype: DATATYPES[guesses.get(index) ?? 'text'] } : column,
  );
}

function guessOf(text: string): Guess {
  return ORDER.find((guess) => FITS[guess](text)) ?? 'text';
}

/** The narrowest guess that this text fits, too, if the ones before fitted `guess`. */
function widen(guess: Guess, text: string): Guess {
  if (FITS[guess](text)) return guess;
  return guess === 'long' && FITS.double(text) ? 'double' : 'text';
}

/** From the narrowest on. */
const ORDER: readonly Guess[] = ['long', 'double', 'boolean', 'timestamp'];

const FITS: Readonly<Record<Guess, (text: string) => boolean>> = {
  long: isLong,
  double: (text) => readNumber(text) !== undefined,
  boolean: (text) => /^(?:t|f|true|false)$/i.test(text),
  timestamp: (text) => readTimestamp(text) !== undefined,
  text: () => true,
};

/** `1e3` and `12.0` are what programs write for numbers with fractions. */
function isLong(text: string): boolean {
  if (readShortWhole(text) !== undefined) return true;
  if (!/^\s*[+-]?\d+\s*$/.test(text)) return false;
  const whole = readWhole(text);
  return whole !== undefined && BigInt.asIntN(64, whole) === whole;
}
