/** Seconds that a statement may work, and that its reader may leave the rows untouched. */
export interface WorkBounds {
  readonly work: number;
  readonly stall: number;
}

/** Milliseconds between two looks at the most. */
const LOOK = 1000;

/**
 * Bounds what a statement costs the server, and not what its reader's network costs: time in which rows wait for the reader
 * counts as no work, however long it is in all; only at a stretch it is bounded, as a connection is held meanwhile.
 */
export class WorkLimit {
  readonly #bounds: WorkBounds;
  readonly #expire: (reason: keyof WorkBounds) => void;
  #worked = 0;
  #since = performance.now();
  #waits = false;
  #timer: NodeJS.Timeout | undefined;

  /** Counts from now on; `expire` is called once, unless `stop` was. */
  constructor(bounds: WorkBounds, expire: (reason: keyof WorkBounds) => void) {
    this.#bounds = bounds;
    this.#expire = expire;
    this.#look();
  }

  /** The rows wait for their reader. */
  wait(): void {
    if (this.#waits) return;
    const now = performance.now();
    this.#worked += now - this.#since;
    this.#since = now;
    this.#waits = true;
  }

  /** The reader waits for rows. */
  work(): void {
    if (!this.#waits) return;
    this.#since = performance.now();
    this.#waits = false;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #look(): void {
    const lasting = performance.now() - this.#since;
    const left = this.#waits ? this.#bounds.stall * 1000 - lasting : this.#bounds.work * 1000 - this.#worked - lasting;
    if (left <= 0) this.#expire(this.#waits ? 'stall' : 'work');
    else this.#timer = setTimeout(() => this.#look(), Math.min(left, LOOK));
  }
}
