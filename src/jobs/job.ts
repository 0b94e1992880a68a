import type { Problem } from '../core/error.ts';
import type { Parameter } from '../model/parameter.ts';
import type { Phase } from './phase.ts';

/** Why a job failed or was aborted; enough to make the error document anew. */
export interface JobFailure {
  /** True if the same job may succeed at another time (UWS 1.1 sec 2.1.7). */
  readonly transient: boolean;
  readonly problems: readonly [Problem, ...Problem[]];
  /** The query that the spans refer to. */
  readonly text?: string;
}

/** What a job brought; the bytes are in the result store. */
export interface JobResult {
  /** Its name in the result store. */
  readonly key: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly rows: number;
}

/** How far a running job is. */
export interface JobProgress {
  /** Rows that the database has given so far. */
  readonly rows: number;
  /** Bytes of the result so far; 0 for long where a format needs all rows before its first byte. */
  readonly bytes: number;
}

/** What the planner of the database expects of a query before it runs. */
export interface JobEstimate {
  readonly rows: number;
  /** In the units of the planner: of use only beside the cost of other queries. */
  readonly cost: number;
}

/** One UWS job, as it stands in the database. */
export interface Job {
  /** What sort of work it is: `query`, or another one that has a list of jobs of its own. */
  readonly kind: string;
  /** Cannot be guessed: to know it is to have access. */
  readonly id: string;
  /** Absent for an anonymous client. */
  readonly owner?: string;
  /** Groups that the owner was in when the job was made. */
  readonly groups?: readonly string[];
  readonly runId?: string;
  readonly phase: Phase;
  readonly parameters: readonly Parameter[];
  /** What is to be done, made from the parameters when the job is run; whoever runs it knows its form. */
  readonly work?: unknown;
  readonly created: Date;
  readonly started?: Date;
  readonly ended?: Date;
  /** Seconds that it may run. */
  readonly executionDuration: number;
  /** When job and result vanish. */
  readonly destruction: Date;
  /** How many workers have taken it up. */
  readonly attempts: number;
  /** Absent until a worker has told of it. */
  readonly progress?: JobProgress;
  /** Absent where nothing is known. */
  readonly estimate?: JobEstimate;
  readonly failure?: JobFailure;
  readonly result?: JobResult;
}
