/** Who asks. */
export interface Visitor {
  /** Absent for those who did not say who they are. */
  readonly name?: string;
  /** What they may see beside what everybody sees. */
  readonly groups: readonly string[];
}

/** In place of groups: sees everything. No group can be called so. */
const EVERY_GROUP = '*';

export const ANONYMOUS: Visitor = { groups: [] };

/** Who runs the program sees everything that it publishes. */
export const OPERATOR: Visitor = { groups: [EVERY_GROUP] };

/** True if one of these groups may see what is for the groups of `only`, or for everybody where that is absent. */
export function maySee({ groups }: Visitor, only: readonly string[] | undefined): boolean {
  return only === undefined || groups.includes(EVERY_GROUP) || only.some((group) => groups.includes(group));
}
