import { DOUBLE, FLOAT, LONG, TEXT } from '../../../model/datatype.ts';
import type { SourceColumn } from '../../source.ts';
import type { Vector } from '../../vector.ts';
import { Random } from './random.ts';

/** A simulated table: its columns, and a maker of rows that always makes the same ones from a seed. */
export interface Simulation {
  readonly name: string;
  readonly columns: readonly SourceColumn[];
  /** The rows come in order; each call gives the next `rows` of them. */
  start(seed: number): (rows: number) => readonly Vector[];
}

const eV = { unit: 'eV' };
const metre = { unit: 'm' };
const degree = { unit: 'deg' };

/** The cosmic-ray flux steepens at the knee (Hillas 2006, astro-ph/0607109). Energies in eV. */
const SPECTRUM = { low: 1e14, knee: 4e15, high: 1e18, indexBelow: 2.7, indexAbove: 3.1 };
/** Mass number of each group of nuclei, and its share. */
const NUCLEI = [
  { name: 'proton', mass: 1, share: 0.4 },
  { name: 'helium', mass: 4, share: 0.3 },
  { name: 'CNO', mass: 14, share: 0.15 },
  { name: 'iron', mass: 56, share: 0.15 },
] as const;
const ARRAY_RADIUS = 200;
const MAX_ZENITH = 60;
const MJD = { start: 59000, days: 365 };

/** The share of all events that lies below the knee, from the integral of both power laws, which meet at the knee. */
const BELOW_KNEE = (() => {
  const { low, knee, high, indexBelow, indexAbove } = SPECTRUM;
  const below = ((low / knee) ** (1 - indexBelow) - 1) / (indexBelow - 1);
  const above = (1 - (high / knee) ** (1 - indexAbove)) / (indexAbove - 1);
  return below / (below + above);
})();

/**
 * Air showers over a small particle array, after the model of Heitler as extended by Matthews (Astropart. Phys. 22, 387, 2005):
 * a nucleus of mass A and energy E makes as many electrons as A showers of energy E/A, and N_mu = A (E/A/xi)^0.85 muons with
 * xi = 20 GeV. Both fluctuate log-normally, electrons more; slant depth takes electrons away, muons hardly. For trying out, not for physics.
 */
export const airShowers: Simulation = {
  name: 'air-showers',
  columns: [
    { name: 'event_id', datatype: LONG },
    { name: 'energy', datatype: DOUBLE, ...eV },
    { name: 'zenith', datatype: DOUBLE, ...degree },
    { name: 'azimuth', datatype: DOUBLE, ...degree },
    { name: 'core_x', datatype: FLOAT, ...metre },
    { name: 'core_y', datatype: FLOAT, ...metre },
    { name: 'n_electrons', datatype: DOUBLE },
    { name: 'n_muons', datatype: DOUBLE },
    { name: 'primary_nucleus', datatype: TEXT },
    { name: 'mjd', datatype: DOUBLE, unit: 'd' },
  ],
  start(seed) {
    const random = new Random(seed);
    let made = 0;
    return (rows) => {
      const id = new BigInt64Array(rows);
      const [energy, zenith, azimuth, electrons, muons, mjd] = Array.from(
        { length: 6 },
        () => new Float64Array(rows),
      ) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
      const [coreX, coreY] = [new Float32Array(rows), new Float32Array(rows)];
      const nucleus: string[] = [];
      for (let row = 0; row < rows; row++) {
        const shower = makeShower(random);
        id[row] = BigInt(++made);
        energy[row] = shower.energy;
        zenith[row] = shower.zenith;
        azimuth[row] = shower.azimuth;
        coreX[row] = shower.coreX;
        coreY[row] = shower.coreY;
        electrons[row] = shower.electrons;
        muons[row] = shower.muons;
        nucleus.push(shower.nucleus);
        mjd[row] = MJD.start + MJD.days * random.uniform();
      }
      const nulls = undefined;
      const double = (values: Float64Array): Vector => ({ kind: 'double', values, nulls });
      return [
        { kind: 'long', values: id, nulls },
        double(energy),
        double(zenith),
        double(azimuth),
        { kind: 'float', values: coreX, nulls },
        { kind: 'float', values: coreY, nulls },
        double(electrons),
        double(muons),
        { kind: 'text', values: nucleus },
        double(mjd),
      ];
    };
  },
};

function makeShower(random: Random) {
  const energy = drawEnergy(random);
  const nucleus = drawNucleus(random);
  const zenith = drawZenith(random);
  const radius = ARRAY_RADIUS * Math.sqrt(random.uniform());
  const angle = 2 * Math.PI * random.uniform();
  const GeV = energy / 1e9;
  const perNucleon = GeV / nucleus.mass;
  // Atmospheric depth grows as 1/cos(zenith); 1030 g/cm2 is sea level.
  const extraDepth = 1030 * (1 / Math.cos((zenith * Math.PI) / 180) - 1);
  const electrons =
    0.08 * nucleus.mass * perNucleon ** 1.12 * Math.exp(-extraDepth / 210) * Math.exp(0.25 * random.normal());
  const muons =
    nucleus.mass * (perNucleon / 20) ** 0.85 * Math.exp(-extraDepth / 1500) * Math.exp(0.12 * random.normal());
  return {
    energy,
    nucleus: nucleus.name,
    zenith,
    azimuth: random.between(0, 360),
    coreX: radius * Math.cos(angle),
    coreY: radius * Math.sin(angle),
    electrons: Math.round(electrons),
    muons: Math.round(muons),
  };
}

function drawEnergy(random: Random): number {
  const { low, knee, high, indexBelow, indexAbove } = SPECTRUM;
  return random.uniform() < BELOW_KNEE
    ? random.powerLaw(low, knee, indexBelow)
    : random.powerLaw(knee, high, indexAbove);
}

function drawNucleus(random: Random): (typeof NUCLEI)[number] {
  let left = random.uniform();
  for (const nucleus of NUCLEI) {
    left -= nucleus.share;
    if (left < 0) return nucleus;
  }
  return NUCLEI[3];
}

/** A flat array sees sin(zenith) cos(zenith) of an isotropic flux: sin^2 is even. */
function drawZenith(random: Random): number {
  const most = Math.sin((MAX_ZENITH * Math.PI) / 180) ** 2;
  return (Math.asin(Math.sqrt(most * random.uniform())) * 180) / Math.PI;
}
