import { type Problem, problem } from '../core/error.ts';
import { instantOf } from '../model/calendar.ts';
import { joulesOf } from '../model/energy.ts';
import { isResourceIdentifier, OWN_RECORDS } from '../model/ivoid.ts';
import type { PersonDocument, ResourceDocument } from './document.ts';
import type { DocumentPath, LocatedDocument } from './read-document.ts';

/**
 * What would make the registry record of the resource invalid against VOResource 1.2 and VODataService 1.2, or useless to who reads
 * it. The schema of descriptors holds the rest; `conformance/registry` shows that both together suffice.
 */
export function checkRecord(document: ResourceDocument, source: LocatedDocument): readonly Problem[] {
  const problems: Problem[] = [];
  const tell: Tell = (path, message, hint, { code = 'D231', severity = 'error' } = {}) => {
    problems.push(problem(code, message, { severity, ...(hint ? { hint } : {}), place: source.valuePlace(path) }));
  };
  checkId(document, tell);
  checkWords(document, tell);
  checkPeople(document, tell);
  checkDates(document, tell);
  checkCoverage(document, tell);
  checkRelationships(document, tell);
  return problems;
}

type Tell = (
  path: DocumentPath,
  message: string,
  hint?: string,
  kind?: Partial<Pick<Problem, 'code' | 'severity'>>,
) => void;

function checkId({ id }: ResourceDocument, tell: Tell): void {
  if (Object.values(OWN_RECORDS).some((own) => own === id.toLowerCase()))
    tell(['id'], `the id ${id} is that of a record of this site itself`, `Add a part, such as ${id}/data.`, {
      code: 'D203',
    });
}

/** Texts that VOResource asks for; blanks alone are no text. */
function checkWords(document: ResourceDocument, tell: Tell): void {
  const texts: readonly (readonly [path: DocumentPath, text: string | undefined])[] = [
    ...(['title', 'shortName', 'description', 'publisher', 'version', 'source'] as const).map(
      (key) => [[key], document[key]] as const,
    ),
    ...(['subjects', 'contentLevel', 'facility', 'instrument'] as const).flatMap((key) =>
      (document[key] ?? []).map((text, index) => [[key, index], text] as const),
    ),
  ];
  for (const [path, text] of texts)
    if (text !== undefined && text.trim() === '') tell(path, `${path[0]} has nothing but blanks`);
}

function checkPeople({ creators, contributors, contact }: ResourceDocument, tell: Tell): void {
  const people: readonly (readonly [path: DocumentPath, person: PersonDocument])[] = [
    ...creators.map((person, index) => [['creators', index], person] as const),
    ...(contributors ?? []).map((person, index) => [['contributors', index], person] as const),
    ...(contact === undefined ? [] : [[['contact'], contact] as const]),
  ];
  for (const [path, person] of people) {
    const { name, orcid, ror } = typeof person === 'string' ? { name: person } : person;
    if (name.trim() === '') tell(path, `${path[0]}: the name has nothing but blanks`);
    if (orcid !== undefined && !hasCheckDigit(orcid))
      tell(
        [...path, 'orcid'],
        `the ORCID ${orcid} is no one's: its last character does not fit the others`,
        'Look for a mistyped digit.',
        { severity: 'warning' },
      );
    if (ror !== undefined && !/^https:\/\/ror\.org\/0[a-z0-9]{8}$/.test(ror))
      tell([...path, 'ror'], `"${ror}" is not an identifier of ROR`, 'Write one such as https://ror.org/00hj54h04.');
  }
}

/** ISO 7064 MOD 11-2, the last character of an ORCID. */
function hasCheckDigit(orcid: string): boolean {
  const digits = orcid.replaceAll('-', '');
  let sum = 0;
  for (const digit of digits.slice(0, -1)) sum = ((sum + Number(digit)) * 2) % 11;
  const check = (12 - sum) % 11;
  return digits.at(-1) === (check === 10 ? 'X' : String(check));
}

function checkDates({ dates = {} }: ResourceDocument, tell: Tell): void {
  for (const key of ['created', 'updated'] as const) checkDate(dates[key], ['dates', key], tell);
  const [created, updated] = [instantOf(dates.created ?? ''), instantOf(dates.updated ?? '')];
  if (updated < created)
    tell(
      ['dates', 'updated'],
      `the resource was updated on ${dates.updated}, before it was created on ${dates.created}`,
    );
}

function checkDate(date: string | undefined, path: DocumentPath, tell: Tell): void {
  if (date !== undefined && Number.isNaN(instantOf(date))) tell(path, `the calendar has no ${date}`);
}

function checkCoverage({ coverage }: ResourceDocument, tell: Tell): void {
  for (const [index, [from, to]] of (coverage?.temporal ?? []).entries()) {
    checkDate(from, ['coverage', 'temporal', index, 0], tell);
    checkDate(to, ['coverage', 'temporal', index, 1], tell);
    if (instantOf(to) < instantOf(from))
      tell(['coverage', 'temporal', index], `the time from ${from} to ${to} ends before it begins`);
  }
  for (const [index, [from, to]] of (coverage?.spectral?.energy ?? []).entries()) {
    const limits = [joulesOf(from), joulesOf(to)];
    const path = ['coverage', 'spectral', 'energy', index];
    if (!limits.every(Number.isFinite)) tell(path, `the energies ${from} to ${to} are beyond all numbers`);
    else if (joulesOf(to) < joulesOf(from)) tell(path, `the energies from ${from} to ${to} are in the wrong order`);
  }
}

/** What is related is named by an IVOID or another URI: a registry cannot follow anything else. */
function checkRelationships({ relationships }: ResourceDocument, tell: Tell): void {
  for (const [index, { id }] of (relationships ?? []).entries()) {
    const path = ['relationships', index, 'id'];
    if (/^ivo:/i.test(id)) {
      if (!isResourceIdentifier(id))
        tell(
          path,
          `"${id}" is not the identifier of a resource`,
          'Write one such as ivo://example.org/survey, without ? and #.',
        );
    } else if (!/^[A-Za-z][A-Za-z0-9+.-]*:\S+$/.test(id)) {
      tell(path, `"${id}" is no URI`, 'Write doi:, bibcode: or arXiv: before it, or the whole address.');
    }
  }
}
