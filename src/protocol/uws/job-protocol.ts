import type { Parameter } from '../../model/parameter.ts';
import type { Service } from '../../service/context.ts';

/** What a protocol adds to UWS to have jobs. */
export interface JobProtocol {
  /** Path of the job list, such as `/tap/async`. */
  readonly root: string;
  /** Makes what a worker will do from a job's parameters; what it throws becomes the job's error (TAP 1.1 sec 2.7: not at creation). */
  order(parameters: readonly Parameter[], service: Service): unknown;
  /** The client's name for a job, from its parameters. */
  runId(parameters: readonly Parameter[]): string | undefined;
}
