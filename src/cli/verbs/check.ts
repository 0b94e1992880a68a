import type { Problem } from '../../core/error.ts';
import { counted } from '../../core/quantity.ts';
import { countProblems } from '../../core/report.ts';
import { catalogueOf, compileExamples } from '../../service/check-descriptor.ts';
import { checkFiles } from '../../service/check-files.ts';
import { runExamples } from '../../service/run-examples.ts';
import { EXIT } from '../exit-code.ts';
import { loadNamed } from '../load-named.ts';
import { answerProblems } from '../problem-report.ts';
import { progressObserver } from '../progress.ts';
import type { Verb } from '../verb.ts';
import { withDatabase } from '../with-database.ts';

export const check: Verb = {
  name: 'check',
  alias: 'val',
  operands: '[RD...]',
  summary: 'check resource descriptors (all, if none is named): form, words, units, UCDs, names, example queries',
  options: [
    {
      flags: '--data',
      description:
        'check also that the data files are there (beside the descriptor or in ALMAGEST_DATA) and are the ones described',
    },
    { flags: '--run', description: 'run the example queries in the database too' },
  ],
  // No `data`: its flag would be the option above.
  settings: ['descriptors', 'databaseUrl', 'home'],
  examples: ['check resource-descriptors/antares/ps2017.yaml', 'check --data --run'],
  async run({ operands, options, configuration: { settings }, terminal }) {
    const { named, all } = await loadNamed(operands, settings.descriptors);
    const descriptors = named.flatMap(({ descriptor }) => descriptor ?? []);
    const catalogue = catalogueOf(all.flatMap(({ descriptor }) => descriptor ?? []));
    const examples = descriptors.map((descriptor) => compileExamples(descriptor, catalogue));
    const compiled = examples.flatMap((example) => example.compiled);

    const problems: Problem[] = [...named, ...examples].flatMap((part) => part.problems);
    if (options['data'])
      for (const descriptor of descriptors) problems.push(...(await checkFiles(descriptor, settings.data)));
    if (options['run']) {
      const observe = progressObserver({ ...terminal, quiet: true });
      problems.push(...(await withDatabase(settings, observe, (database) => runExamples(database, compiled))));
    }

    for (const { file } of named)
      answerProblems(
        terminal,
        file,
        problems.filter(({ place }) => place?.file === file),
      );
    const checked = `${counted(named.length, 'descriptor')}, ${counted(compiled.length, 'example query', 'example queries')}`;
    if (terminal.json) terminal.object({ kind: 'checked', descriptors: named.length, examples: compiled.length });
    else terminal.answer(`  ${checked}: ${countProblems(problems)}`);
    return problems.some(({ severity }) => severity === 'error') ? EXIT.problems : EXIT.ok;
  },
};
