import type { Readable } from 'node:stream';
import type { AlmagestError } from '../core/error.ts';
import type { Parameter } from '../model/parameter.ts';
import type { Service } from '../service/context.ts';
import type { RequestFile } from '../service/job-uploads.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** One HTTP request, stripped of what is HTTP's own: HEAD has become GET, the body has become parameters. */
export interface ProtocolRequest {
  readonly method: string;
  /** The path as it came: percent-encoded, without query string. */
  readonly path: string;
  /** What the `{names}` of the route's path stand for, decoded. */
  readonly names: Readonly<Record<string, string>>;
  /** Those of the query string, then those of the body, each in its order; repeated ones stand repeatedly. */
  readonly parameters: readonly Parameter[];
  /** The files of a multipart body, which lie on the disk until the answer is out. */
  readonly files?: readonly RequestFile[];
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Scheme, host and prefix that the client sees, without a slash at the end. */
  readonly baseUrl: string;
  /** Path and query string as the client sent them. */
  readonly url: string;
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
  readonly requestId: string;
}

export interface ProtocolResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | Readable;
}

/** One resource: what it answers to, and how. Errors are thrown as AlmagestError. */
export interface Route {
  readonly methods: readonly Method[];
  /** Such as `/tap/tables/{name}`; a `{name}` stands for one segment. */
  readonly path: string;
  /**
   * Present where the body of a request is one file, whatever its type: it is the first of the request's. Throws for those who may
   * not send any, before their file is read.
   */
  readonly takesFile?: (service: Service) => void;
  handle(request: ProtocolRequest, service: Service): ProtocolResponse | Promise<ProtocolResponse>;
}

/** A protocol as data: adding one is a folder that exports this, and a line in `index.ts`. */
export interface Protocol {
  readonly name: string;
  /** Its part of the address space: `/tap` for everything at and below it, `/` for what no other protocol claims. */
  readonly root: string;
  readonly routes: readonly Route[];
  /** The document that tells of an error, in the protocol's own form. */
  writeError(error: AlmagestError, request: ProtocolRequest, service: Service): ProtocolResponse;
}
