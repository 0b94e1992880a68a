import { type Datatype, isAscii, isCharacter } from '../../model/datatype.ts';
import type { Vector } from '../vector.ts';

/** What the texts of a column need. */
export class TextExtent {
  #longest = 0;
  #ascii = true;

  add(vector: Vector): void {
    if (vector.kind !== 'text') return;
    for (const text of vector.values) {
      if (text === null) continue;
      if (text.length > this.#longest) this.#longest = text.length;
      this.#ascii &&= isAscii(text);
    }
  }

  /** The declared type, as far as the texts fit it: writers put UTF-8 into `char`, and cells that are longer than they say. */
  fit(declared: Datatype): Datatype {
    if (!isCharacter(declared)) return declared;
    const { arraysize = '*', ...rest } = declared;
    const primitive = declared.primitive === 'char' && this.#ascii ? 'char' : 'unicodeChar';
    if (this.#longest > Number.parseInt(arraysize, 10)) return { ...rest, primitive, arraysize: '*' };
    // One character needs none (VOTable 1.3, erratum 3).
    return arraysize === '1' ? { ...rest, primitive } : { ...rest, primitive, arraysize };
  }
}
