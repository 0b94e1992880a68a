import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Problem, problem } from '../../core/error.ts';
import { didYouMean } from '../../core/suggest.ts';
import type { Organisation, Site, SiteContact } from '../../model/site.ts';
import { diagnose } from '../diagnose.ts';
import { hasError } from '../load.ts';
import { type LocatedDocument, readDocument } from '../read-document.ts';
import { validateSite } from '../validate.ts';
import { defaultSite } from './default-site.ts';
import type { SiteDocument } from './site-document.ts';

const PARTS = ['organisation', 'authority', 'registry', 'service'] as const;
type Part = (typeof PARTS)[number];

export interface LoadedSite {
  /** Defaults stand for what is missing, or wrong. */
  readonly site: Site;
  readonly problems: readonly Problem[];
  /** Files that are not there. */
  readonly missing: readonly string[];
}

/** Reads the folder in which the operator says who publishes here. It may be missing, as may any of its files. */
export async function loadSite(folder: string, title: string): Promise<LoadedSite> {
  const names = await namesIn(folder);
  const problems: Problem[] = strangers(folder, names);
  const missing: string[] = [];
  const said: Partial<Record<Part, SiteDocument>> = {};
  for (const part of PARTS) {
    const name = [`${part}.yaml`, `${part}.yml`].find((one) => names.includes(one));
    if (name === undefined) {
      missing.push(join(folder, `${part}.yaml`));
      continue;
    }
    const read = await readPart(join(folder, name), part);
    problems.push(...read.problems);
    if (read.document) said[part] = read.document;
  }
  return { site: merge(defaultSite(title), said), problems, missing };
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}

/** A misspelt file would else be passed over in silence. */
function strangers(folder: string, names: readonly string[]): Problem[] {
  return names
    .filter((name) => /\.ya?ml$/.test(name) && !PARTS.some((part) => name.replace(/\.ya?ml$/, '') === part))
    .map((name) =>
      problem('D104', `${name} is not a part of the site`, {
        hint:
          didYouMean(name.replace(/\.ya?ml$/, ''), PARTS) ??
          `The files are ${PARTS.map((part) => `${part}.yaml`).join(', ')}.`,
        place: { file: join(folder, name) },
      }),
    );
}

async function readPart(
  file: string,
  part: Part,
): Promise<{ readonly document?: SiteDocument; readonly problems: readonly Problem[] }> {
  const { document: source, problems } = readDocument(file, await readFile(file));
  if (!source) return { problems };
  const valid = validateSite(source.value);
  const found = [
    ...problems,
    ...('errors' in valid ? diagnose(valid.errors, source) : checkPart(part, valid.document, source)),
  ];
  return 'errors' in valid || hasError(found) ? { problems: found } : { document: valid.document, problems: found };
}

/** What only the organisation says, and must say. */
function checkPart(part: Part, document: SiteDocument, source: LocatedDocument): readonly Problem[] {
  if (part === 'organisation')
    return document.contact
      ? []
      : [
          problem('D103', 'the organisation lacks "contact"', {
            hint: 'Such as contact: {name: Help desk, email: help@example.org}.',
            place: source.valuePlace([]),
          }),
        ];
  return (['ror', 'facility', 'instrument'] as const)
    .filter((key) => document[key] !== undefined)
    .map((key) =>
      problem('D104', `${key} belongs to the organisation alone`, {
        hint: 'Move it to organisation.yaml.',
        place: source.keyPlace([key]),
      }),
    );
}

function merge(site: Site, said: Partial<Record<Part, SiteDocument>>): Site {
  return {
    organisation: mergeOrganisation(site.organisation, said.organisation),
    authority: { ...site.authority, ...tidy(said.authority) },
    registry: { ...site.registry, ...tidy(said.registry) },
    service: { ...site.service, ...tidy(said.service) },
  };
}

function mergeOrganisation(organisation: Organisation, said: SiteDocument | undefined): Organisation {
  return { ...organisation, ...tidy(said) };
}

/** Without the keys of the author's own, and without the line breaks that YAML's `|` keeps in a description. */
function tidy(document: SiteDocument | undefined): Partial<SiteDocument> & { readonly contact?: SiteContact } {
  if (!document) return {};
  const entries = Object.entries(document).filter(([key]) => !key.startsWith('x-'));
  return {
    ...(Object.fromEntries(entries) as typeof document),
    description: document.description.trim().replace(/\s+/g, ' '),
  };
}
