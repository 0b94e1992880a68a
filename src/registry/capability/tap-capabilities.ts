import type { Settings } from '../../config/settings.ts';
import { LIMITS } from '../../core/limits.ts';
import { OUTPUT_FORMATS } from '../../format/index.ts';
import { element, type XmlElement } from '../../format/xml/element.ts';
import { languageFeatures } from '../../sql/feature.ts';
import { LANGUAGE } from './language.ts';
import { simpleCapability } from './simple-capability.ts';

const VOSI = 'ivo://ivoa.net/std/VOSI';

/**
 * What the TAP service can do: in /capabilities and in its record alike. `url` is that of the service, without a slash at the end.
 * `securityMethods` are identifiers of the ways to say who one is; undefined is the way of saying nothing.
 */
export function tapCapabilities(
  settings: Settings,
  url: string,
  securityMethods: readonly (string | undefined)[] = [],
): readonly XmlElement[] {
  return [
    tableAccess(settings, url, securityMethods),
    simpleCapability({
      standardID: `${VOSI}#capabilities`,
      description: 'This document.',
      url: `${url}/capabilities`,
      securityMethods,
    }),
    simpleCapability({
      standardID: `${VOSI}#availability`,
      description: 'Whether the service is up.',
      url: `${url}/availability`,
    }),
    simpleCapability({
      standardID: `${VOSI}#tables-1.1`,
      description: 'The published tables with their columns; each table also at its own address below.',
      url: `${url}/tables`,
      securityMethods,
      version: '1.1',
    }),
    simpleCapability({
      standardID: 'ivo://ivoa.net/std/DALI#examples',
      description: 'Example queries.',
      url: `${url}/examples`,
      securityMethods,
      page: true,
    }),
    ...userTables(url, securityMethods),
  ];
}

/** For those who have a name here; the identifiers are those of CADC's service, as no standard has any yet. */
function userTables(url: string, securityMethods: readonly (string | undefined)[]): readonly XmlElement[] {
  const named = securityMethods.filter((method) => method !== undefined);
  if (named.length === 0) return [];
  return [
    simpleCapability({
      standardID: `${VOSI}#table-load-sync-1.x`,
      description: 'Adds the rows of a file to a table of your own, which PUT to the address of the table makes.',
      url: `${url}/load`,
      securityMethods: named,
    }),
    simpleCapability({
      standardID: `${VOSI}#table-update-async-1.x`,
      description: 'Makes an index of a column of a table of your own.',
      url: `${url}/table-update`,
      securityMethods: named,
    }),
  ];
}

/** The ways to upload a table (TAPRegExt 1.0 sec 2.4). */
const UPLOAD_METHODS = ['upload-inline', 'upload-http', 'upload-https'];

/** TAPRegExt 1.0, in the order of its schema. */
function tableAccess(settings: Settings, url: string, securityMethods: readonly (string | undefined)[]): XmlElement {
  const retention = settings.jobDays * 86_400;
  return element(
    'capability',
    { standardID: 'ivo://ivoa.net/std/TAP', 'xsi:type': 'tr:TableAccess' },
    element(
      'description',
      {},
      `Queries in ADQL over all published tables, and over ${LIMITS.uploadTables} tables of one's own at most: VOTable, FITS, Parquet or CSV of ${settings.uploadRows} rows and ${LIMITS.uploadColumns} columns at most.`,
    ),
    element(
      'interface',
      { 'xsi:type': 'vs:ParamHTTP', role: 'std', version: '1.1' },
      element('accessURL', { use: 'base' }, url),
      ...securityMethods.map((standardID) => element('securityMethod', { standardID })),
    ),
    language(),
    ...OUTPUT_FORMATS.flatMap(outputFormats),
    ...UPLOAD_METHODS.map((method) => element('uploadMethod', { 'ivo-id': `ivo://ivoa.net/std/TAPRegExt#${method}` })),
    limit('retentionPeriod', retention, retention),
    limit('executionDuration', settings.jobSeconds, settings.jobSeconds),
    limit('outputLimit', settings.maxrecDefault, settings.maxrecHard, 'row'),
    limit('uploadLimit', settings.uploadBytes, settings.uploadBytes, 'byte'),
  );
}

function language(): XmlElement {
  return element(
    'language',
    {},
    element('name', {}, LANGUAGE.name),
    ...LANGUAGE.versions.map(({ version, ivoid }) => element('version', { 'ivo-id': ivoid }, version)),
    element('description', {}, LANGUAGE.description),
    ...languageFeatures().map(({ type, features }) =>
      element(
        'languageFeatures',
        { type },
        ...features.map(({ form, description }) =>
          element(
            'feature',
            {},
            element('form', {}, form),
            description === undefined ? undefined : element('description', {}, description),
          ),
        ),
      ),
    ),
  );
}

/** One entry for each media type that may be asked for; the short names go with the preferred one. */
function outputFormats(format: (typeof OUTPUT_FORMATS)[number]): readonly XmlElement[] {
  const entry = (mediaType: string, aliases: readonly string[]) =>
    element(
      'outputFormat',
      { 'ivo-id': format.ivoid },
      element('mime', {}, mediaType),
      ...aliases.map((alias) => element('alias', {}, alias)),
    );
  return [entry(format.mediaType, format.shortNames), ...format.otherMediaTypes.map((type) => entry(type, []))];
}

function limit(name: string, byDefault: number, hard: number, unit?: 'row' | 'byte'): XmlElement {
  return element(name, {}, element('default', { unit }, String(byDefault)), element('hard', { unit }, String(hard)));
}
