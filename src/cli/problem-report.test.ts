import { expect, test } from 'vitest';
import { AlmagestError, problem } from '../core/error.ts';
import { countProblems } from '../core/report.ts';
import { answerProblems, reportError } from './problem-report.ts';
import { recordTerminal } from './testing.ts';

const file = 'antares/ps2017.yaml';
const problems = [
  problem('D104', 'unknown key "udc" in a column', {
    place: { file, line: 51, column: 38 },
    hint: 'Did you mean "ucd"?',
  }),
  problem('D212', 'UCD "time.epoch;obs": "obs" adds nothing', {
    place: { file, line: 9, column: 1 },
    severity: 'warning',
  }),
];

test('lists the problems of a file by place, with severity, code and hint', () => {
  const { terminal, stdout } = recordTerminal();
  answerProblems(terminal, file, problems);
  expect(stdout()).toBe(
    [
      '  antares/ps2017.yaml',
      '  51:38  error    unknown key "udc" in a column. Did you mean "ucd"?  D104',
      '  9:1    warning  UCD "time.epoch;obs": "obs" adds nothing  D212',
      '',
    ].join('\n'),
  );
});

test('quiet leaves errors only', () => {
  const { terminal, stdout } = recordTerminal({ quiet: true });
  answerProblems(terminal, file, problems);
  expect(stdout()).not.toContain('warning');
});

test('gives one object for each problem with --json', () => {
  const { terminal, stdout } = recordTerminal({ json: true });
  answerProblems(terminal, file, problems);
  const [first] = stdout().trim().split('\n');
  expect(JSON.parse(first ?? '')).toMatchObject({
    kind: 'problem',
    file,
    line: 51,
    column: 38,
    code: 'D104',
    severity: 'error',
  });
});

test('counts by severity', () => {
  expect(countProblems(problems)).toBe('1 error, 1 warning');
  expect(countProblems([])).toBe('no problems');
});

test('an error of a query shows its line with a caret, on standard error', () => {
  const { terminal, stdout, stderr } = recordTerminal();
  const found = problem('Q203', 'there is no column "desc"', { span: { start: 7, end: 11 } });
  reportError(terminal, new AlmagestError([found], { text: 'SELECT desc FROM t' }));
  expect(stdout()).toBe('');
  expect(stderr()).toContain('  1 | SELECT desc FROM t\n             ^^^^');
});
