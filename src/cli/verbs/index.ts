import type { Verb } from '../verb.ts';
import { check } from './check.ts';
import { config } from './config.ts';
import { doctor } from './doctor.ts';
import { drop } from './drop.ts';
import { ingest } from './ingest.ts';
import { query } from './query.ts';
import { serve } from './serve.ts';

/** Every verb, in the order of the help. */
export const VERBS: readonly Verb[] = [serve, ingest, check, drop, query, config, doctor];
