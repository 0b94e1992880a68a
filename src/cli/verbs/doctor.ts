import { EXIT } from '../exit-code.ts';
import { type Finding, MEDICAL_CHECKS } from '../medical-checks.ts';
import type { Paint } from '../terminal.ts';
import type { Verb } from '../verb.ts';

const MARKS: Record<Finding['state'], readonly [string, Paint]> = {
  ok: ['✓', 'green'],
  warning: ['!', 'yellow'],
  error: ['x', 'red'],
};

export const doctor: Verb = {
  name: 'doctor',
  summary: 'look at everything that the program needs, and say what is missing',
  options: [],
  settings: ['host', 'port', 'databaseUrl', 'data', 'home', 'descriptors'],
  examples: ['doctor'],
  async run({ configuration: { settings }, terminal }) {
    let sound = true;
    for (const check of MEDICAL_CHECKS) {
      for (const found of await check(settings)) {
        if (found.state === 'error') sound = false;
        if (terminal.json) terminal.object({ kind: 'finding', ...found });
        if (terminal.json || (terminal.quiet && found.state === 'ok')) continue;
        const [mark, paint] = MARKS[found.state];
        terminal.answer(`  ${terminal.paint(paint, mark)} ${found.subject.padEnd(12)} ${found.text}`);
        if (found.remedy) terminal.answer(`${' '.repeat(17)}${found.remedy}`);
      }
    }
    return sound ? EXIT.ok : EXIT.problems;
  },
};
