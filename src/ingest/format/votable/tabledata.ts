import type { Vector } from '../../vector.ts';
import type { VotableField } from './field.ts';

/** Collects the rows of a TABLEDATA. Cells stay text, to be read as what the column of the table is. */
export class TabledataRows {
  readonly #fields: readonly VotableField[];
  readonly #wanted: readonly number[];
  #cells: (string | null)[][];
  #rows = 0;

  constructor(fields: readonly VotableField[], wanted: readonly number[]) {
    this.#fields = fields;
    this.#wanted = wanted;
    this.#cells = wanted.map(() => []);
  }

  get rows(): number {
    return this.#rows;
  }

  add(cells: readonly string[]): void {
    for (const [place, index] of this.#wanted.entries()) {
      const field = this.#fields[index];
      this.#cells[place]?.push(field ? readCell(field, cells[index] ?? '') : null);
    }
    this.#rows++;
  }

  take(): { readonly rows: number; readonly vectors: readonly Vector[] } {
    const vectors = this.#cells.map((values): Vector => ({ kind: 'text', values }));
    const rows = this.#rows;
    this.#cells = this.#wanted.map(() => []);
    this.#rows = 0;
    return { rows, vectors };
  }
}

/** An empty TD has no value (VOTable 1.4 sec 5.1); whole numbers may be written 0x1F (sec 2.1). */
function readCell({ type, nullText }: VotableField, cell: string): string | null {
  if (type === 'char' || type === 'unicodeChar') return cell === '' ? null : cell;
  const text = cell.trim();
  if (text === '' || text === nullText) return null;
  if (type === 'boolean') return text === '?' ? null : text;
  // Bits may stand without anything between them (VOTable 1.4 sec 6).
  if (type === 'bit') return [...text.replace(/\s/g, '')].join(' ');
  return /0x/i.test(text) ? text.replace(/\b0x[0-9a-f]+/gi, (hex) => String(BigInt(hex))) : text;
}
