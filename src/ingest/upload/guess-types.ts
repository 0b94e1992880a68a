import { BOOLEAN, type Datatype, DOUBLE, LONG, TEXT, TIMESTAMP } from '../../model/datatype.ts';
import { readNumber, readTimestamp, readWhole } from '../convert/read-text.ts';
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
        if (text !== null) guess = together(guess, guessOf(text));
      }
      if (guess) guesses.set(index, guess);
    }
  }
  return source.columns.map((column, index) =>
    untyped.includes(index) ? { ...column, datatype: DATATYPES[guesses.get(index) ?? 'text'] } : column,
  );
}

function guessOf(text: string): Guess {
  if (isLong(text)) return 'long';
  if (readNumber(text) !== undefined) return 'double';
  if (/^(?:t|f|true|false)$/i.test(text)) return 'boolean';
  return readTimestamp(text) === undefined ? 'text' : 'timestamp';
}

function together(known: Guess | undefined, next: Guess): Guess {
  if (known === undefined || known === next) return next;
  const bothNumbers = [known, next].every((guess) => guess === 'long' || guess === 'double');
  return bothNumbers ? 'double' : 'text';
}

/** `1e3` and `12.0` are what programs write for numbers with fractions. */
function isLong(text: string): boolean {
  if (!/^\s*[+-]?\d+\s*$/.test(text)) return false;
  const whole = readWhole(text);
  return whole !== undefined && BigInt.asIntN(64, whole) === whole;
}
