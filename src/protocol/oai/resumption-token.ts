import { fail } from '../../core/error.ts';

/** Everything that the next part of a list depends on. Nothing of it is kept here, so a token is good for ever. */
export interface Resumption {
  readonly verb: string;
  readonly metadataPrefix: string;
  readonly from?: string;
  readonly until?: string;
  /** The place behind which the part begins. */
  readonly after: string;
  /** How many records came before. */
  readonly cursor: number;
}

export function writeToken({ verb, metadataPrefix, from = '', until = '', after, cursor }: Resumption): string {
  return Buffer.from([verb, metadataPrefix, from, until, after, cursor].join(' ')).toString('base64url');
}

const FORM = /^(\w+) (\w+) ([\dTZ:-]*) ([\dTZ:-]*) (\d{1,18}) (\d{1,15})$/;

/** @throws AlmagestError R123 if it is not one of ours, or one of another verb */
export function readToken(token: string, verb: string): Resumption {
  const text = Buffer.from(token, 'base64url').toString();
  const [, ofVerb, metadataPrefix = '', from = '', until = '', after = '', cursor = ''] = FORM.exec(text) ?? [];
  if (ofVerb !== verb || Buffer.from(text).toString('base64url') !== token)
    fail('R123', 'this registry gave no such resumption token', { hint: 'Begin the list anew.' });
  return {
    verb,
    metadataPrefix,
    ...(from === '' ? {} : { from }),
    ...(until === '' ? {} : { until }),
    after,
    cursor: Number(cursor),
  };
}
