const IN_JOULES: Readonly<Record<string, number>> = { J: 1, erg: 1e-7, eV: 1.602176634e-19 };
const PREFIXES: Readonly<Record<string, number>> = { k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18, Z: 1e21 };

/** An energy as descriptors write it, such as `100 GeV`, in joules; NaN for another text. */
export function joulesOf(energy: string): number {
  const [, value, prefix, unit = ''] = /^(\S+) ([kMGTPEZ])?(eV|J|erg)$/.exec(energy) ?? [];
  return Number(value) * (prefix === undefined ? 1 : (PREFIXES[prefix] ?? 1)) * (IN_JOULES[unit] ?? 1);
}
