import { ALLOWANCE_NAMES, ALLOWANCE_UNITS, type AllowanceName } from '../config/allowance.ts';
import { SETTING_TABLE } from '../config/settings-table.ts';
import type { Service } from './context.ts';

/** A bound on what the one who asks may use. */
export interface Limit {
  readonly name: AllowanceName;
  readonly value: number;
  readonly unit: string;
  /** For people, in lower case without a full stop. */
  readonly description: string;
}

/** Every bound of the visitor that the service answers; groups may have their own. */
export function limitsOf({ settings }: Pick<Service, 'settings'>): readonly Limit[] {
  return ALLOWANCE_NAMES.map((name) => ({
    name,
    value: settings[name],
    unit: ALLOWANCE_UNITS[name],
    description: SETTING_TABLE[name].description,
  }));
}
