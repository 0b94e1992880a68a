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
      /** The fault of the program that broke the rows off, if it was one. */
      readonly error?: unknown;
    }
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
