import { AlmagestError, type Problem, problem } from '../../core/error.ts';
import type { Batch } from '../source.ts';

/** So many bad cells are told at once; more would only hide the first ones. */
const MOST = 10;

/** Collects the cells of a batch that cannot be converted. */
export class CellProblems {
  readonly #batch: Batch;
  readonly #found: Problem[] = [];
  #more = 0;

  constructor(batch: Batch) {
    this.#batch = batch;
  }

  /** @param row index within the batch */
  add(row: number, column: string, value: unknown, wrong: string, hint?: string): void {
    if (this.#found.length >= MOST) {
      this.#more++;
      return;
    }
    const { file, firstRow, lines } = this.#batch;
    const line = lines?.[row];
    const where = line === undefined ? `row ${firstRow + row}` : `line ${line}`;
    const shown = typeof value === 'string' ? JSON.stringify(value.slice(0, 80)) : String(value);
    this.#found.push(
      problem('I105', `${file}, ${where}, column ${column}: ${shown} ${wrong}`, {
        place: line === undefined ? { file } : { file, line },
        ...(hint ? { hint } : {}),
      }),
    );
  }

  throwIfAny(): void {
    const [first, ...others] = this.#found;
    if (!first) return;
    const rest = this.#more > 0 ? [problem('I105', `... and ${this.#more} more cells in these rows`)] : [];
    throw new AlmagestError([first, ...others, ...rest]);
  }
}
