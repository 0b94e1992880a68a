import { tapCapabilities } from '../../registry/capability/tap-capabilities.ts';
import type { Service } from '../../service/context.ts';
import { capabilitiesDocument } from '../vosi/capabilities.ts';

/** The ways to say who one is, beside the way of saying nothing (VOResource 1.1 sec 2.2.2; IVOA Single-Sign-On 2.0). */
const SECURITY_METHODS = [undefined, 'ivo://ivoa.net/sso#BasicAA', 'ivo://ivoa.net/sso#OAuth'];

/** What the TAP service can do, for clients that read before they ask. `url` is that of the service, without a slash at the end. */
export function tapCapabilitiesDocument({ settings, accounts }: Service, url: string): string {
  return capabilitiesDocument(tapCapabilities(settings, url, accounts.areThere ? SECURITY_METHODS : []));
}
