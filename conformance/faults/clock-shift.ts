/**
 * Loaded before a program (`node --import`): its clock goes wrong by so many seconds as CLOCK_SHIFT says, and by the other way at
 * each SIGUSR2. Monotonic clocks and timers stay as they are, as they do where the clock of a machine is set.
 */
const real = Date.now;
const RealDate = Date;
let shift = Number(process.env['CLOCK_SHIFT'] ?? 0) * 1000;

globalThis.Date = class extends RealDate {
  constructor(...given: [] | [string | number | Date]) {
    super(...((given.length === 0 ? [real() + shift] : given) as [number]));
  }
  static override now(): number {
    return real() + shift;
  }
} as DateConstructor;

process.on('SIGUSR2', () => {
  shift = -shift;
});
