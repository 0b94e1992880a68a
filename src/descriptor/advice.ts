import { type Problem, type ProblemDetail, problem } from '../core/error.ts';
import type { ResourceDocument } from './document.ts';
import type { DocumentPath, LocatedDocument } from './read-document.ts';

/** What would make a sound descriptor better. None of it stands in the way of publishing. */
export function advise(document: ResourceDocument, source: LocatedDocument): readonly Problem[] {
  const notes: Problem[] = [];
  const note = (path: DocumentPath, message: string, detail: ProblemDetail = {}): void => {
    notes.push(problem('D301', message, { ...detail, severity: 'note', place: source.keyPlace(path) }));
  };
  if (!document.contact)
    note([], 'there is no contact', { hint: 'Add contact: {name: ..., email: ...}, so that users can ask.' });
  if (!document.source && !document.doi)
    note([], 'there is neither a source nor a DOI', {
      hint: 'Add source: with the bibcode or DOI of the paper to cite.',
    });
  if ((document.examples ?? []).length === 0)
    note([], 'there are no examples', { hint: 'Two or three queries show what the tables are good for.' });
  for (const [index, table] of document.tables.entries()) {
    const without = table.columns.filter(({ ucd }) => ucd === undefined).map(({ name }) => name);
    if (without.length > 0)
      note(
        ['tables', index, 'columns'],
        `${without.length} of ${table.columns.length} columns of ${table.name} have no UCD: ${listed(without)}`,
      );
    if (table.services?.obscore)
      note(
        ['tables', index, 'services', 'obscore'],
        'the service obscore is not offered by this version; the key has no effect',
      );
    if (table.services?.cone !== undefined && (table.services.cone !== true || !table.position))
      note(['tables', index, 'services', 'cone'], 'this key has no effect', {
        hint: 'Every table with a position is offered for cone searches, and no other.',
      });
  }
  return notes;
}

const MOST_LISTED = 5;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_LISTED).join(', ');
  return names.length > MOST_LISTED ? `${shown} and ${names.length - MOST_LISTED} more` : shown;
}
