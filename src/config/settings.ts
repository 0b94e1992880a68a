import type { LogLevel } from '../core/log-level.ts';

/** Every setting of the program, whole and checked. */
export interface Settings {
  /** Address to listen on. */
  readonly host: string;
  readonly port: number;
  /** The URL that clients see, without a slash at the end; absent: made from the request. */
  readonly publicUrl: string | undefined;
  /** Absent: the embedded server. */
  readonly databaseUrl: string | undefined;
  /** Folder of data files; absent: only what lies beside the descriptors. */
  readonly data: string | undefined;
  /** Folder of the embedded database and of results. */
  readonly home: string;
  /** Folder of resource descriptors. */
  readonly descriptors: string;
  /** Folder in which the operator says who publishes here. */
  readonly registry: string;
  /** Rows of a result when the client does not say. */
  readonly maxrecDefault: number;
  /** Rows of a result at most. */
  readonly maxrecHard: number;
  /** Bytes of a result at most, before it is compressed. */
  readonly resultBytes: number;
  /** Seconds that a synchronous query may run. */
  readonly syncSeconds: number;
  /** Seconds that a job may run, when the client does not say and at most. */
  readonly jobSeconds: number;
  /** Days that a job and its result are kept. */
  readonly jobDays: number;
  /** Jobs that run at once in one process. */
  readonly jobWorkers: number;
  /** Folder of the results of jobs, or `s3://bucket/folder`; absent: a folder in the home. */
  readonly results: string | undefined;
  /** Seconds that running requests and jobs have to end when the process is asked to. */
  readonly stopSeconds: number;
  /** Address of a Sesame name resolver, which ivo_simbadpoint asks; absent: none is asked. */
  readonly nameResolver: string | undefined;
  /** Bytes of an uploaded table at most. */
  readonly uploadBytes: number;
  /** Rows of an uploaded table at most. */
  readonly uploadRows: number;
  /** Hosts, with commas between, that tables may be fetched from though their addresses are not public. */
  readonly uploadHosts: string | undefined;
  /** Addresses and networks of proxies that are believed who the client is and what it asked, with commas between. */
  readonly trustedProxies: string;
  /** What is told of what happens: everything from this level on. */
  readonly logLevel: LogLevel;
  /** Queries of one person, or of all who did not say who they are, whose answers are waited for at once at most; in each process. */
  readonly runningQueries: number;
  /** Jobs of one person, or of all who did not say who they are, that wait for their turn at most. */
  readonly queuedJobs: number;
  /** Jobs of one person, or of all who did not say who they are, that run at once at most. */
  readonly runningJobs: number;
  /** Bytes of all results that one person, or all who did not say who they are, can keep. */
  readonly storageBytes: number;
  /** Address of an OpenID Connect provider whose tokens say who somebody is; absent: none is trusted. */
  readonly oidcIssuer: string | undefined;
  /** For whom the provider's tokens have to be made out. */
  readonly oidcAudience: string | undefined;
  /** Where the provider's keys are, if its own configuration document shall not be asked. */
  readonly oidcKeys: string | undefined;
  /** Name of the claim that lists groups. */
  readonly oidcGroups: string;
  /** Title of the service, for pages and documents. */
  readonly title: string;
  /** The authority part of IVOIDs. */
  readonly authority: string;
}

export type SettingName = keyof Settings;

/** Where the value of a setting came from; the first that speaks wins in this order. */
export type Origin = 'flag' | 'environment' | 'file' | 'default';
