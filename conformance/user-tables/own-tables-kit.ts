import { addToken, putAccount } from '../../src/auth/account-store.ts';
import type { Settings } from '../../src/config/settings.ts';
import { type AccessKit, openAccessKit } from '../access/access-kit.ts';

/** A server with two people who keep tables there. */
export interface OwnTablesKit extends AccessKit {
  /** What they say to be recognised by. */
  readonly ada: string;
  readonly bo: string;
  /** Makes a table of a file, or of a description; the answer's status and words. */
  put(name: string, body: string | Blob, who?: string, type?: string): Promise<Said>;
  /** Adds rows to a table. */
  load(name: string, body: string | Blob, who?: string, type?: string): Promise<Said>;
  remove(name: string, who?: string): Promise<Said>;
}

/** A status, a space, and what an error or an answer says in its first line. */
export type Said = string;

export async function openOwnTablesKit(settings: Partial<Settings> = {}): Promise<OwnTablesKit> {
  const kit = await openAccessKit({
    storageBytes: 100_000_000,
    uploadBytes: 20_000_000,
    uploadRows: 100_000,
    ...settings,
  });
  const tokenOf = async (name: string) => {
    await putAccount(kit.database, name, 'a password that is not used');
    return `Bearer ${(await addToken(kit.database, name, {})).secret}`;
  };
  const [ada, bo] = [await tokenOf('ada'), await tokenOf('bo')];
  const send = async (method: string, path: string, who: string, body?: string | Blob, type?: string) => {
    const headers: Record<string, string> = { accept: 'application/json', ...(type ? { 'content-type': type } : {}) };
    return said(await kit.ask(path, who, { method, headers, ...(body === undefined ? {} : { body }) }));
  };
  const at = (root: string, name: string) => `/tap/${root}/${encodeURIComponent(name)}`;
  return {
    ...kit,
    ada,
    bo,
    put: (name, body, who = ada, type) => send('PUT', at('tables', name), who, body, type),
    load: (name, body, who = ada, type) => send('POST', at('load', name), who, body, type),
    remove: (name, who = ada) => send('DELETE', at('tables', name), who),
  };
}

export async function said(response: Response): Promise<Said> {
  const text = await response.text();
  if (response.ok) return `${response.status} ${text.trim()}`;
  const { errors } = JSON.parse(text) as { errors: readonly { code: string; message: string; hint?: string }[] };
  return `${response.status} ${errors.map(({ code, message, hint = '' }) => `${code} ${message} ${hint}`).join(' ')}`;
}

/** A table as VODataService describes it. */
export function description(columns: Readonly<Record<string, string>>, more = ''): string {
  const described = Object.entries(columns).map(
    ([name, rest]) => `<column><name>${name.replaceAll('"', '&quot;')}</name>${rest}</column>`,
  );
  return `<?xml version="1.0"?><vosi:table xmlns:vosi="http://www.ivoa.net/xml/VOSITables/v1.0"
    xmlns:vs="http://www.ivoa.net/xml/VODataService/v1.1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
    <name>any</name>${more}${described.join('')}</vosi:table>`;
}

export const typed = (type: string, attributes = ''): string =>
  `<dataType xsi:type="vs:VOTableType" ${attributes}>${type}</dataType>`;
