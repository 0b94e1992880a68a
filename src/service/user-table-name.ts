import { isRegularIdentifier } from '../adql/identifier.ts';
import { fail } from '../core/error.ts';

/** A table as somebody names it, who need not say the schema where it is their own. */
export interface GivenName {
  readonly schema?: string;
  readonly name: string;
}

const PART = /"((?:[^"]|"")*)"|([^".]+)/.source;
const NAME = new RegExp(`^(?:(?:${PART})\\.)?(?:${PART})$`);
const LONGEST = 100;

/**
 * Reads `table` or `schema.table` as a query writes them: what is more than letters, digits and underscores stands in quotes. A
 * reserved word needs none here.
 * @throws AlmagestError U106
 */
export function readTableName(text: string): GivenName {
  const match = NAME.exec(text.trim());
  const schema = partOf(match?.[1], match?.[2]);
  const name = partOf(match?.[3], match?.[4]);
  if (name === undefined) return refuse(text);
  return schema === undefined ? { name } : { schema, name };
}

function partOf(quoted: string | undefined, plain: string | undefined): string | undefined {
  const part = quoted?.replaceAll('""', '"') ?? plain;
  if (part === undefined) return undefined;
  const isWritten =
    quoted === undefined ? isRegularIdentifier(part) : /^[^\p{C}]+$/u.test(part) && part === part.trim();
  return isWritten && part.length <= LONGEST ? part : refuse(part);
}

function refuse(text: string): never {
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
  return fail('U106', `a table cannot be called ${shown}`, {
    hint: `A name is a letter, then letters, digits and underscores, ${LONGEST} at most; any other one stands in double quotes.`,
  });
}

/** What the schema of a person is called, as far as their name can be: `user_ada` for ada, for ada@example.org `user_ada_example_org`. */
export function schemaNameFor(owner: string): string {
  const words = owner
    .toLowerCase()
    .replace(/^oidc:/, '')
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '')
    .slice(0, 40);
  return `user_${words === '' ? 'of_no_letters' : words}`;
}
