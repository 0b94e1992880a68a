import type { Vector } from '../../vector.ts';
import type { VotableField } from './field.ts';

type CellReader = (cell: string) => string | null;

/** Collects the rows of a TABLEDATA. Cells stay text, to be read as what the column of the table is. */
export class TabledataRows {
  readonly #wanted: readonly number[];
  readonly #readers: readonly CellReader[];
  #cells: (string | null)[][];
  #rows = 0;

  constructor(fields: readonly VotableField[], wanted: readonly number[]) {
    this.#wanted = wanted;
    this.#readers = wanted.map((index) => cellReader(fields[index]));
    this.#cells = wanted.map(() => []);
  }

  get rows(): number {
    return this.#rows;
  }

  add(cells: readonly string[]): void {
    for (let place = 0; place < this.#wanted.length; place++) {
      const cell = cells[this.#wanted[place] ?? 0] ?? '';
      this.#cells[place]?.push(this.#readers[place]?.(cell) ?? null);
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
function cellReader(field: VotableField | undefined): CellReader {
  const { type, nullText } = field ?? {};
  const trimmed = (cell: string): string | null => {
    const text = cell.trim();
    return text === '' || text === nullText ? null : text;
  };
  switch (type) {
    case 'char':
    case 'unicodeChar':
      return (cell) => (cell === '' ? null : cell);
    case 'boolean':
      return (cell) => {
        const text = trimmed(cell);
        return text === '?' ? null : text;
      };
    case 'bit':
      // Bits may stand without anything between them (VOTable 1.4 sec 6).
      return (cell) => {
        const text = trimmed(cell);
        return text && [...text.replace(/\s/g, '')].join(' ');
      };
    default:
      return (cell) => {
        const text = trimmed(cell);
        return text && /0x/i.test(text) ? text.replace(/\b0x[0-9a-f]+/gi, (hex) => String(BigInt(hex))) : text;
      };
  }
}
