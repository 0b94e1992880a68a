import type { Region } from './region.ts';

/** A region as read from text, and the frame that the text names. */
export interface ReadRegion {
  readonly kind: 'region';
  readonly region: Region;
  /** As the text has it, in capitals: ICRS, GALACTIC, ...; undefined where it names none. */
  readonly frame: string | undefined;
}

/** What is wrong with a text, and where: an index into it. */
export interface UnreadRegion {
  readonly kind: 'problem';
  readonly problem: string;
  readonly at: number;
}

/** Reads STC-S, the text forms of DALI's shapes, or an ASCII MOC. */
export function parseRegion(_text: string): ReadRegion | UnreadRegion {
  return { kind: 'problem', problem: 'regions are not read yet', at: 0 };
}

/** The region as text that `parseRegion` reads. */
export function writeRegion({ kind }: Region): string {
  return kind;
}
