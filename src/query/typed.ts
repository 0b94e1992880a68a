import type { Problem } from '../core/error.ts';
import type { Span } from '../core/span.ts';
import type { Datatype } from '../model/datatype.ts';
import type { ResultColumn } from '../model/result.ts';
import type { Region } from '../model/sky/region.ts';
import type { Table } from '../model/table.ts';
import type { FunctionName, UserFunctionName } from './functions/name.ts';

/**
 * The tree of a query that was found sound: every name is resolved, every value knows its type. What ADQL leaves to be inferred is
 * spelled out: `*`, NATURAL and USING are expanded, ordinals and aliases in ORDER BY are resolved, literals have the type of what
 * they are compared with.
 */
declare const checked: unique symbol;

/** A query that may be run. Only `checkQuery` makes one. */
export interface TypedQuery {
  readonly text: string;
  readonly query: TypedQueryExpression;
  /** The columns of the result. */
  readonly columns: readonly ResultColumn[];
  /** The published tables that it reads, each once. */
  readonly tables: readonly Table[];
  readonly warnings: readonly Problem[];
  readonly [checked]: true;
}

/** A value over the columns of one row (a computed column of a descriptor). Only `checkExpression` makes one. */
export interface TypedExpression {
  readonly text: string;
  readonly value: Value;
  /** The names of the columns that it reads, each once. */
  readonly reads: readonly string[];
  readonly [checked]: true;
}

// ---- queries

export interface TypedQueryExpression {
  readonly kind: 'query';
  readonly with: readonly TypedCommonTable[];
  readonly body: TypedTerm;
  /** The result of `body` as a source, for sort keys that are computed from it; absent if `body` is a Select. */
  readonly result?: Source;
  readonly orderBy: readonly TypedOrderItem[];
  /** Rows to pass over, a whole number. */
  readonly offset?: bigint;
  readonly columns: readonly ResultColumn[];
}

export interface TypedCommonTable {
  /** Unique in the whole query. */
  readonly id: number;
  readonly name: string;
  readonly query: TypedQueryExpression;
  readonly columns: readonly ResultColumn[];
}

export type TypedTerm = TypedSelect | TypedSetOperation | TypedQueryExpression;

export interface TypedSetOperation {
  readonly kind: 'set-operation';
  readonly operator: 'union' | 'intersect' | 'except';
  readonly all: boolean;
  readonly left: TypedTerm;
  readonly right: TypedTerm;
  /** Metadata of the left operand (ADQL 2.1 sec 4.6), with types wide enough for both. */
  readonly columns: readonly ResultColumn[];
}

export interface TypedSelect {
  readonly kind: 'select';
  readonly distinct: boolean;
  /** Rows at most, a whole number. */
  readonly top?: bigint;
  /** One value for each of `columns`. */
  readonly outputs: readonly Value[];
  readonly columns: readonly ResultColumn[];
  readonly from: readonly TypedFrom[];
  readonly where?: Predicate;
  readonly groupBy: readonly Value[];
  readonly having?: Predicate;
}

export type TypedOrderItem =
  /** By an output column, counted from 0. */
  | { readonly kind: 'output'; readonly index: number; readonly descending: boolean }
  | { readonly kind: 'value'; readonly value: Value; readonly descending: boolean };

// ---- tables

/** Something in FROM that has columns. `id` is unique in the whole query. */
export type Source =
  | { readonly kind: 'table'; readonly id: number; readonly table: Table; readonly columns: readonly ResultColumn[] }
  | {
      readonly kind: 'derived';
      readonly id: number;
      readonly query: TypedQueryExpression;
      readonly columns: readonly ResultColumn[];
    }
  | {
      readonly kind: 'common';
      readonly id: number;
      readonly common: TypedCommonTable;
      readonly columns: readonly ResultColumn[];
    }
  /** The result of a set operation or of a parenthesised query, seen from its own ORDER BY. */
  | { readonly kind: 'result'; readonly id: number; readonly columns: readonly ResultColumn[] }
  /** The one row that a computed column is made from. */
  | { readonly kind: 'row'; readonly id: number; readonly columns: readonly ResultColumn[] };

export type TypedFrom = { readonly kind: 'source'; readonly source: Source } | TypedJoin;

export interface TypedJoin {
  readonly kind: 'join';
  readonly type: 'inner' | 'left' | 'right' | 'full';
  readonly left: TypedFrom;
  readonly right: TypedFrom;
  /** Absent where each row meets each (NATURAL without a common column). */
  readonly on?: Predicate;
  /** The condition, or the whole join where none is written. */
  readonly span: Span;
}

// ---- values

/** What a value means, beside the value: its type, and its unit and UCD where they are known. */
export interface Meaning {
  readonly datatype: Datatype;
  readonly unit?: string;
  readonly ucd?: string;
}

interface ValueNode extends Meaning {
  readonly span: Span;
}

export type Value =
  | NumberValue
  | TextValue
  | BooleanValue
  | TimestampValue
  | NullValue
  | RegionValue
  | ColumnValue
  | Negative
  | Arithmetic
  | Concatenation
  | FunctionValue
  | AggregateValue
  | CastValue;

export interface NumberValue extends ValueNode {
  readonly kind: 'number';
  /** Decimal digits for int and long, what `Number` reads without loss for double. */
  readonly text: string;
}

export interface TextValue extends ValueNode {
  readonly kind: 'text';
  readonly value: string;
}

/** Made of a literal that is compared with a boolean column; ADQL has no such literal. */
export interface BooleanValue extends ValueNode {
  readonly kind: 'boolean';
  readonly value: boolean;
}

/** Made of a text literal that is compared with a timestamp or cast to one. */
export interface TimestampValue extends ValueNode {
  readonly kind: 'timestamp';
  /** DALI form without Z. */
  readonly value: string;
}

export interface NullValue extends ValueNode {
  readonly kind: 'null';
  /** It stands for something that is wrong, and was told of. */
  readonly unresolved?: true;
}

/** A constant geometry that was written as a text: REGION('...'), or a coverage map or region where a geometry is expected. */
export interface RegionValue extends ValueNode {
  readonly kind: 'region';
  readonly region: Region;
  /** As it was written. */
  readonly text: string;
  /** The coordinate system that the text names. */
  readonly frame?: string;
}

export interface ColumnValue extends ValueNode {
  readonly kind: 'column';
  readonly source: Source;
  /** Which of the source's columns, from 0. */
  readonly index: number;
}

export interface Negative extends ValueNode {
  readonly kind: 'negative';
  readonly operand: Value;
}

export interface Arithmetic extends ValueNode {
  readonly kind: 'arithmetic';
  readonly operator: '+' | '-' | '*' | '/';
  readonly left: Value;
  readonly right: Value;
}

/** `a || b || c`, as one node so that long chains stay shallow. */
export interface Concatenation extends ValueNode {
  readonly kind: 'concatenation';
  readonly operands: readonly Value[];
}

/**
 * A function with its arguments in their one canonical form: geometry without the coordinate system, POINT(lon, lat),
 * CIRCLE(point, radius), BOX(point, width, height), POLYGON(point, point, point, ...), DISTANCE(point, point).
 */
export interface FunctionValue extends ValueNode {
  readonly kind: 'function';
  readonly name: FunctionName | UserFunctionName;
  readonly arguments: readonly Value[];
  /** The coordinate system that a geometry was written with, in upper case. */
  readonly frame?: string;
}

export interface AggregateValue extends ValueNode {
  readonly kind: 'aggregate';
  readonly name: 'count' | 'avg' | 'max' | 'min' | 'sum' | UserFunctionName;
  readonly distinct: boolean;
  /** What is taken from each row; absent in COUNT(*). */
  readonly argument?: Value;
  /** Further arguments, of user-defined aggregates alone. */
  readonly settings?: readonly Value[];
}

/** To `datatype`; `length` cuts texts. */
export interface CastValue extends ValueNode {
  readonly kind: 'cast';
  readonly operand: Value;
  readonly length?: number;
}

// ---- predicates

export type ComparisonOperator = '=' | '<>' | '<' | '>' | '<=' | '>=';

export type Predicate =
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Predicate[] }
  | { readonly kind: 'not'; readonly operand: Predicate }
  | {
      readonly kind: 'comparison';
      readonly operator: ComparisonOperator;
      readonly left: Value;
      readonly right: Value;
    }
  | {
      readonly kind: 'between';
      readonly negated: boolean;
      readonly operand: Value;
      readonly low: Value;
      readonly high: Value;
    }
  | {
      readonly kind: 'in-values';
      readonly negated: boolean;
      readonly operand: Value;
      readonly values: readonly Value[];
    }
  | {
      readonly kind: 'in-query';
      readonly negated: boolean;
      readonly operand: Value;
      readonly query: TypedQueryExpression;
    }
  | {
      readonly kind: 'like';
      readonly negated: boolean;
      readonly ignoreCase: boolean;
      readonly operand: Value;
      readonly pattern: Value;
    }
  | { readonly kind: 'is-null'; readonly negated: boolean; readonly operand: Value }
  | { readonly kind: 'exists'; readonly query: TypedQueryExpression };
