import { readFileSync } from 'node:fs';

export type Level = 'ERROR' | 'FAILURE' | 'WARNING' | 'INFO' | 'SUMMARY';

/** One finding of STILTS taplint. */
export interface Finding {
  /** Of the stage, such as `TMV`. */
  readonly stage: string;
  readonly level: Level;
  /** Four characters, such as `CULF`. */
  readonly code: string;
  readonly text: string;
}

export interface TaplintReport {
  readonly version: string;
  readonly findings: readonly Finding[];
  readonly totals: Readonly<Record<Level, number>>;
}

interface Document {
  readonly announce: readonly string[];
  readonly sections: readonly {
    readonly code: string;
    readonly reports: readonly { readonly level: Level; readonly code: string; readonly text: string }[];
  }[];
  readonly totals: Readonly<Record<Level, number>>;
}

/** Reads what `taplint format=json` prints. */
export function readReport(json: string): TaplintReport {
  const document = JSON.parse(json) as Document;
  return {
    version: /taplint, ([\d.]+)/.exec(document.announce.join(' '))?.[1] ?? 'unknown',
    findings: document.sections.flatMap(({ code: stage, reports }) =>
      reports.map(({ level, code, text }) => ({ stage, level, code, text })),
    ),
    totals: document.totals,
  };
}

/** A finding that is known and right to stay; the file says why. */
interface Expected {
  readonly stage: string;
  readonly level: Level;
  readonly code: string;
  /** The version of STILTS that finds it; absent: every one. */
  readonly version?: string;
  /** A regular expression on the finding's text; absent: any. */
  readonly text?: string;
  readonly reason: string;
}

function readExpected(): readonly Expected[] {
  return JSON.parse(readFileSync(`${import.meta.dirname}/expected.json`, 'utf8')) as readonly Expected[];
}

/** Errors, failures and warnings that `expected.json` does not explain. */
export function unexplained({ version, findings }: TaplintReport): readonly Finding[] {
  const expected = readExpected().filter((one) => one.version === undefined || one.version === version);
  const isExplained = (finding: Finding) =>
    expected.some(
      ({ stage, level, code, text = '' }) =>
        stage === finding.stage &&
        level === finding.level &&
        code === finding.code &&
        new RegExp(text).test(finding.text),
    );
  return findings.filter((finding) => isBad(finding) && !isExplained(finding));
}

function isBad({ level }: Finding): boolean {
  return level === 'ERROR' || level === 'FAILURE' || level === 'WARNING';
}

/** `E-TMV-XXXX text`, as taplint's own text report writes it. */
export function writeFinding({ level, stage, code, text }: Finding): string {
  return `${level[0]}-${stage}-${code} ${text}`;
}
