import type { PRIMITIVES } from '../model/datatype.ts';
import type { SourceFormat } from './descriptor.ts';

/** What `schema/resource-1.json` lets through, as TypeScript: a descriptor as its author wrote it. */
export interface ResourceDocument {
  readonly format: 'resource/1';
  readonly id: string;
  readonly title: string;
  readonly shortName?: string;
  readonly description: string;
  readonly type?: string;
  readonly contentLevel?: readonly string[];
  readonly subjects: readonly string[];
  readonly creators: readonly PersonDocument[];
  readonly contributors?: readonly PersonDocument[];
  readonly publisher?: string;
  readonly contact?: PersonDocument;
  readonly dates?: { readonly created?: string; readonly updated?: string };
  readonly version?: string;
  readonly license: string;
  readonly terms?: string;
  readonly attribution?: string;
  readonly doi?: string;
  readonly source?: string;
  readonly referenceURL?: string;
  readonly facility?: readonly string[];
  readonly instrument?: readonly string[];
  readonly relationships?: readonly { readonly type: string; readonly id: string; readonly title?: string }[];
  readonly coverage?: CoverageDocument;
  readonly simulated?: boolean;
  readonly groups?: NamesDocument;
  readonly schema?: { readonly name: string; readonly title?: string; readonly description?: string };
  readonly tables: readonly TableDocument[];
  readonly examples?: readonly ExampleDocument[];
}

export type PersonDocument =
  | string
  | {
      readonly name: string;
      readonly orcid?: string;
      readonly ror?: string;
      readonly role?: string;
      readonly email?: string;
    };

export interface CoverageDocument {
  readonly messengers?: readonly string[];
  readonly spatial?: string | { readonly moc: string; readonly order?: number };
  readonly temporal?: readonly (readonly [string, string])[];
  readonly spectral?: { readonly energy?: readonly (readonly [string, string])[] };
  readonly regionOfRegard?: number;
}

export interface ExampleDocument {
  readonly name: string;
  readonly description?: string;
  readonly adql: string;
  readonly check?: { readonly minRows?: number; readonly maxRows?: number; readonly maxSeconds?: number };
}

/** One name, or several. */
export type NamesDocument = string | readonly string[];

export interface TableDocument {
  readonly name: string;
  readonly title?: string;
  readonly description: string;
  readonly utype?: string;
  readonly groups?: NamesDocument;
  readonly source: SourceDocument;
  readonly primaryKey?: NamesDocument;
  readonly foreignKeys?: readonly ForeignKeyDocument[];
  readonly position?: {
    readonly ra: string;
    readonly dec: string;
    readonly frame: string;
    readonly equinox?: string;
    readonly epoch?: number;
    readonly error?: string;
  };
  readonly time?: {
    readonly column: string;
    readonly scale: string;
    readonly position: string;
    readonly origin?: string | number;
  };
  readonly rowCount?: { readonly min?: number; readonly max?: number };
  readonly columns: readonly ColumnDocument[];
  readonly indexes?: readonly {
    readonly columns: readonly string[];
    readonly method?: 'btree' | 'brin' | 'hash' | 'sky';
    readonly cluster?: boolean;
  }[];
  readonly services?: {
    readonly tap?: true;
    readonly cone?: boolean | Readonly<Record<string, unknown>>;
    readonly obscore?: boolean;
  };
}

export interface ForeignKeyDocument {
  readonly columns: NamesDocument;
  readonly reference: { readonly table: string; readonly columns: NamesDocument };
  readonly description?: string;
}

/** One sum for one path, or sums by path. */
export type SumsDocument = string | Readonly<Record<string, string>>;

export interface SourceDocument {
  readonly path?: NamesDocument;
  readonly format?: SourceFormat;
  readonly sha256?: SumsDocument;
  readonly origin?: string;
  readonly dialect?: DialectDocument;
  readonly hdu?: string | number;
  readonly fileName?: string;
  readonly join?: {
    readonly path: NamesDocument;
    readonly dialect?: DialectDocument;
    readonly on: { readonly left: string; readonly right: string };
    readonly sha256?: SumsDocument;
  };
  readonly simulation?: { readonly name: string; readonly rows: number; readonly seed: number };
}

export interface DialectDocument {
  readonly delimiter?: string;
  readonly headerDelimiter?: string;
  readonly commentChar?: string;
  readonly headerRows?: number;
  readonly skipRows?: number;
  readonly quoteChar?: string;
  readonly missingValues?: readonly (string | number)[];
}

export interface ColumnDocument {
  readonly name: string;
  readonly type: (typeof PRIMITIVES)[number];
  readonly arraysize?: string;
  readonly xtype?: string;
  readonly unit?: string;
  readonly ucd?: string;
  readonly utype?: string;
  readonly title?: string;
  readonly description: string;
  readonly required?: boolean;
  readonly null?: string | number | readonly (string | number)[];
  readonly range?: readonly [number | string, number | string];
  readonly values?: readonly (string | number)[] | Readonly<Record<string, string>>;
  readonly format?: string;
  readonly index?: true | 'btree' | 'brin' | 'hash' | 'sky';
  readonly principal?: boolean;
  readonly std?: boolean;
  readonly from?: string | number;
  readonly compute?: string;
  readonly note?: string;
}

export function namesOf(names: NamesDocument | undefined): readonly string[] {
  return names === undefined ? [] : typeof names === 'string' ? [names] : names;
}
