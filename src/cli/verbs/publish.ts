import { type Problem, problem } from '../../core/error.ts';
import { diffLines, writeDiff } from '../../core/line-diff.ts';
import { counted } from '../../core/quantity.ts';
import { countProblems } from '../../core/report.ts';
import { loadSite } from '../../descriptor/site/load-site.ts';
import { ANONYMOUS } from '../../model/visitor.ts';
import { recordDrafts } from '../../registry/record/index.ts';
import type { RecordDraft } from '../../registry/record/record-draft.ts';
import { checkReach, checkRecords } from '../../registry/record/registry-rules.ts';
import { openCatalogueCache } from '../../service/catalogue-cache.ts';
import { compareWithPublished, type RecordChange, rememberPublished } from '../../service/published-records.ts';
import { datestamp, keepRecords } from '../../service/record-store.ts';
import { visibleCatalogue } from '../../service/visible-catalogue.ts';
import { complaintsOf } from '../../service/xml-schemas.ts';
import { EXIT } from '../exit-code.ts';
import { answerProblems } from '../problem-report.ts';
import { progressObserver } from '../progress.ts';
import { siteAddress } from '../site-address.ts';
import type { Terminal } from '../terminal.ts';
import type { Verb } from '../verb.ts';
import { withDatabase } from '../with-database.ts';

/** Where people register a publishing registry with the IVOA. */
const REGISTRY_OF_REGISTRIES = 'http://rofr.ivoa.net/';

export const publish: Verb = {
  name: 'publish',
  alias: 'pub',
  summary: 'check the registry records of what is loaded, show what has changed in them, and say how to register',
  options: [
    { flags: '--dry-run', description: 'check and show, and change nothing' },
    { flags: '--brief', description: 'name the records that have changed, without their lines' },
    {
      flags: '--xsd <file>',
      description: 'check the records also against this XML schema, which imports those of the IVOA (needs xmllint)',
    },
  ],
  settings: ['registry', 'authority', 'publicUrl', 'title', 'databaseUrl', 'home'],
  examples: ['publish --dry-run', 'publish --public-url https://vo.example.org --authority example.org'],
  async run({ options, configuration: { settings }, terminal }) {
    const baseUrl = siteAddress(settings);
    const { site, problems: ofSite, missing } = await loadSite(settings.registry, settings.title);
    const observe = progressObserver({ ...terminal, quiet: true });
    return withDatabase(settings, observe, async (database) => {
      const cache = await openCatalogueCache(database, observe);
      const drafts = recordDrafts({ site, settings, baseUrl }, visibleCatalogue(cache.current, ANONYMOUS));
      await cache.close();
      const problems = [
        ...ofSite,
        ...missing.map(missingFile),
        ...checkRecords(drafts, new Date()),
        ...(await checkSchemas(drafts, options['xsd'])),
        ...checkReach(settings.authority, settings.publicUrl),
      ];
      for (const [file, found] of Map.groupBy(problems, ({ place }) => place?.file ?? 'registry records'))
        answerProblems(terminal, file, found);
      const changes = await compareWithPublished(database, drafts);
      answerChanges(terminal, changes, options['brief'] === true);

      const wrong = problems.some(({ severity }) => severity === 'error');
      const published = !wrong && options['dryRun'] !== true;
      if (published) {
        // Without an address of its own, a site's records follow the server that runs, which alone knows where it is.
        if (settings.publicUrl !== undefined) await keepRecords(database, drafts);
        await rememberPublished(database, drafts);
      }
      const sum = `${counted(drafts.length, 'record')}, ${counted(changes.length, 'change')}: ${countProblems(problems)}`;
      if (terminal.json)
        terminal.object({ kind: 'published', records: drafts.length, changes: changes.length, published });
      else
        terminal.answer(
          `  ${sum}${wrong ? '; nothing is published' : published ? '' : '; --dry-run: nothing is published'}`,
        );
      if (published && !terminal.json && !terminal.quiet) answerHowTo(terminal, baseUrl, problems);
      return wrong ? EXIT.problems : EXIT.ok;
    });
  },
};

function missingFile(file: string): Problem {
  return problem('D103', 'the file is missing, and stand-ins speak for you', {
    severity: 'warning',
    hint: 'Write at least a title and a description; src/descriptor/schema/site-1.json tells what else.',
    place: { file },
  });
}

async function checkSchemas(
  drafts: readonly RecordDraft[],
  schemas: string | boolean | undefined,
): Promise<readonly Problem[]> {
  if (typeof schemas !== 'string') return [];
  const now = datestamp(new Date());
  const documents = new Map(drafts.map((draft) => [draft.ivoid, draft.writeVor({ created: now, updated: now })]));
  const found = await complaintsOf(documents, schemas);
  return (
    found?.map((complaint) => problem('D231', complaint)) ?? [
      problem('D231', 'the records were not held against the XML schema', {
        severity: 'warning',
        hint: 'Install xmllint (of libxml2).',
      }),
    ]
  );
}

const MARKS = { new: '+', changed: '~', withdrawn: '-' } as const;

function answerChanges(terminal: Terminal, changes: readonly RecordChange[], brief: boolean): void {
  for (const { kind, ivoid, title, before, after } of changes) {
    if (terminal.json) {
      terminal.object({ kind: 'record-change', change: kind, ivoid, title });
      continue;
    }
    const told = { new: 'new', changed: 'changed', withdrawn: 'withdrawn: a tombstone stays for ever' }[kind];
    terminal.answer(`  ${MARKS[kind]} ${ivoid}  ${title} (${told})`);
    // All lines of a new record are new, and say no more than it does itself.
    if (brief || kind !== 'changed') continue;
    for (const line of writeDiff(diffLines(before, after))) terminal.answer(`      ${line}`);
  }
}

function answerHowTo({ answer }: Terminal, baseUrl: string, problems: readonly Problem[]): void {
  answer('');
  answer(`  Harvesters find the records at ${baseUrl}/oai`);
  if (problems.some(({ code }) => code === 'D233')) {
    answer('  They cannot be registered before the warnings D233 above are gone.');
    return;
  }
  answer(`  To register them once, with a server running: ${REGISTRY_OF_REGISTRIES} > Register a registry,`);
  answer(`  give it ${baseUrl}/oai, and it will check every record and have them harvested from then on.`);
}
