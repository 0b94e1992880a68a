import { fail } from '../core/error.ts';

/** What a client says to be recognised by. */
export type Credentials =
  | { readonly kind: 'password'; readonly name: string; readonly password: string }
  | { readonly kind: 'token'; readonly token: string };

/** Reads the header Authorization: Basic (RFC 7617, in UTF-8) or Bearer (RFC 6750). @throws AlmagestError A101 */
export function readAuthorization(header: string): Credentials {
  const [, scheme = '', value = ''] = /^([\w-]+) +([\w.~+/=-]{1,16384})$/.exec(header.trim()) ?? [];
  switch (scheme.toLowerCase()) {
    case 'basic': {
      const text = Buffer.from(value, 'base64').toString('utf8');
      const colon = text.indexOf(':');
      if (colon > 0) return { kind: 'password', name: text.slice(0, colon), password: text.slice(colon + 1) };
      break;
    }
    case 'bearer':
      return { kind: 'token', token: value };
  }
  fail('A101', 'the header Authorization cannot be understood', {
    hint: 'It holds "Basic" with a name and a password in base64, or "Bearer" with a token.',
  });
}
