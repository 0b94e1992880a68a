import { type Problem, type ProblemDetail, problem } from '../core/error.ts';
import { didYouMean } from '../core/suggest.ts';
import { checkUcd } from '../model/ucd.ts';
import { parseUnit } from '../model/unit.ts';
import { VOCABULARIES } from '../model/vocabulary/ivoa.ts';
import { COMMON_LICENCES, isLicenceExpression } from '../model/vocabulary/licences.ts';
import type { ColumnDocument, ResourceDocument } from './document.ts';
import type { DocumentPath, LocatedDocument } from './read-document.ts';

/** The xtypes of DALI 1.2, those of TAP, and two that are widely used; one's own have a prefix with a colon. */
const KNOWN_XTYPES: readonly string[] = [
  'timestamp',
  'interval',
  'point',
  'circle',
  'polygon',
  'range',
  'multiinterval',
  'hms',
  'dms',
  'moc',
  'shape',
  'multishape',
  'uri',
  'uuid',
  'json',
  'mjd',
  'jd',
];

/** Checks the words that come from lists outside: UCD1+, VOUnits, xtypes, IVOA vocabularies, SPDX. */
export function checkVocabularies(document: ResourceDocument, source: LocatedDocument): readonly Problem[] {
  const discouraged = new Set<string>();
  return [
    ...checkCuration(document, source),
    ...document.tables.flatMap((table, t) => [
      ...table.columns.flatMap((column, c) => checkColumn(column, ['tables', t, 'columns', c], source, discouraged)),
      ...checkMainColumns(table.columns, ['tables', t, 'columns'], source),
    ]),
  ];
}

function checkCuration(document: ResourceDocument, source: LocatedDocument): readonly Problem[] {
  const problems: Problem[] = [];
  const tell = (path: DocumentPath, message: string, detail: ProblemDetail): void => {
    problems.push(problem('D213', message, { ...detail, place: source.valuePlace(path) }));
  };
  const levels = VOCABULARIES['content_level']?.terms ?? [];
  for (const [index, level] of (document.contentLevel ?? []).entries())
    if (!levels.includes(level))
      tell(['contentLevel', index], `contentLevel "${level}" is not in the vocabulary content_level`, {
        severity: 'warning',
        hint: didYouMean(level, levels) ?? `Use ${levels.join(', ')}.`,
      });
  for (const [index, subject] of document.subjects.entries())
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(subject))
      tell(['subjects', index], `the subject "${subject}" does not have the form of a UAT concept`, {
        severity: 'warning',
        hint: `Write ${subject
          .trim()
          .toLowerCase()
          .replace(/[^a-z0-9]+/g, '-')}.`,
      });
  const { license } = document;
  if (!isLicenceExpression(license))
    tell(['license'], `license "${license}" does not have the form of an SPDX identifier`, {
      hint:
        didYouMean(license.replace(/\s+/g, '-'), COMMON_LICENCES) ??
        'Write one such as CC-BY-4.0, or LicenseRef- and a name of your own.',
    });
  else if (!/\s/.test(license) && !license.startsWith('LicenseRef-') && !COMMON_LICENCES.includes(license))
    tell(['license'], `license "${license}" is not one that data commonly carry`, {
      severity: 'note',
      hint: didYouMean(license, COMMON_LICENCES) ?? 'SPDX identifiers are listed at https://spdx.org/licenses/.',
    });
  return problems;
}

function checkColumn(
  column: ColumnDocument,
  path: DocumentPath,
  source: LocatedDocument,
  discouraged: Set<string>,
): readonly Problem[] {
  const problems: Problem[] = [];
  if (column.unit !== undefined) {
    const place = source.valuePlace([...path, 'unit']);
    for (const { severity, message, hint } of parseUnit(column.unit).problems) {
      // That a unit is old-fashioned is said once in a file, not once a column.
      if (severity === 'note' && discouraged.has(message)) continue;
      if (severity === 'note') discouraged.add(message);
      problems.push(
        problem('D211', `unit "${column.unit}": ${message}`, { severity, place, ...(hint ? { hint } : {}) }),
      );
    }
  }
  if (column.ucd !== undefined) {
    const place = source.valuePlace([...path, 'ucd']);
    for (const { severity, message, hint } of checkUcd(column.ucd))
      problems.push(problem('D212', `UCD "${column.ucd}": ${message}`, { severity, place, ...(hint ? { hint } : {}) }));
  }
  const { xtype } = column;
  if (xtype !== undefined && !xtype.includes(':') && !KNOWN_XTYPES.includes(xtype))
    problems.push(
      problem('D213', `xtype "${xtype}" is not one of DALI`, {
        severity: 'warning',
        hint: didYouMean(xtype, KNOWN_XTYPES) ?? 'An xtype of your own has a prefix, such as my:thing.',
        place: source.valuePlace([...path, 'xtype']),
      }),
    );
  return problems;
}

/** A main identifier or position there can be one of (clients plot the first they find). */
function checkMainColumns(
  columns: readonly ColumnDocument[],
  path: DocumentPath,
  source: LocatedDocument,
): readonly Problem[] {
  const first = new Map<string, string>();
  return columns.flatMap(({ name, ucd }, index) => {
    if (ucd === undefined || !/;meta\.main$/i.test(ucd)) return [];
    const earlier = first.get(ucd.toLowerCase());
    first.set(ucd.toLowerCase(), earlier ?? name);
    return earlier === undefined
      ? []
      : [
          problem('D212', `UCD "${ucd}": the column ${earlier} has it already`, {
            severity: 'warning',
            hint: 'Only one column of a table is the main one: leave out ;meta.main.',
            place: source.valuePlace([...path, index, 'ucd']),
          }),
        ];
  });
}
