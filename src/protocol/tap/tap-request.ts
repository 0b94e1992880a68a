import { fail } from '../../core/error.ts';
import { didYouMean } from '../../core/suggest.ts';
import { DEFAULT_FORMAT, findFormat, OUTPUT_FORMATS } from '../../format/index.ts';
import type { Parameter } from '../../model/parameter.ts';
import { LANGUAGE_NAMES } from '../../registry/capability/language.ts';
import type { Service } from '../../service/context.ts';
import type { QueryOrder } from '../../service/query-order.ts';
import { readAll, shorten, singleValue, wholeNumber } from '../dali/parameters.ts';
import { readUploads } from '../dali/upload.ts';

/**
 * What the parameters of a TAP query ask for (TAP 1.1 sec 2.7). Those not known here are ignored, as DALI 1.1 sec 3.1 demands:
 * REQUEST=doQuery and VERSION of older clients among them. All that is wrong is told at once.
 */
export function readTapRequest(parameters: readonly Parameter[], { settings }: Pick<Service, 'settings'>): QueryOrder {
  const [, uploads, query, output, maxrec, runid, saveAs] = readAll(
    () => checkLanguage(singleValue(parameters, 'LANG')),
    () => readUploads(parameters),
    () => readQuery(singleValue(parameters, 'QUERY')),
    () => readFormat(parameters),
    () => Math.min(wholeNumber(parameters, 'MAXREC') ?? settings.maxrecDefault, settings.maxrecHard),
    () => readRunid(parameters),
    () => singleValue(parameters, 'SAVE_AS'),
  );
  return {
    query,
    ...output,
    maxrec,
    ...(runid === undefined ? {} : { runid }),
    ...(saveAs === undefined ? {} : { saveAs }),
    ...(uploads.length === 0 ? {} : { uploads }),
  };
}

/** Clients should send LANG, but a query without it can only be ADQL. */
function checkLanguage(language: string | undefined): void {
  if (language === undefined || LANGUAGE_NAMES.includes(language.trim().toUpperCase())) return;
  fail('R103', `the query language "${shorten(language)}" is not known here`, {
    hint: didYouMean(language, LANGUAGE_NAMES) ?? `LANG may be ${LANGUAGE_NAMES.join(', ')}.`,
  });
}

function readQuery(query: string | undefined): string {
  return (
    query ?? fail('R102', 'the parameter QUERY is missing', { hint: 'Such as QUERY=SELECT * FROM TAP_SCHEMA.tables.' })
  );
}

/** RESPONSEFORMAT or its older name FORMAT (TAP 1.1 sec 2.7.3). */
function readFormat(parameters: readonly Parameter[]): Pick<QueryOrder, 'format' | 'mediaType'> {
  const named = singleValue(parameters, 'FORMAT');
  const requested = singleValue(parameters, 'RESPONSEFORMAT') ?? named;
  if (requested === undefined) return { format: DEFAULT_FORMAT.id, mediaType: DEFAULT_FORMAT.mediaType };
  const found = findFormat(requested);
  if (found) return { format: found.format.id, mediaType: found.mediaType };
  const names = OUTPUT_FORMATS.flatMap(({ shortNames }) => shortNames);
  fail('R104', `the output format "${shorten(requested)}" is not known here`, {
    hint:
      didYouMean(requested, names) ??
      `RESPONSEFORMAT may be ${names.join(', ')}, or one of the media types that /tap/capabilities lists.`,
  });
}

/** DALI 1.1 sec 3.4.5: at most 64 characters. */
export function readRunid(parameters: readonly Parameter[]): string | undefined {
  const runid = singleValue(parameters, 'RUNID');
  if (runid !== undefined && runid.length > 64)
    fail('R105', `RUNID has ${runid.length} characters`, { hint: 'It may have 64 at most.' });
  return runid;
}
