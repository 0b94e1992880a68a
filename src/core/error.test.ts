import { describe, expect, test } from 'vitest';
import { AlmagestError, fail, problem, renderError, renderProblem, throwIfAny } from './error.ts';
import { ERRORS } from './error-table.ts';

const text = 'SELECT ra\nFROM antares.events\nWHERE desc < -20';

describe('rendering', () => {
  test('puts a caret under the culprit', () => {
    const found = problem('Q203', 'there is no column "desc"', {
      hint: 'Did you mean dec?',
      span: { start: 36, end: 40 },
    });
    expect(renderProblem(found, text)).toBe(
      [
        'Q203 at line 3, column 7: there is no column "desc"',
        '',
        '  3 | WHERE desc < -20',
        '            ^^^^',
        'Did you mean dec?',
      ].join('\n'),
    );
  });

  test('marks only the first line of a culprit of several', () => {
    const carets = renderProblem(problem('Q101', 'x', { span: { start: 7, end: 40 } }), text)
      .split('\n')
      .at(-1);
    expect(carets).toBe(`${' '.repeat(6 + 7)}^^`);
  });

  test('marks the place after the end', () => {
    const lines = renderProblem(problem('Q101', 'x', { span: { start: text.length, end: text.length } }), text).split(
      '\n',
    );
    expect(lines.at(-1)?.length).toBe((lines.at(-2)?.length ?? 0) + 1);
  });

  test('does without a place, and joins several', () => {
    const error = new AlmagestError([problem('X103', 'division by zero'), problem('Q201', 'no table')]);
    expect(renderError(error)).toBe('X103: division by zero\n\nQ201: no table');
  });
});

describe('throwing', () => {
  test('keeps all errors, the gravest status being that of the first, and leaves warnings out', () => {
    const warning = problem('D301', 'could be better', { severity: 'warning' });
    expect(() => throwIfAny([warning])).not.toThrow();
    const found = [warning, problem('Q201', 'no table'), problem('Q203', 'no column')];
    try {
      throwIfAny(found, text);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: 'Q201', status: 400, text, message: 'no table' });
      expect((error as AlmagestError).problems).toHaveLength(2);
    }
  });

  test('keeps the cause', () => {
    const cause = new Error('deep');
    expect(() => fail('X102', 'lost', { cause })).toThrow(expect.objectContaining({ cause, status: 503 }));
  });
});

test('the letter of a code tells its stage, and the status is one of HTTP', () => {
  const stages: Record<string, readonly string[]> = {
    R: ['request'],
    A: ['access'],
    U: ['upload'],
    Q: ['parse', 'check', 'lint', 'lower'],
    X: ['run'],
    J: ['job'],
    D: ['descriptor'],
    I: ['ingest'],
    B: ['database'],
    C: ['config'],
  };
  for (const [code, { stage, status, title }] of Object.entries(ERRORS)) {
    expect(code).toMatch(/^[A-Z]\d{3}$/);
    expect(stages[code.charAt(0)]).toContain(stage);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
    expect(title).not.toBe('');
  }
});

test('a message shows the control characters of what it repeats, and does not send them', () => {
  const found = problem('I103', 'the column "\u001b[31m\u0000" is unknown', { hint: 'It has\na\tb\r.' });
  expect(found.message).toBe('the column "\\u001b[31m\\u0000" is unknown');
  expect(found.hint).toBe('It has\na\tb\\u000d.');
});
