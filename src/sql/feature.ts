import { usage } from '../query/functions/definition.ts';
import { FUNCTIONS } from '../query/functions/index.ts';
import { GEOMETRY_NAMES, TEXT_NAMES, UNIT_NAMES } from '../query/functions/name.ts';
import { USER_FUNCTIONS } from './udf/index.ts';

export interface LanguageFeature {
  readonly form: string;
  readonly description?: string;
}

export interface LanguageFeatures {
  /** IVOID, all in lower case as ADQL 2.1 section 2.2 demands. */
  readonly type: string;
  readonly features: readonly LanguageFeature[];
}

const type = (name: string): string => `ivo://ivoa.net/std/tapregext#features-${name}`;

const forms = (...names: readonly string[]): readonly LanguageFeature[] => names.map((form) => ({ form }));

const functions = (names: readonly (keyof typeof FUNCTIONS)[]): readonly LanguageFeature[] =>
  names.map((name) => ({ form: name.toUpperCase(), description: describe(name) }));

function describe(name: keyof typeof FUNCTIONS): string {
  const { description, forms: ways } = FUNCTIONS[name];
  return `${ways.map((way) => usage(name, way)).join(' or ')}: ${description}`;
}

/** Each form of each user-defined function is declared with its arguments' types (TAPRegExt 1.0 sec 2.3). */
function userFunctions(): readonly LanguageFeature[] {
  return [...USER_FUNCTIONS.values()].flatMap(({ forms: ways, description }) =>
    ways.map(({ signature }) => ({ form: signature, description })),
  );
}

/** The optional features of ADQL 2.1 that are offered, as TAPRegExt declares them. What is not here, clients take to be absent. */
export function languageFeatures(): readonly LanguageFeatures[] {
  return [
    { type: type('adqlgeo'), features: functions(GEOMETRY_NAMES) },
    { type: type('udf'), features: userFunctions() },
    { type: type('adql-string'), features: [...functions(TEXT_NAMES), ...forms('ILIKE')] },
    { type: type('adql-conditional'), features: functions(['coalesce']) },
    { type: type('adql-type'), features: forms('CAST') },
    { type: type('adql-sets'), features: forms('UNION', 'EXCEPT', 'INTERSECT') },
    { type: type('adql-common-table'), features: forms('WITH') },
    { type: type('adql-unit'), features: functions(UNIT_NAMES) },
    { type: type('adql-offset'), features: forms('OFFSET') },
  ];
}
