/** SPDX identifiers that data and software releases commonly carry; the SPDX list has hundreds more. */
export const COMMON_LICENCES: readonly string[] = [
  'CC0-1.0',
  'CC-BY-4.0',
  'CC-BY-3.0',
  'CC-BY-3.0-US',
  'CC-BY-2.0',
  'CC-BY-SA-4.0',
  'CC-BY-SA-3.0',
  'CC-BY-NC-4.0',
  'CC-BY-NC-SA-4.0',
  'CC-BY-NC-ND-4.0',
  'CC-BY-ND-4.0',
  'CC-PDDC',
  'PDDL-1.0',
  'ODbL-1.0',
  'ODC-By-1.0',
  'etalab-2.0',
  'DL-DE-BY-2.0',
  'OGL-UK-3.0',
  'MIT',
  'MIT-0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'ISC',
  'Zlib',
  'Unlicense',
  'LGPL-2.1-or-later',
  'LGPL-3.0-or-later',
  'GPL-2.0-or-later',
  'GPL-3.0-only',
  'GPL-3.0-or-later',
  'AGPL-3.0-or-later',
  'MPL-2.0',
  'EUPL-1.2',
  'CECILL-2.1',
];

/** True for the form of an SPDX licence expression: identifiers joined by AND, OR and WITH, in parentheses where wanted. */
export function isLicenceExpression(text: string): boolean {
  const words = text.replace(/[()]/g, ' ').trim().split(/\s+/);
  return (
    words.every((word, index) =>
      index % 2 === 0
        ? /^[A-Za-z0-9][A-Za-z0-9.-]*\+?$/.test(word) && !/^(AND|OR|WITH)$/.test(word)
        : /^(AND|OR|WITH)$/.test(word),
    ) && words.length % 2 === 1
  );
}
