import { tapCapabilities } from '../../registry/capability/tap-capabilities.ts';
import type { Service } from '../../service/context.ts';
import { capabilitiesDocument } from '../vosi/capabilities.ts';

/** What the TAP service can do, for clients that read before they ask. `url` is that of the service, without a slash at the end. */
export function tapCapabilitiesDocument({ settings }: Service, url: string): string {
  return capabilitiesDocument(tapCapabilities(settings, url));
}
