/**
 * Repeatable random numbers: the same seed gives the same numbers on every machine and in every version. The generator is
 * splitmix32, a counter put through a mixing function, whose period of 2^32 is ample here.
 */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** Evenly from 0 (included) to 1 (excluded), with 53 random bits. */
  uniform(): number {
    return ((this.#next() >>> 5) * 67108864 + (this.#next() >>> 6)) / 9007199254740992;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.uniform();
  }

  /** Normal with mean 0 and deviation 1 (Box and Muller 1958). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
  }

  /** From `low` to `high` with a density that falls as x^-index; index above 1. */
  powerLaw(low: number, high: number, index: number): number {
    const exponent = 1 - index;
    const start = low ** exponent;
    return (start + this.uniform() * (high ** exponent - start)) ** (1 / exponent);
  }

  #next(): number {
    this.#state = (this.#state + 0x9e3779b9) | 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return mixed ^ (mixed >>> 15);
  }
}
