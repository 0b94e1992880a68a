import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fail } from '../../core/error.ts';
import type { Place } from './place.ts';

const run = promisify(execFile);

/** Owner of the embedded database; also the name of the database. */
export const OWNER = 'almagest';

/** In the data folder, so that the password and the cluster that knows it come into being together. */
export const passwordFile = (data: string): string => join(data, 'almagest-password');

/**
 * True for a data folder that is whole.
 * @throws AlmagestError B104 if it is another version's
 */
export async function isInitialised(place: Place): Promise<boolean> {
  const version = await readFile(join(place.data, 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (version === undefined) return false;
  const { stdout } = await run(join(place.programs, 'postgres'), ['--version'], { cwd: '/' });
  const ours = /\d+/.exec(stdout)?.[0];
  if (version.trim() === ours) return true;
  fail(
    'B104',
    `the data folder ${place.data} was made by PostgreSQL ${version.trim()}, but this version of the program brings ${ours}`,
    {
      hint: 'Everything in it can be loaded again from the data files: move the folder away and start anew. Or dump it with the old version and load the dump here.',
    },
  );
}

/** Makes the data folder: apart first, so that an interrupted attempt leaves nothing that looks like a database. */
export async function initialise(place: Place): Promise<void> {
  const draft = `${place.data}.new-${randomBytes(6).toString('hex')}`;
  const password = randomBytes(24).toString('base64url');
  const secret = `${draft}-password`;
  try {
    await mkdir(draft, { mode: 0o700 });
    await writeFile(secret, password, { mode: 0o600 });
    if (place.account) {
      await chown(draft, place.account.uid, place.account.gid);
      await chown(secret, place.account.uid, place.account.gid);
    }
    const options = ['--username', OWNER, '--encoding=UTF8', '--locale=C', '--auth=scram-sha-256', '--no-instructions'];
    await run(join(place.programs, 'initdb'), ['--pgdata', draft, '--pwfile', secret, ...options], {
      cwd: draft,
      ...(place.account && { uid: place.account.uid, gid: place.account.gid }),
    });
    await rename(secret, passwordFile(draft));
    await chmod(passwordFile(draft), 0o600);
    await rename(draft, place.data);
  } catch (cause) {
    // Another process was faster: its database is as good.
    if (await isInitialised(place)) return;
    const { stderr, message } = cause as Error & { stderr?: string };
    fail('B104', `the embedded database cannot be made in ${place.data}: ${(stderr || message).trim()}`, {
      hint: 'Is the folder writable, and is there room on the disk? Another folder can be named as ALMAGEST_HOME. If a library is missing, run "npm rebuild".',
      cause,
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
    await rm(secret, { force: true });
  }
}
