import type { Readable } from 'node:stream';
import { Command, CommanderError, Option } from 'commander';
import { loadSettings } from '../config/load-settings.ts';
import type { SettingName } from '../config/settings.ts';
import { SETTING_TABLE } from '../config/settings-table.ts';
import { AlmagestError, problem } from '../core/error.ts';
import { readSoftware } from '../service/software.ts';
import { EXIT, type ExitCode, exitCodeOf } from './exit-code.ts';
import { Interrupted } from './interrupt.ts';
import { reportError } from './problem-report.ts';
import { type Output, openTerminal, type Terminal } from './terminal.ts';
import type { Verb } from './verb.ts';
import { VERBS } from './verbs/index.ts';

/** What the program takes from the process that it runs in. */
export interface Surroundings {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Output;
  readonly stderr: Output;
  readonly environment: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly interrupted: AbortSignal;
}

type Options = Readonly<Record<string, string | boolean | undefined>>;

/** Conventional for a program that a signal ended (128 + SIGINT). */
const INTERRUPTED = 130;

/** Understands the command line, does what it says, and tells what went wrong; the number is the exit code. */
export async function runCommandLine(words: readonly string[], surroundings: Surroundings): Promise<number> {
  let code: ExitCode = EXIT.ok;
  const program = makeProgram(surroundings, async (verb, operands, options) => {
    code = await runVerb(verb, operands, options, surroundings);
  });
  const terminal = terminalFor(surroundings, {
    json: words.includes('--json') || undefined,
    quiet: words.includes('--quiet') || undefined,
  });
  try {
    await program.parseAsync(words.length > 0 ? [...words] : ['--help'], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return reportUsage(terminal, error);
    return reportFailure(terminal, error, surroundings.environment);
  }
}

async function runVerb(
  verb: Verb,
  operands: readonly string[],
  options: Options,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { environment, cwd, interrupted, stdin } = surroundings;
  const configuration = loadSettings({ flags: settingFlags(verb, options), environment, cwd });
  const terminal = terminalFor(surroundings, options);
  for (const { message, hint } of configuration.warnings)
    terminal.note(`${terminal.paint('yellow', 'warning')} ${[message, hint].filter(Boolean).join('. ')}`);
  return verb.run({ operands, options, configuration, terminal, stdin, interrupted });
}

function makeProgram(
  { stdout }: Surroundings,
  run: (verb: Verb, operands: readonly string[], options: Options) => Promise<void>,
): Command {
  const { name, version } = readSoftware();
  const program = new Command(name.toLowerCase())
    .description(
      'Publishes tables to the Virtual Observatory: describe them in one YAML file, and get TAP and web pages.',
    )
    .version(version)
    .addHelpText(
      'after',
      '\nSettings come from flags, then the environment, then almagest.yaml; see "almagest config".',
    )
    .exitOverride()
    // Errors are told by reportUsage, in text or JSON.
    .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: () => {} });
  for (const verb of VERBS) program.addCommand(makeCommand(verb, program, run));
  return program;
}

function makeCommand(
  verb: Verb,
  program: Command,
  run: (verb: Verb, operands: readonly string[], options: Options) => Promise<void>,
): Command {
  const command = new Command(verb.name).copyInheritedSettings(program).description(verb.summary);
  if (verb.alias) command.alias(verb.alias);
  if (verb.operands) command.arguments(verb.operands);
  for (const { flags, description } of verb.options) command.option(flags, description);
  for (const name of verb.settings) command.addOption(settingOption(name));
  command.option('--json', 'print objects, one a line');
  command.option('--quiet', 'print only answers and problems');
  command.addHelpText('after', `\nFor example:\n${verb.examples.map((example) => `  almagest ${example}`).join('\n')}`);
  command.action(async () => run(verb, command.args, command.opts()));
  return command;
}

function settingOption(name: SettingName): Option {
  const { flag, placeholder, description } = SETTING_TABLE[name];
  return new Option(`--${flag} <${placeholder}>`, description);
}

function settingFlags(verb: Verb, options: Options): Partial<Record<SettingName, string>> {
  const flags: Partial<Record<SettingName, string>> = {};
  for (const name of verb.settings) {
    const value = options[settingOption(name).attributeName()];
    if (typeof value === 'string') flags[name] = value;
  }
  return flags;
}

function terminalFor({ stdout, stderr, environment }: Surroundings, { json, quiet }: Options): Terminal {
  return openTerminal({ json: json === true, quiet: quiet === true, stdout, stderr, environment });
}

function reportUsage(terminal: Terminal, error: CommanderError): ExitCode {
  if (error.exitCode === 0) return EXIT.ok;
  const message = error.message.replace(/^error: /, '');
  reportError(
    terminal,
    new AlmagestError([problem('C104', message, { hint: 'See almagest --help, or almagest VERB --help.' })]),
  );
  return EXIT.usage;
}

/** Never a stack trace, unless ALMAGEST_DEBUG asks for one. */
function reportFailure(terminal: Terminal, error: unknown, environment: NodeJS.ProcessEnv): number {
  if (error instanceof Interrupted) {
    terminal.note('interrupted; what was not finished was undone');
    return INTERRUPTED;
  }
  if (error instanceof AlmagestError) reportError(terminal, error);
  else reportError(terminal, new AlmagestError([unforeseen(error)]));
  if (environment['ALMAGEST_DEBUG'] && error instanceof Error) terminal.note(error.stack ?? '');
  return exitCodeOf(error);
}

function unforeseen(error: unknown) {
  const message = error instanceof Error ? error.message : String(error);
  const hint =
    'This is a fault of the program. Please report it with the command line and what ALMAGEST_DEBUG=1 shows.';
  return problem('X105', message, { hint });
}
