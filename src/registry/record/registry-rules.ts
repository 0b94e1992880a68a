import { type Problem, problem } from '../../core/error.ts';
import { childrenOf, textOf, type XmlElement } from '../../format/xml/element.ts';
import { instantOf } from '../../model/calendar.ts';
import { isResourceIdentifier } from '../../model/ivoid.ts';
import type { RecordDraft } from './record-draft.ts';

/** A record with its elements, to be looked at. */
interface Examined {
  readonly draft: RecordDraft;
  readonly root: XmlElement;
}

/**
 * The rules that the Registry of Registries holds publishing registries to (Registry Interfaces 1.1 sec 3 and 4, VOResource 1.2),
 * beyond the XML schemas. They look at what is written, not at what it was made from.
 */
export function checkRecords(drafts: readonly RecordDraft[], now: Date): readonly Problem[] {
  const dates = { created: now.toISOString().slice(0, 19), updated: now.toISOString().slice(0, 19) };
  const examined = drafts.map((draft) => ({ draft, root: draft.makeVor(dates) }));
  return [...checkRegistry(examined), ...checkTogether(examined), ...examined.flatMap((one) => checkRecord(one, now))];
}

const broken = ({ draft }: Examined, message: string, hint?: string): Problem =>
  problem('D232', `${draft.ivoid}: ${message}`, hint ? { hint } : {});

const isOfType = ({ attributes }: XmlElement, type: string): boolean => attributes['xsi:type'] === type;

/** A registry has one record of itself, with an interface for harvesters, and one record for each authority that it manages. */
function checkRegistry(examined: readonly Examined[]): readonly Problem[] {
  const registries = examined.filter(({ root }) => isOfType(root, 'vg:Registry'));
  const [registry] = registries;
  if (!registry || registries.length > 1)
    return [problem('D232', `there must be one record of a registry, and there are ${registries.length}`)];
  const problems: Problem[] = [];
  const harvest = childrenOf(registry.root, 'capability').find((one) => isOfType(one, 'vg:Harvest'));
  const interfaces = harvest ? childrenOf(harvest, 'interface') : [];
  if (!interfaces.some((one) => isOfType(one, 'vg:OAIHTTP') && one.attributes['role'] === 'std'))
    problems.push(broken(registry, 'no vg:Harvest capability has a standard interface vg:OAIHTTP'));
  const managed = childrenOf(registry.root, 'managedAuthority').map((one) => textOf(one).toLowerCase());
  const authorities = examined.filter(({ root }) => isOfType(root, 'vg:Authority'));
  for (const authority of managed)
    if (!authorities.some(({ draft }) => draft.ivoid.toLowerCase() === `ivo://${authority}`))
      problems.push(broken(registry, `the authority ${authority} that it manages has no record`));
  for (const one of examined)
    if (!managed.includes(authorityOf(one.draft.ivoid)))
      problems.push(broken(one, 'its authority is not managed by the registry'));
  return problems;
}

const authorityOf = (ivoid: string): string => (/^ivo:\/\/([^/?#]*)/i.exec(ivoid)?.[1] ?? '').toLowerCase();

/** Identifiers differ by more than case (IVOA Identifiers 2.0), and those of ours that a record names are those of records. */
function checkTogether(examined: readonly Examined[]): readonly Problem[] {
  const known = new Map<string, Examined>();
  const problems: Problem[] = [];
  for (const one of examined) {
    const key = one.draft.ivoid.toLowerCase();
    if (known.has(key)) problems.push(broken(one, 'another record has the same identifier'));
    known.set(key, one);
  }
  const authorities = new Set([...known.keys()].map(authorityOf));
  for (const one of examined)
    for (const named of new Set(identifiersIn(one.root)))
      if (authorities.has(authorityOf(named)) && !known.has(named.toLowerCase()))
        problems.push(
          broken(
            one,
            `it names ${named}, which has no record here`,
            'Correct the relationship, or publish that resource.',
          ),
        );
  return problems;
}

function identifiersIn({ attributes, children }: XmlElement): readonly string[] {
  const below = children.flatMap((child) => (typeof child === 'string' ? [] : identifiersIn(child)));
  return attributes['ivo-id'] === undefined ? below : [attributes['ivo-id'], ...below];
}

function checkRecord(one: Examined, now: Date): readonly Problem[] {
  const { draft, root } = one;
  const { content } = draft;
  const problems: Problem[] = [];
  const tell = (message: string, hint?: string): void => {
    problems.push(broken(one, message, hint));
  };
  if (!isResourceIdentifier(draft.ivoid)) tell('this is not the identifier of a resource');
  if ((content.shortName ?? '').length > 16) tell('its shortName has more than 16 characters');
  for (const key of ['title', 'description', 'referenceURL'] as const)
    if (content[key].trim() === '') tell(`it lacks ${key}`);
  if (content.subjects.length === 0) tell('it lacks a subject');
  if (content.publisher.name.trim() === '') tell('it lacks a publisher');
  if (!content.contacts.some(({ email }) => email))
    tell('its contact has no e-mail address', 'Give one in the descriptor, or in organisation.yaml.');
  for (const { role, date } of content.dates)
    if (instantOf(date) > now.getTime()) tell(`its date ${role}, ${date}, lies in the future`);
  problems.push(...checkCapabilities(one, root));
  return problems;
}

const SERVICES: readonly string[] = ['vg:Registry', 'vs:CatalogService', 'vs:CatalogResource'];

/** Who offers a service says how to reach it, each way at one address. */
function checkCapabilities(one: Examined, root: XmlElement): readonly Problem[] {
  const capabilities = childrenOf(root, 'capability');
  const problems: Problem[] = [];
  if (SERVICES.includes(root.attributes['xsi:type'] ?? '') && capabilities.length === 0)
    problems.push(broken(one, 'a service has a capability, and it has none'));
  for (const capability of capabilities) {
    const what = capability.attributes['standardID'] ?? 'a capability without standardID';
    const interfaces = childrenOf(capability, 'interface');
    if (interfaces.length === 0) problems.push(broken(one, `${what} has no interface`));
    for (const each of interfaces) {
      const urls = childrenOf(each, 'accessURL').map(textOf);
      if (urls.length !== 1 || !urls.every((url) => URL.canParse(url) && /^https?:/.test(url)))
        problems.push(broken(one, `${what} needs one http or https address for each interface`));
    }
    if (!isOfType(capability, 'cs:ConeSearch')) continue;
    if (!isOfType(root, 'vs:CatalogService'))
      problems.push(broken(one, 'a cone search belongs to a vs:CatalogService'));
    if (!interfaces.some((each) => isOfType(each, 'vs:ParamHTTP') && each.attributes['role'] === 'std'))
      problems.push(broken(one, 'a cone search needs a standard interface vs:ParamHTTP'));
  }
  return problems;
}

/** What keeps a site that follows all rules from being registered: nobody could reach it, or its name is for examples alone. */
export function checkReach(authority: string, publicUrl: string | undefined): readonly Problem[] {
  const problems: Problem[] = [];
  const reserved = /(^|\.)(example|test|invalid|localhost|local)$/i;
  if (reserved.test(authority) || /(^|\.)example\.(com|net|org)$/i.test(authority))
    problems.push(
      problem('D233', `the authority ${authority} is a name for examples`, {
        severity: 'warning',
        hint: 'Choose one of your own, such as the domain of your institute: the setting authority.',
      }),
    );
  if (publicUrl === undefined)
    problems.push(
      problem('D233', 'the address under which others see this site is not set', {
        severity: 'warning',
        hint: 'Set publicUrl: records hold it.',
      }),
    );
  else if (isLoopback(new URL(publicUrl).hostname) || reserved.test(new URL(publicUrl).hostname))
    problems.push(
      problem('D233', `others cannot reach ${publicUrl}`, {
        severity: 'warning',
        hint: 'Set publicUrl to the address that the world sees.',
      }),
    );
  return problems;
}

const isLoopback = (host: string): boolean => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/i.test(host);
