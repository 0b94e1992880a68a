import { AlmagestError, problem, renderError } from '../../core/error.ts';
import { problemData } from '../../core/problem-data.ts';
import type { ResultInfo } from '../../model/result.ts';
import { element } from '../xml/element.ts';
import { writeXml } from '../xml/write.ts';
import { infoElement, isQueryInfo, VOTABLE_ATTRIBUTES } from './document.ts';

/**
 * The answer to a request that failed (DALI 1.1 sec 4.2): a VOTable without TABLE whose QUERY_STATUS holds the whole message
 * as people read it; code, line, column and hint of the first problem stand beside it for programs, and each problem as JSON. An error that is not ours
 * may tell what should stay inside, so its message is left out. `outermost` names an INFO with the message directly in VOTABLE, as
 * protocols older than DALI have it.
 */
export function errorDocument(
  error: AlmagestError | Error,
  infos: readonly ResultInfo[] = [],
  outermost?: string,
): string {
  const known = error instanceof AlmagestError ? error : UNFORESEEN;
  const status = { name: 'QUERY_STATUS', value: 'ERROR', content: renderError(known) };
  return writeXml(
    element(
      'VOTABLE',
      VOTABLE_ATTRIBUTES,
      outermost === undefined
        ? undefined
        : element('INFO', { ID: outermost, name: outermost, value: renderError(known) }),
      ...infos.filter(isQueryInfo).map(infoElement),
      element(
        'RESOURCE',
        { type: 'results' },
        infoElement(status),
        ...placeInfos(known).map(infoElement),
        ...infos.filter((info) => !isQueryInfo(info)).map(infoElement),
      ),
    ),
  );
}

const UNFORESEEN = new AlmagestError([
  problem('X105', 'The program failed in a way that was not foreseen.', {
    hint: 'The log of the server tells more; give its operator the time of the request.',
  }),
]);

/** The first problem in single INFOs, then each of all problems as one JSON object. */
function placeInfos({ code, problems, text }: AlmagestError): readonly ResultInfo[] {
  const all = problems.map((found) => problemData(found, text));
  const { line, column, hint } = all[0] ?? {};
  const first = { code, line, column, hint };
  return [
    ...Object.entries(first).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value: String(value) }])),
    ...all.map((data) => ({ name: 'problem', value: JSON.stringify(data) })),
  ];
}
