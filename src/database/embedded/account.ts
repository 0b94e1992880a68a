import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { fail } from '../../core/error.ts';

const run = promisify(execFile);

/** A user of the operating system. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

const OWN_ACCOUNT = 'almagest';

/** The user as whom root runs PostgreSQL: `almagest` or `postgres` if there is one, else a new system user `almagest`. */
export async function serverAccount(): Promise<Account> {
  const known = (await findAccount(OWN_ACCOUNT)) ?? (await findAccount('postgres'));
  if (known) return known;
  const options = [
    '--system',
    '--user-group',
    '--no-create-home',
    '--home-dir',
    '/nonexistent',
    '--shell',
    '/usr/sbin/nologin',
  ];
  try {
    await run('useradd', [...options, OWN_ACCOUNT]);
  } catch (cause) {
    // Two processes that start together may both try: the user is there then.
    const made = await findAccount(OWN_ACCOUNT);
    if (made) return made;
    fail('B104', 'PostgreSQL refuses to run as root, and a system user for it cannot be made', {
      hint: `Make one with "useradd --system ${OWN_ACCOUNT}", or start this program as an ordinary user, or name a running server as DATABASE_URL.`,
      cause,
    });
  }
  return (await findAccount(OWN_ACCOUNT)) ?? fail('B104', `the new system user "${OWN_ACCOUNT}" cannot be found`);
}

async function findAccount(name: string): Promise<Account | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { name, uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

/** To whom an existing data folder belongs; PostgreSQL insists on starting as that user. */
export async function ownerOf(folder: string): Promise<Account | undefined> {
  const found = await stat(folder).catch(() => undefined);
  if (!found || found.uid === 0) return undefined;
  return { name: String(found.uid), uid: found.uid, gid: found.gid };
}

/** Whether that user may pass through this folder and all above it: asked of the system, which knows of access lists too. */
export async function canEnter(account: Account, folder: string): Promise<boolean> {
  try {
    await run('test', ['-x', folder], { uid: account.uid, gid: account.gid, cwd: '/' });
    return true;
  } catch {
    return false;
  }
}
