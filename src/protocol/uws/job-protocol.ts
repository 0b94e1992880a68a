import type { JobEstimate } from '../../jobs/job.ts';
import type { Parameter } from '../../model/parameter.ts';
import type { Service } from '../../service/context.ts';

/** What a job is to do, read and found sound. */
export interface JobOrder {
  /** What a worker is given: plain data. */
  readonly work: unknown;
  /** Asks what it will take. */
  readonly estimate?: () => Promise<JobEstimate | undefined>;
}

/** What a protocol adds to UWS to have jobs. */
export interface JobProtocol {
  /** Path of the job list, such as `/tap/async`. */
  readonly root: string;
  /** Of its jobs: those of other kinds are not in its list. */
  readonly kind: string;
  /** Makes what a worker will do from a job's parameters; what it throws becomes the job's error (TAP 1.1 sec 2.7: not at creation). */
  order(parameters: readonly Parameter[], service: Service): Promise<JobOrder>;
  /** The client's name for a job, from its parameters. */
  runId(parameters: readonly Parameter[]): string | undefined;
}
