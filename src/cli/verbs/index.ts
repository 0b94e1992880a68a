import type { Verb } from '../verb.ts';
import { check } from './check.ts';
import { config } from './config.ts';
import { doctor } from './doctor.ts';
import { drop } from './drop.ts';
import { exportForms } from './export.ts';
import { ingest } from './ingest.ts';
import { publish } from './publish.ts';
import { query } from './query.ts';
import { serve } from './serve.ts';
import { user } from './user.ts';
import { worker } from './worker.ts';

/** Every verb, in the order of the help. */
export const VERBS: readonly Verb[] = [
  serve,
  worker,
  ingest,
  check,
  drop,
  publish,
  exportForms,
  query,
  user,
  config,
  doctor,
];
