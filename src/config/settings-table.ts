import { LOG_LEVELS, type LogLevel } from '../core/log-level.ts';
import { isNetwork } from './networks.ts';
import type { SettingName, Settings } from './settings.ts';

/** What a text says for a setting, or why it says nothing. */
export type Reading<Value> = { readonly value: Value } | { readonly wrong: string };

/** Everything about a setting: help, `almagest config` and the documentation are made from it. */
export interface SettingEntry<Value> {
  /** Name on the command line, without its dashes. */
  readonly flag: string;
  /** What stands for the value in the help. */
  readonly placeholder: string;
  /** Name in the environment. */
  readonly environment: string;
  /** One line, for people. */
  readonly description: string;
  readonly fallback: Value;
  /** A path: relative ones start at the current folder, or at the folder of the file that names them. */
  readonly isPath?: true;
  /** May hold a password. */
  readonly isSecret?: true;
  readonly read: (text: string) => Reading<Value>;
}

/** Every setting. In `almagest.yaml` it goes by its name here. */
export const SETTING_TABLE: { readonly [Name in SettingName]: SettingEntry<Settings[Name]> } = {
  host: {
    flag: 'host',
    placeholder: 'ADDRESS',
    environment: 'HOST',
    description: 'address to listen on; 0.0.0.0 for every one of this machine',
    fallback: 'localhost',
    read: (text) => (/^[\w.:-]+$/.test(text) ? { value: text } : { wrong: 'it must be a host name or an IP address' }),
  },
  port: {
    flag: 'port',
    placeholder: 'NUMBER',
    environment: 'PORT',
    description: 'port to listen on; 0 for any that is free',
    fallback: 8080,
    read: wholeNumber(0, 65_535),
  },
  publicUrl: {
    flag: 'public-url',
    placeholder: 'URL',
    environment: 'ALMAGEST_PUBLIC_URL',
    description: 'the URL that clients see, if a proxy stands before the server',
    fallback: undefined,
    read: readPublicUrl,
  },
  databaseUrl: {
    flag: 'database-url',
    placeholder: 'URL',
    environment: 'DATABASE_URL',
    description: 'PostgreSQL server (14 or newer) to use instead of the embedded one',
    fallback: undefined,
    isSecret: true,
    read: readDatabaseUrl,
  },
  data: {
    flag: 'data',
    placeholder: 'FOLDER',
    environment: 'ALMAGEST_DATA',
    description: 'folder of data files, searched after the folder of the descriptor',
    fallback: undefined,
    isPath: true,
    read: readText,
  },
  home: {
    flag: 'home',
    placeholder: 'FOLDER',
    environment: 'ALMAGEST_HOME',
    description: 'folder of the embedded database and of results',
    fallback: '.almagest',
    isPath: true,
    read: readText,
  },
  descriptors: {
    flag: 'descriptors',
    placeholder: 'FOLDER',
    environment: 'ALMAGEST_DESCRIPTORS',
    description: 'folder of resource descriptors',
    fallback: 'resource-descriptors',
    isPath: true,
    read: readText,
  },
  registry: {
    flag: 'registry',
    placeholder: 'FOLDER',
    environment: 'ALMAGEST_REGISTRY',
    description: 'folder that says who publishes: organisation, authority, registry and service',
    fallback: 'registry',
    isPath: true,
    read: readText,
  },
  maxrecDefault: {
    flag: 'maxrec',
    placeholder: 'ROWS',
    environment: 'ALMAGEST_MAXREC',
    description: 'rows of a result when the client does not say',
    fallback: 2_000_000,
    read: wholeNumber(1),
  },
  maxrecHard: {
    flag: 'maxrec-hard',
    placeholder: 'ROWS',
    environment: 'ALMAGEST_MAXREC_HARD',
    description: 'rows of a result at most',
    fallback: 20_000_000,
    read: wholeNumber(1),
  },
  resultBytes: {
    flag: 'result-bytes',
    placeholder: 'BYTES',
    environment: 'ALMAGEST_RESULT_BYTES',
    description: 'bytes of a result at most, before it is compressed; beyond, it ends at a row and tells OVERFLOW',
    fallback: 20_000_000_000,
    read: wholeNumber(1),
  },
  syncSeconds: {
    flag: 'sync-seconds',
    placeholder: 'SECONDS',
    environment: 'ALMAGEST_SYNC_SECONDS',
    description: 'how long a synchronous query may run',
    fallback: 60,
    read: wholeNumber(1, 86_400),
  },
  jobSeconds: {
    flag: 'job-seconds',
    placeholder: 'SECONDS',
    environment: 'ALMAGEST_JOB_SECONDS',
    description: 'how long a job may run',
    fallback: 3_600,
    read: wholeNumber(1, 2_000_000),
  },
  jobDays: {
    flag: 'job-days',
    placeholder: 'DAYS',
    environment: 'ALMAGEST_JOB_DAYS',
    description: 'how long a job and its result are kept',
    fallback: 7,
    read: wholeNumber(1, 3_650),
  },
  jobWorkers: {
    flag: 'job-workers',
    placeholder: 'NUMBER',
    environment: 'ALMAGEST_JOB_WORKERS',
    description: 'jobs that run at once in this process; 0 for none',
    fallback: 2,
    read: wholeNumber(0, 64),
  },
  results: {
    flag: 'results',
    placeholder: 'PLACE',
    environment: 'ALMAGEST_RESULTS',
    description: 'where the results of jobs are kept, if not in the home: a folder, or "s3://bucket/folder"',
    fallback: undefined,
    isPath: true,
    read: readResultPlace,
  },
  stopSeconds: {
    flag: 'stop-seconds',
    placeholder: 'SECONDS',
    environment: 'ALMAGEST_STOP_SECONDS',
    description: 'how long running requests and jobs have to end when the process is asked to',
    fallback: 5,
    read: wholeNumber(0, 3_600),
  },
  nameResolver: {
    flag: 'name-resolver',
    placeholder: 'URL',
    environment: 'ALMAGEST_NAME_RESOLVER',
    description: 'Sesame service that ivo_simbadpoint asks for the positions of objects; "none" to ask none',
    fallback: 'https://cds.unistra.fr/cgi-bin/nph-sesame/-oxp/S',
    read: readNameResolver,
  },
  uploadBytes: {
    flag: 'upload-bytes',
    placeholder: 'BYTES',
    environment: 'ALMAGEST_UPLOAD_BYTES',
    description: 'bytes of an uploaded table at most',
    fallback: 268_435_456,
    read: wholeNumber(1),
  },
  uploadRows: {
    flag: 'upload-rows',
    placeholder: 'ROWS',
    environment: 'ALMAGEST_UPLOAD_ROWS',
    description: 'rows of an uploaded table at most',
    fallback: 5_000_000,
    read: wholeNumber(1),
  },
  uploadHosts: {
    flag: 'upload-hosts',
    placeholder: 'NAMES',
    environment: 'ALMAGEST_UPLOAD_HOSTS',
    description: 'hosts, with commas between, that tables may be fetched from though their addresses are not public',
    fallback: undefined,
    read: readHosts,
  },
  trustedProxies: {
    flag: 'trusted-proxies',
    placeholder: 'NETWORKS',
    environment: 'ALMAGEST_TRUSTED_PROXIES',
    description:
      'proxies whose word on client and address counts, with commas between: addresses, networks, "loopback", "private", or "none"',
    fallback: 'loopback,private',
    read: readNetworks,
  },
  logLevel: {
    flag: 'log-level',
    placeholder: 'LEVEL',
    environment: 'ALMAGEST_LOG_LEVEL',
    description: 'what is told while the process runs: debug, info, warn, error or silent',
    fallback: 'info',
    read: readLogLevel,
  },
  runningQueries: {
    flag: 'running-queries',
    placeholder: 'NUMBER',
    environment: 'ALMAGEST_RUNNING_QUERIES',
    description:
      'queries that are waited for at once at most, in each process: of one person, or of all without a name together',
    fallback: 1_000,
    read: wholeNumber(1, 1_000_000),
  },
  queuedJobs: {
    flag: 'queued-jobs',
    placeholder: 'NUMBER',
    environment: 'ALMAGEST_QUEUED_JOBS',
    description: 'jobs that wait for their turn at most: of one person, or of all without a name together',
    fallback: 10_000,
    read: wholeNumber(1, 2_000_000_000),
  },
  runningJobs: {
    flag: 'running-jobs',
    placeholder: 'NUMBER',
    environment: 'ALMAGEST_RUNNING_JOBS',
    description: 'jobs that run at once at most: of one person, or of all without a name together',
    fallback: 1_000,
    read: wholeNumber(1, 1_000_000),
  },
  storageBytes: {
    flag: 'storage-bytes',
    placeholder: 'BYTES',
    environment: 'ALMAGEST_STORAGE_BYTES',
    description: 'bytes of results and tables that are kept at most: of one person, or of all without a name together',
    fallback: 1_000_000_000_000,
    read: wholeNumber(1),
  },
  oidcIssuer: {
    flag: 'oidc-issuer',
    placeholder: 'URL',
    environment: 'ALMAGEST_OIDC_ISSUER',
    description: 'OpenID Connect provider whose tokens say who somebody is',
    fallback: undefined,
    read: readProviderUrl,
  },
  oidcAudience: {
    flag: 'oidc-audience',
    placeholder: 'NAME',
    environment: 'ALMAGEST_OIDC_AUDIENCE',
    description: "for whom the provider's tokens have to be made out, such as the client id of this service",
    fallback: undefined,
    read: readText,
  },
  oidcKeys: {
    flag: 'oidc-keys',
    placeholder: 'URL',
    environment: 'ALMAGEST_OIDC_KEYS',
    description: "where the provider's keys (JWKS) are, if its own configuration document shall not be asked",
    fallback: undefined,
    read: readProviderUrl,
  },
  oidcGroups: {
    flag: 'oidc-groups',
    placeholder: 'CLAIM',
    environment: 'ALMAGEST_OIDC_GROUPS',
    description: 'claim of the tokens that lists groups',
    fallback: 'groups',
    read: readText,
  },
  title: {
    flag: 'title',
    placeholder: 'TEXT',
    environment: 'ALMAGEST_TITLE',
    description: 'title of the service on its pages and in its documents',
    fallback: 'Almagest',
    read: readText,
  },
  authority: {
    flag: 'authority',
    placeholder: 'NAME',
    environment: 'ALMAGEST_AUTHORITY',
    description: 'authority of the IVOIDs of what is published, such as "example.org"',
    fallback: 'almagest.example',
    read: readAuthority,
  },
};

export const SETTING_NAMES = Object.keys(SETTING_TABLE) as readonly SettingName[];

function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => Reading<number> {
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    return value >= least && value <= most ? { value } : { wrong: `it must be a whole number ${range}` };
  };
}

function readText(text: string): Reading<string> {
  return text.trim() === '' ? { wrong: 'it must not be empty' } : { value: text.trim() };
}

function readResultPlace(text: string): Reading<string> {
  const place = text.trim();
  if (!/^\w+:\/\//.test(place)) return readText(text);
  if (/^s3:\/\/[a-z0-9][a-z0-9.-]+(\/[\w./-]*)?$/.test(place)) return { value: place };
  return { wrong: 'it must be a folder, or a bucket such as s3://bucket/folder' };
}

function readPublicUrl(text: string): Reading<string> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    return { wrong: 'it must be a URL that begins with http:// or https://' };
  if (url.search || url.hash || url.username) return { wrong: 'it must end with the path: without ?, # and user name' };
  return { value: url.href.replace(/\/+$/, '') };
}

/** Whoever can change what comes over the line can make themselves anybody; a provider on this machine is for tests. */
function readProviderUrl(text: string): Reading<string> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLocal = url !== undefined && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLocal)) return { value: text.trim() };
  return { wrong: 'it must be a URL that begins with https://' };
}

function readNameResolver(text: string): Reading<string | undefined> {
  if (text === 'none') return { value: undefined };
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash)
    return { wrong: 'it must be "none", or a URL with http:// or https:// and without ? and #' };
  return { value: url.href };
}

function readHosts(text: string): Reading<string> {
  const wrong = text.split(',').find((host) => !/^[\w.:[\]-]+$/.test(host.trim()));
  return wrong === undefined ? { value: text } : { wrong: `"${wrong}" is neither a host name nor an address` };
}

function readNetworks(text: string): Reading<string> {
  const wrong = text.split(',').find((network) => !isNetwork(network.trim()));
  if (wrong === undefined) return { value: text };
  return { wrong: `"${wrong.trim()}" is none of: an address, a network such as 10.0.0.0/8, loopback, private, none` };
}

function readLogLevel(text: string): Reading<LogLevel> {
  const level = LOG_LEVELS.find((known) => known === text.trim().toLowerCase());
  return level ? { value: level } : { wrong: `it must be one of ${LOG_LEVELS.join(', ')}` };
}

function readDatabaseUrl(text: string): Reading<string> {
  if (/^postgres(ql)?:\/\//.test(text) && URL.canParse(text)) return { value: text };
  return {
    wrong:
      'it must have the form postgres://user:password@host:5432/database, with @ : / % in the password percent-encoded',
  };
}

/** IVOA Identifiers 2.0 sec 2.3.1: three characters at least, letters, digits and marks, the first a letter or digit. */
function readAuthority(text: string): Reading<string> {
  if (/^[A-Za-z0-9][\w.!~*'()+=-]{2,}$/.test(text)) return { value: text };
  return { wrong: 'it must have three characters or more: letters, digits and marks such as . and -' };
}
