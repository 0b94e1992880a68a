import { expect, test } from 'vitest';
import { countWrongAttempts } from './wrong-attempts.ts';

test('ten wrong passwords in a minute are enough, by name and address', () => {
  let now = 0;
  const wrong = countWrongAttempts(() => now);
  for (let turn = 0; turn < 10; turn++) {
    expect(wrong.areTooMany('ada', '192.0.2.1')).toBe(false);
    wrong.note('ada', '192.0.2.1');
  }
  expect(wrong.areTooMany('ada', '192.0.2.1')).toBe(true);
  expect(wrong.areTooMany('ada', '192.0.2.2')).toBe(false);
  expect(wrong.areTooMany('bo', '192.0.2.1')).toBe(false);
  now = 60_000;
  expect(wrong.areTooMany('ada', '192.0.2.1')).toBe(false);
});

test('what is remembered has a bound', () => {
  const wrong = countWrongAttempts(() => 0);
  for (let turn = 0; turn < 10; turn++) wrong.note('ada', 'here');
  for (let name = 0; name < 10_000; name++) wrong.note(String(name), 'here');
  expect(wrong.areTooMany('ada', 'here')).toBe(false);
});
