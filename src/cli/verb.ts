import type { Readable } from 'node:stream';
import type { LoadedSettings } from '../config/load-settings.ts';
import type { SettingName } from '../config/settings.ts';
import type { ExitCode } from './exit-code.ts';
import type { Terminal } from './terminal.ts';

/** One thing that the program does. A file of `verbs/` exports one, and `verbs/index.ts` lists it. */
export interface Verb {
  readonly name: string;
  /** What DaCHS operators would type. */
  readonly alias?: string;
  /** Operands as the help shows them, such as `[RD...]`. */
  readonly operands?: string;
  readonly summary: string;
  readonly options: readonly VerbOption[];
  /** The settings that matter to it; each can be given as a flag. */
  readonly settings: readonly SettingName[];
  /** Command lines with what they do, for the help. */
  readonly examples: readonly string[];
  run(call: Call): Promise<ExitCode>;
}

export interface VerbOption {
  /** In the notation of commander: `--only <table>`. */
  readonly flags: string;
  readonly description: string;
}

/** One command line, understood. */
export interface Call {
  readonly operands: readonly string[];
  /** By the option's name in camelCase; `true` for one without a value, `false` for `--no-NAME`. */
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  readonly configuration: LoadedSettings;
  readonly terminal: Terminal;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  /** Aborted when the user presses Ctrl-C or the system asks the process to end. */
  readonly interrupted: AbortSignal;
}
