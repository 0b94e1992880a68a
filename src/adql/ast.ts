import type { Span } from '../core/span.ts';

/** The tree of an ADQL 2.1 query. Every node knows the stretch of text it was read from. */
interface Node {
  readonly span: Span;
}

export interface Identifier extends Node {
  /** Without quotes, with `""` undoubled. */
  readonly name: string;
  /** Written in double quotes, so its case matters. */
  readonly delimited: boolean;
}

/** `catalog.schema.table`, of which the first two may be missing. */
export type TableName = readonly Identifier[];

// ---- queries

/** A whole query expression: ORDER BY and OFFSET belong to all of `body`, also when it is a set operation (ADQL 2.1 sec 3.3). */
export interface QueryExpression extends Node {
  readonly kind: 'query';
  readonly with: readonly CommonTable[];
  readonly body: QueryTerm;
  readonly orderBy: readonly OrderItem[];
  readonly offset?: NumberLiteral;
}

export interface CommonTable extends Node {
  readonly name: Identifier;
  readonly columns: readonly Identifier[];
  readonly query: QueryExpression;
}

/** What a query expression is made of; a parenthesised one is a QueryExpression again. */
export type QueryTerm = Select | SetOperation | QueryExpression;

export interface SetOperation extends Node {
  readonly kind: 'set-operation';
  readonly operator: 'union' | 'intersect' | 'except';
  readonly all: boolean;
  readonly left: QueryTerm;
  readonly right: QueryTerm;
}

export interface Select extends Node {
  readonly kind: 'select';
  readonly distinct: boolean;
  readonly top?: NumberLiteral;
  readonly items: readonly SelectItem[];
  readonly from: readonly FromItem[];
  readonly where?: Condition;
  readonly groupBy: readonly Expression[];
  readonly having?: Condition;
}

export type SelectItem =
  /** `*` or `t.*` (qualifier empty for the former). */
  | (Node & { readonly kind: 'all-columns'; readonly qualifier: TableName })
  | (Node & { readonly kind: 'item'; readonly expression: Expression; readonly alias?: Identifier });

export interface OrderItem extends Node {
  /** A number literal is the ordinal of an output column. */
  readonly expression: Expression;
  readonly descending: boolean;
}

// ---- tables

export type FromItem = TableReference | DerivedTable | Join;

export interface TableReference extends Node {
  readonly kind: 'table';
  readonly name: TableName;
  readonly alias?: Identifier;
}

export interface DerivedTable extends Node {
  readonly kind: 'derived';
  readonly query: QueryExpression;
  readonly alias: Identifier;
  readonly columns: readonly Identifier[];
}

export interface Join extends Node {
  readonly kind: 'join';
  readonly type: 'inner' | 'left' | 'right' | 'full';
  readonly natural: boolean;
  readonly left: FromItem;
  readonly right: FromItem;
  readonly on?: Condition;
  readonly using?: readonly Identifier[];
}

// ---- values

export type Expression =
  | NumberLiteral
  | StringLiteral
  | NullLiteral
  | ColumnReference
  | UnaryOperation
  | BinaryOperation
  | FunctionCall
  | Aggregate
  | Cast;

export interface NumberLiteral extends Node {
  readonly kind: 'number';
  /** As written: `12`, `12.`, `.5`, `1.5E-3`. Kept as text so that no digit is lost. */
  readonly text: string;
}

export interface StringLiteral extends Node {
  readonly kind: 'string';
  /** With `''` undoubled. */
  readonly value: string;
}

export interface NullLiteral extends Node {
  readonly kind: 'null';
}

export interface ColumnReference extends Node {
  readonly kind: 'column';
  /** `catalog.schema.table.column`, of which all but the last may be missing. */
  readonly name: readonly Identifier[];
}

export interface UnaryOperation extends Node {
  readonly kind: 'unary';
  readonly operator: '+' | '-';
  readonly operand: Expression;
}

export interface BinaryOperation extends Node {
  readonly kind: 'binary';
  readonly operator: '+' | '-' | '*' | '/' | '||';
  readonly left: Expression;
  readonly right: Expression;
}

/** Every function that is written `name(arguments)`: maths, text, geometry, COALESCE, IN_UNIT, user-defined. */
export interface FunctionCall extends Node {
  readonly kind: 'call';
  /** Its own span is that of the name alone. A user-defined name may carry a prefix, `ivo_healpix_index`. */
  readonly name: Identifier;
  readonly arguments: readonly Expression[];
}

export interface Aggregate extends Node {
  readonly kind: 'aggregate';
  readonly name: 'count' | 'avg' | 'max' | 'min' | 'sum';
  readonly distinct: boolean;
  /** `*` only in COUNT(*). */
  readonly argument: Expression | '*';
}

export interface Cast extends Node {
  readonly kind: 'cast';
  readonly operand: Expression;
  readonly target: CastTarget;
}

export interface CastTarget extends Node {
  readonly name:
    | 'smallint'
    | 'integer'
    | 'bigint'
    | 'real'
    | 'double precision'
    | 'char'
    | 'varchar'
    | 'timestamp'
    | 'point'
    | 'circle'
    | 'polygon';
  /** The n of CHAR(n) and VARCHAR(n). */
  readonly length?: number;
}

// ---- conditions

export type Condition = Connective | Negation | Comparison | Between | In | Like | IsNull | Exists;

/** `a AND b AND c` is one node with three operands, so that long chains stay shallow. */
export interface Connective extends Node {
  readonly kind: 'and' | 'or';
  readonly operands: readonly Condition[];
}

export interface Negation extends Node {
  readonly kind: 'not';
  readonly operand: Condition;
}

export interface Comparison extends Node {
  readonly kind: 'comparison';
  /** `!=` is read as `<>`. */
  readonly operator: '=' | '<>' | '<' | '>' | '<=' | '>=';
  readonly left: Expression;
  readonly right: Expression;
}

export interface Between extends Node {
  readonly kind: 'between';
  readonly negated: boolean;
  readonly operand: Expression;
  readonly low: Expression;
  readonly high: Expression;
}

export interface In extends Node {
  readonly kind: 'in';
  readonly negated: boolean;
  readonly operand: Expression;
  readonly values: readonly Expression[] | QueryExpression;
}

export interface Like extends Node {
  readonly kind: 'like';
  readonly negated: boolean;
  /** ILIKE. */
  readonly ignoreCase: boolean;
  readonly operand: Expression;
  readonly pattern: Expression;
}

export interface IsNull extends Node {
  readonly kind: 'is-null';
  readonly negated: boolean;
  readonly operand: Expression;
}

export interface Exists extends Node {
  readonly kind: 'exists';
  readonly query: QueryExpression;
}

declare const parsed: unique symbol;

/** A query that the parser accepted. Only `parseQuery` makes one. */
export interface AdqlQuery {
  readonly text: string;
  readonly query: QueryExpression;
  readonly [parsed]: true;
}

/** A value expression that the parser accepted (a computed column of a descriptor). Only `parseExpression` makes one. */
export interface AdqlExpression {
  readonly text: string;
  readonly expression: Expression;
  readonly [parsed]: true;
}
