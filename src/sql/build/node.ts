import type { Expr, From, OrderByStatement, SelectStatement } from 'pgsql-ast-parser';
import type { GeometryFunction } from './geometry-function.ts';
import type { UserDefinedFunction } from './user-defined-function.ts';

export type SqlExpression = Expr;
export type SqlFrom = From;
export type SqlQuery = SelectStatement;
export type SqlOrder = OrderByStatement;

export type SqlType =
  | 'boolean'
  | 'smallint'
  | 'integer'
  | 'bigint'
  | 'real'
  | 'double precision'
  | 'text'
  | 'timestamp'
  | 'int8multirange';

/** Every function that a printed query can call; those of `adql` stand in `sql/function` and `sql/geometry`. */
export type SqlFunction =
  | 'abs'
  | 'array_to_string'
  | 'atan'
  | 'atan2'
  | 'avg'
  | 'ceiling'
  | 'coalesce'
  | 'cos'
  | 'cosd'
  | 'cot'
  | 'count'
  | 'degrees'
  | 'floor'
  | 'left'
  | 'least'
  | 'like_escape'
  | 'lower'
  | 'max'
  | 'min'
  | 'mod'
  | 'pi'
  | 'radians'
  | 'random'
  | 'replace'
  | 'sin'
  | 'sind'
  | 'string_agg'
  | 'sum'
  | 'tan'
  | 'trunc'
  | 'upper'
  | 'width_bucket'
  | AdqlFunction;

export type AdqlFunction =
  | GeometryFunction
  | UserDefinedFunction
  | 'adql.acos'
  | 'adql.asin'
  | 'adql.exp'
  | 'adql.log'
  | 'adql.log10'
  | 'adql.mod'
  | 'adql.power'
  | 'adql.round'
  | 'adql.sqrt'
  | 'adql.truncate';

export type SqlOperator = '+' | '-' | '*' | '/' | '||' | '=' | '<>' | '<' | '>' | '<=' | '>=' | '&&';
