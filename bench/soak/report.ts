import type { Deed } from './deeds.ts';

export interface Finding {
  readonly what: string;
  readonly found: string;
  readonly isRight: boolean;
}

export interface SoakFigures {
  readonly minutes: number;
  readonly clients: number;
  readonly seconds: number;
  readonly requests: number;
  readonly jobs: number;
  readonly done: ReadonlyMap<Deed, number>;
  readonly failures: readonly string[];
  readonly findings: readonly Finding[];
}

const SHOWN_FAILURES = 20;

/** Tells it in Markdown, as it may stand in a document; true if everything was as it should be. */
export function report({ clients, seconds, requests, jobs, done, failures, findings }: SoakFigures): boolean {
  const number = (value: number) => Math.round(value).toLocaleString('en');
  console.log(
    `${(seconds / 60).toFixed(1)} minutes, ${clients} clients: ${number(requests)} requests (${number(requests / seconds)} a second), ${number(jobs)} jobs\n`,
  );
  console.log('| deed | times |\n| --- | ---: |');
  for (const [{ name }, times] of done) console.log(`| ${name} | ${number(times)} |`);
  console.log('\n| in the end | found | |\n| --- | --- | --- |');
  for (const { what, found, isRight } of findings)
    console.log(`| ${what} | ${found} | ${isRight ? 'right' : 'WRONG'} |`);
  for (const failure of failures.slice(0, SHOWN_FAILURES)) console.log(`\nwrong: ${failure}`);
  return findings.every(({ isRight }) => isRight);
}
