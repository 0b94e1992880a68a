import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Settings } from '../../config/settings.ts';
import { fail, throwIfAny } from '../../core/error.ts';
import { sql } from '../../core/sql-text.ts';
import { didYouMean } from '../../core/suggest.ts';
import type { Database } from '../../database/database.ts';
import { loadDescriptor } from '../../descriptor/load.ts';
import type { Resource } from '../../model/resource.ts';
import { RESOURCE_FORMS } from '../../registry/citation/index.ts';
import type { Publication, ResourceForm } from '../../registry/citation/resource-form.ts';
import { ivoidOf } from '../../registry/citation/work.ts';
import { recordDrafts } from '../../registry/record/index.ts';
import { makeCatalogue } from '../../service/catalogue-cache.ts';
import { catalogueOf } from '../../service/check-descriptor.ts';
import { publicationAt, xmlDocument } from '../../service/publication.ts';
import { readSite } from '../../service/read-site.ts';
import { datestamp } from '../../service/record-store.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { progressObserver } from '../progress.ts';
import { siteAddress } from '../site-address.ts';
import type { Verb } from '../verb.ts';
import { withDatabase } from '../with-database.ts';

const NAMES = RESOURCE_FORMS.map(({ name }) => name);

export const exportForms: Verb = {
  name: 'export',
  operands: '<RD|id>',
  summary:
    'write a resource, as its descriptor has it or as it is published, in the forms that registries and citations want',
  options: [
    { flags: '--as <form>', description: `${NAMES.join(', ')} (default: all of them, into a folder)` },
    {
      flags: '--out <path>',
      description: 'file for one form (default: standard output), folder for all (default: the current one)',
    },
  ],
  settings: ['databaseUrl', 'home', 'publicUrl', 'title', 'authority', 'registry'],
  examples: [
    'export antares/ps2017 --as bibtex',
    'export --as datacite-xml --out antares.xml resource-descriptors/antares/ps2017.yaml',
    'export hess/dl3-dr1 --out records',
  ],
  async run({ operands: [named = ''], options, configuration: { settings }, terminal }) {
    const form = typeof options['as'] === 'string' ? formNamed(options['as']) : undefined;
    const out = typeof options['out'] === 'string' ? options['out'] : undefined;
    const work = async ({ resource, publication }: Exported): Promise<ExitCode> => {
      if (form && out === undefined) {
        terminal.stdout.write(await form.write(resource, publication));
        return EXIT.ok;
      }
      for (const one of form ? [form] : RESOURCE_FORMS) {
        const name = `${resource.id.replaceAll('/', '-')}.${one.extension}`;
        const file = form && out !== undefined ? out : join(out ?? '.', name);
        await writeOut(file, await one.write(resource, publication));
        if (terminal.json) terminal.object({ kind: 'exported', resource: resource.id, form: one.name, file });
        else terminal.answer(`  ${one.title.padEnd(22)} ${file}`);
      }
      return EXIT.ok;
    };
    if (existsSync(named)) return work(await described(named, settings));
    const observe = progressObserver({ ...terminal, json: false, quiet: true });
    return withDatabase(settings, observe, async (database) => work(await published(named, settings, database)));
  },
};

/** A resource, and where it is or will be published. */
interface Exported {
  readonly resource: Resource;
  readonly publication: Publication;
}

/** What a descriptor says: numbers of rows and coverage are not known before it is published. */
async function described(file: string, settings: Settings): Promise<Exported> {
  const { descriptor, problems } = await loadDescriptor(file);
  throwIfAny(problems);
  if (!descriptor) throw new Error(`${file} has no errors and yet describes nothing`);
  const { resource, text } = descriptor;
  const catalogue = catalogueOf([descriptor]);
  const { created, updated = created } = resource.dates;
  const baseUrl = siteAddress(settings);
  return {
    resource,
    publication: {
      ...settings,
      baseUrl,
      changed: new Date().toISOString(),
      descriptor: async () => text,
      record: async () => {
        const site = await readSite(settings);
        const record = recordDrafts({ site, settings, baseUrl }, catalogue).find(
          ({ ivoid }) => ivoid === ivoidOf(settings, resource),
        );
        const now = datestamp(new Date());
        const midnight = (day: string | undefined) => (day === undefined ? now : `${day}T00:00:00Z`);
        return xmlDocument(record?.writeVor({ created: midnight(created), updated: midnight(updated) }) ?? '');
      },
    },
  };
}

/** What is published under an id. */
async function published(id: string, settings: Settings, database: Database): Promise<Exported> {
  const rows = await database.query<{ resource: Resource; published: Date }>(
    sql`SELECT resource, published FROM almagest.resource ORDER BY position, id`,
  );
  const found = rows.find(({ resource }) => resource.id === id);
  if (!found) {
    const ids = rows.map(({ resource }) => resource.id);
    const listed = ids.length > 0 ? `Published are ${ids.join(', ')}.` : 'Nothing is published.';
    fail('D201', `"${id}" is neither a file nor the id of a published resource`, {
      hint: didYouMean(id, ids) ?? listed,
    });
  }
  const catalogue = makeCatalogue([found.resource], found.published);
  return {
    resource: found.resource,
    publication: publicationAt(siteAddress(settings), { settings, database, catalogue }),
  };
}

async function writeOut(file: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  } catch (cause) {
    fail('C104', `${file} cannot be written: ${(cause as Error).message}`, { cause });
  }
}

function formNamed(name: string): ResourceForm {
  return (
    RESOURCE_FORMS.find((form) => form.name === name.toLowerCase()) ??
    fail('C104', `there is no form "${name}"`, { hint: didYouMean(name, NAMES) ?? `--as may be ${NAMES.join(', ')}.` })
  );
}
