import { styleText } from 'node:util';

/** A process's output stream. */
export type Output = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

export type Paint = 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan';

/**
 * How the program speaks. Answers go to standard output, everything else (progress, problems) to standard error, so that
 * `almagest query ... > file` holds rows alone. With `--json` both are one JSON object a line.
 */
export interface Terminal {
  readonly json: boolean;
  readonly quiet: boolean;
  /** Standard error is a terminal: lines can be drawn again. */
  readonly live: boolean;
  /** Standard output is a terminal: someone reads the answers. */
  readonly interactive: boolean;
  readonly width: number;
  /** Standard output, for answers that are documents. */
  readonly stdout: Output;
  /** What was asked for: a line of text. */
  answer(line: string): void;
  /** What happens meanwhile: a line of text. */
  note(line: string): void;
  /** One object of the `--json` output. */
  object(value: object): void;
  /** Draws over the current line of standard error; only if `live`. */
  redraw(line: string): void;
  paint(style: Paint, text: string): string;
}

export interface TerminalOptions {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly environment: NodeJS.ProcessEnv;
}

export function openTerminal({ json, quiet, stdout, stderr, environment }: TerminalOptions): Terminal {
  const live = stderr.isTTY === true && !json && !quiet && environment['TERM'] !== 'dumb';
  // The convention of no-color.org; CI logs are no terminals and get no colours anyway.
  const coloured = stderr.isTTY === true && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb';
  let drawn = false;
  const clear = () => {
    if (drawn) stderr.write('\r\u001b[2K');
    drawn = false;
  };
  return {
    json,
    quiet,
    live,
    interactive: stdout.isTTY === true && !json,
    stdout,
    width: Math.max(40, stderr.columns ?? stdout.columns ?? 100),
    answer(line) {
      clear();
      stdout.write(`${line}\n`);
    },
    note(line) {
      clear();
      stderr.write(`${line}\n`);
    },
    object(value) {
      stdout.write(`${JSON.stringify(value)}\n`);
    },
    redraw(line) {
      if (!live) return;
      clear();
      stderr.write(line);
      drawn = true;
    },
    paint: (style, text) => (coloured ? styleText(style, text, { validateStream: false }) : text),
  };
}
