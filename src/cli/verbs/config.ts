import { shownValue } from '../../config/load-settings.ts';
import { SETTING_NAMES, SETTING_TABLE } from '../../config/settings-table.ts';
import { EXIT } from '../exit-code.ts';
import { textTable } from '../text-table.ts';
import type { Verb } from '../verb.ts';

export const config: Verb = {
  name: 'config',
  summary: 'show every setting, its value, and where the value comes from',
  options: [{ flags: '--example', description: 'print a settings file that explains itself, for almagest.yaml' }],
  settings: SETTING_NAMES,
  examples: ['config', 'config --example > almagest.yaml'],
  async run({ options, configuration: { settings, origins, file }, terminal }) {
    if (options['example']) {
      terminal.answer(exampleFile());
      return EXIT.ok;
    }
    const rows = SETTING_NAMES.map((name) => ({ name, value: shownValue(name, settings), origin: origins[name] }));
    if (terminal.json) {
      for (const row of rows) terminal.object({ kind: 'setting', ...row, value: row.value ?? null });
      return EXIT.ok;
    }
    const columns = [
      { title: 'setting' },
      { title: 'value' },
      { title: 'from' },
      { title: 'environment' },
      { title: 'flag' },
    ];
    const cells = rows.map(({ name, value, origin }) => {
      const { environment, flag } = SETTING_TABLE[name];
      return [name, value === undefined ? '(none)' : String(value), origin, environment, `--${flag}`];
    });
    for (const line of textTable(columns, cells)) terminal.answer(line);
    terminal.answer(
      `\nsettings file: ${file ?? 'none (almagest.yaml in this folder, or the one that ALMAGEST_CONFIG names)'}`,
    );
    return EXIT.ok;
  },
};

/** Every setting as a comment, so that the file changes nothing until a line is freed. */
function exampleFile(): string {
  const entries = SETTING_NAMES.map((name) => {
    const { description, environment, fallback, placeholder, flag } = SETTING_TABLE[name];
    const value = fallback === undefined ? placeholder : fallback;
    return `# ${description}\n# (flag --${flag}, environment ${environment})\n# ${name}: ${value}`;
  });
  return [
    '# Settings of Almagest. Flags and environment variables go before what stands here.',
    '# Paths are relative to this file. A line counts once its "#" is taken away.',
    ...entries,
  ].join('\n\n');
}
