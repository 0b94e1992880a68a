import type { Settings } from '../config/settings.ts';

/** The address that clients see, or will. */
export function siteAddress({ publicUrl, port }: Settings): string {
  return publicUrl ?? `http://localhost:${port}`;
}
