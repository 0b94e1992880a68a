import type { AlmagestError } from './error.ts';

/**
 * What happens, as data. The program emits observations; log lines, progress bars and metrics are made from them elsewhere,
 * so that no stage knows of a logger.
 */
export type Observation =
  | { readonly kind: 'database-started'; readonly url: string; readonly version: string; readonly embedded: boolean }
  | { readonly kind: 'migrated'; readonly migration: string }
  | { readonly kind: 'load-started'; readonly table: string; readonly files: number; readonly bytes: number }
  | {
      readonly kind: 'load-progress';
      readonly table: string;
      readonly rows: number;
      readonly bytesRead: number;
      readonly bytes: number;
    }
  | {
      readonly kind: 'load-step';
      readonly table: string;
      readonly step: 'read' | 'convert' | 'check' | 'index' | 'describe' | 'swap';
      readonly detail: string;
      readonly ms: number;
    }
  | { readonly kind: 'table-published'; readonly table: string; readonly rows: number; readonly ms: number }
  | {
      readonly kind: 'resource-published';
      readonly resource: string;
      readonly tables: number;
      readonly rows: number;
      readonly ms: number;
    }
  | { readonly kind: 'resource-unchanged'; readonly resource: string; readonly rows: number }
  | { readonly kind: 'resource-skipped'; readonly resource: string; readonly reason: string; readonly remedy: string }
  | { readonly kind: 'resource-failed'; readonly resource: string; readonly error: Error }
  | {
      readonly kind: 'records-changed';
      readonly created: readonly string[];
      readonly updated: readonly string[];
      readonly deleted: readonly string[];
    }
  | { readonly kind: 'catalogue-loaded'; readonly version: string; readonly tables: number }
  | {
      readonly kind: 'query-finished';
      readonly request: string;
      readonly protocol: string;
      readonly query: string;
      readonly format: string;
      readonly rows: number;
      readonly bytes: number;
      readonly ms: number;
      readonly outcome: string;
      readonly runid?: string;
      readonly user?: string;
      /** The fault of the program that broke the rows off, if it was one. */
      readonly error?: unknown;
    }
  | {
      readonly kind: 'request-finished';
      readonly request: string;
      readonly method: string;
      /** Without its query string, which may hold what is nobody's business. */
      readonly path: string;
      /** The pattern of the paths that are answered in the same way, such as `/table/{name}`; absent where nothing is. */
      readonly route?: string;
      readonly status: number;
      /** Bytes sent, with the head of the answer. */
      readonly bytes: number;
      /** Until the head of the answer was there, and until its last byte was sent. */
      readonly headMs: number;
      readonly ms: number;
      /** False if the client went away before the end. */
      readonly whole: boolean;
      /** The client's address, as proxies that are trusted tell it. */
      readonly address: string;
      readonly agent?: string;
      readonly user?: string;
    }
  | { readonly kind: 'serving'; readonly url: string; readonly tap: string; readonly ms: number }
  | { readonly kind: 'working'; readonly slots: number }
  | { readonly kind: 'stopping' }
  | { readonly kind: 'job-changed'; readonly job: string; readonly phase: string }
  | {
      readonly kind: 'request-refused';
      readonly request: string;
      readonly asked: string;
      readonly error: AlmagestError;
    }
  | { readonly kind: 'request-failed'; readonly request: string; readonly error: unknown }
  | { readonly kind: 'warning'; readonly message: string };

export type Observer = (observation: Observation) => void;
