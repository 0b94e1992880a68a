import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import process from 'node:process';
import type { Settings } from '../config/settings.ts';
import { AlmagestError } from '../core/error.ts';
import { count, counted, size } from '../core/quantity.ts';
import { type DatabaseFacts, introspect } from '../database/introspect.ts';
import { loadDescriptors } from '../descriptor/load.ts';
import { checkFiles } from '../service/check-files.ts';
import { refuseBusyPort } from './busy-port.ts';
import { withDatabase } from './with-database.ts';

/** What one look at the surroundings of the program found. */
export interface Finding {
  readonly subject: string;
  readonly state: 'ok' | 'warning' | 'error';
  readonly text: string;
  readonly remedy?: string;
}

type MedicalCheck = (settings: Settings) => Promise<readonly Finding[]>;

/** Node that runs TypeScript files as they are. */
const OLDEST_NODE = [22, 18] as const;
/** Below this an operator should think of the disk. */
const LITTLE_ROOM = 2e9;

/** In the order in which a start would stumble over them. */
export const MEDICAL_CHECKS: readonly MedicalCheck[] = [
  checkNode,
  checkRoom,
  checkDatabase,
  checkPort,
  checkCollection,
];

async function checkNode(): Promise<readonly Finding[]> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const enough = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  const found: Finding = { subject: 'Node.js', state: 'ok', text: process.versions.node };
  if (enough) return [found];
  return [
    { ...found, state: 'error', remedy: `It must be ${OLDEST_NODE.join('.')} or newer; npm scripts bring their own.` },
  ];
}

async function checkRoom({ home }: Settings): Promise<readonly Finding[]> {
  if (!existsSync(home)) return [{ subject: 'home', state: 'ok', text: `${home} will be made` }];
  const { bavail, bsize } = await statfs(home);
  const room = bavail * bsize;
  const found: Finding = { subject: 'home', state: 'ok', text: `${home}, ${size(room)} free` };
  if (room >= LITTLE_ROOM) return [found];
  return [{ ...found, state: 'warning', remedy: 'Make room, or name another folder with --home or ALMAGEST_HOME.' }];
}

async function checkDatabase(settings: Settings): Promise<readonly Finding[]> {
  const observe = () => {};
  return orComplain('database', () =>
    withDatabase(settings, observe, async (database) => databaseFindings(settings, await introspect(database))),
  );
}

function databaseFindings(settings: Settings, facts: DatabaseFacts): readonly Finding[] {
  const { version, bytes, owner, ownerIsSuperuser, encoding, connections, queryRole, tables } = facts;
  const kind = settings.databaseUrl === undefined ? 'embedded' : 'of DATABASE_URL';
  const role = { subject: 'query role', text: `${queryRole.name} may read what is published, and nothing else` };
  const crowded = connections.used > 0.8 * connections.most;
  return [
    { subject: 'database', state: 'ok', text: `PostgreSQL ${version}, ${kind}; ${encoding}; ${size(bytes)}` },
    { subject: 'published', state: 'ok', text: counted(tables.length, 'table') },
    { subject: 'owner', state: 'ok', text: `${owner}${ownerIsSuperuser ? ', a superuser' : ''}` },
    queryRole.mayWrite
      ? {
          ...role,
          state: 'error',
          text: `${queryRole.name} may write`,
          remedy: 'Revoke what it was granted beside SELECT.',
        }
      : { ...role, state: 'ok' },
    {
      subject: 'sessions',
      state: crowded ? 'warning' : 'ok',
      text: `${connections.used} of at most ${connections.most}`,
      ...(crowded ? { remedy: 'Raise max_connections of PostgreSQL.' } : {}),
    },
  ];
}

async function checkPort({ host, port }: Settings): Promise<readonly Finding[]> {
  return orComplain('port', async () => {
    await refuseBusyPort(host, port);
    return [{ subject: 'port', state: 'ok', text: `${host}:${port} is free` }];
  });
}

async function checkCollection({ descriptors, data }: Settings): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  if (data === undefined)
    findings.push({
      subject: 'data',
      state: 'warning',
      text: 'no data folder is named',
      remedy: 'Name one with --data or ALMAGEST_DATA; what lies beside the descriptors is found without it.',
    });
  else if (existsSync(data)) findings.push({ subject: 'data', state: 'ok', text: data });
  else
    findings.push({
      subject: 'data',
      state: 'error',
      text: `there is no folder ${data}`,
      remedy: 'Name another with --data or ALMAGEST_DATA.',
    });
  if (!existsSync(descriptors)) {
    findings.push({
      subject: 'descriptors',
      state: 'error',
      text: `there is no folder ${descriptors}`,
      remedy: 'Name another with --descriptors or ALMAGEST_DESCRIPTORS.',
    });
    return findings;
  }
  const loaded = await loadDescriptors(descriptors);
  const broken = loaded.filter(({ descriptor }) => !descriptor).length;
  const text = `${count(loaded.length)} in ${descriptors}`;
  if (broken === 0) findings.push({ subject: 'descriptors', state: 'ok', text });
  else
    findings.push({
      subject: 'descriptors',
      state: 'error',
      text: `${text}, ${broken} with errors`,
      remedy: '"almagest check" tells them.',
    });
  for (const { descriptor } of loaded) {
    if (!descriptor) continue;
    for (const { message, hint } of await checkFiles(descriptor, data))
      findings.push({ subject: 'data file', state: 'warning', text: message, ...(hint ? { remedy: hint } : {}) });
  }
  return findings;
}

/** What goes wrong is what the doctor is here to tell. */
async function orComplain(subject: string, look: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof AlmagestError)) throw error;
    return error.problems.map(({ message, hint }) => ({
      subject,
      state: 'error',
      text: message,
      ...(hint ? { remedy: hint } : {}),
    }));
  }
}
